// The ratchet, either end (PROTOCOL.md, section 6). It takes messages in order; keys of skipped ones it does not keep.
import { deepStrictEqual as equal, ok } from "node:assert/strict";
import { gcm } from "@noble/ciphers/aes.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { extract } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { Expand, hex, join, number } from "./bytes.mjs";

const turnKeys = (root, dh, kem) => {
  const all = Expand(extract(sha256, join(dh, kem), root), "turn", [], 96);
  return { root: all.slice(0, 32), chain: all.slice(32, 64), header: all.slice(64) };
};
const padded = (length) => {
  const total = length + 4;
  for (const small of [256, 512, 1024]) if (total <= small) return small;
  const e = Math.floor(Math.log2(total)),
    step = 2 ** (e - Math.floor(Math.log2(e)) - 1);
  return Math.ceil(total / step) * step;
};
const messageKeys = (chain, session, sealedHeader) => {
  const context = join(session, sealedHeader.slice(0, 12));
  const all = Expand(hmac(sha256, chain, Uint8Array.of(1)), "message", context, 76);
  return {
    key: all.slice(0, 32),
    nonce: all.slice(32, 44),
    commitment: all.slice(44),
    next: hmac(sha256, chain, Uint8Array.of(2)),
  };
};
export class Ratchet {
  kept = 0;
  constructor(parts) {
    Object.assign(this, parts);
  }
  static customer(hs, draw) {
    // The first keys of its own that it never announces (PROTOCOL.md, "Start").
    draw(32);
    draw(64);
    const it = new Ratchet({
      ...hs,
      draw,
      peerDh: hs.dh,
      peerKem: hs.kem,
      nextSending: hs.customerHeader,
      nextReceiving: hs.technicianHeader,
    });
    it.takeTurn();
    return it;
  }
  static technician(hs, draw, dh, kem) {
    return new Ratchet({
      ...hs,
      draw,
      ownDh: dh,
      ownKem: ml_kem768.keygen(kem).secretKey,
      nextSending: hs.technicianHeader,
      nextReceiving: hs.customerHeader,
    });
  }
  takeTurn() {
    this.ownDh = this.draw(32);
    const kem = ml_kem768.keygen(this.draw(64));
    const { cipherText, sharedSecret } = ml_kem768.encapsulate(this.peerKem, this.draw(32));
    const keys = turnKeys(this.root, x25519.getSharedSecret(this.ownDh, this.peerDh), sharedSecret);
    this.sending = {
      header: this.nextSending,
      chain: keys.chain,
      turn: (this.sending?.turn ?? 0) + 1,
      next: 0,
      previous: this.sending?.next ?? 0,
    };
    Object.assign(this, { ownKem: kem.secretKey, root: keys.root, nextSending: keys.header, due: false, kept: 0 });
    this.announced = { dh: x25519.getPublicKey(this.ownDh), kem: join(kem.publicKey, cipherText), seen: false };
  }
  seal(text, worth) {
    if (this.due && (worth === "a turn" || !this.sending || this.kept >= 8)) this.takeTurn();
    const { sending, announced, session } = this;
    const header = join(
      ...[sending.turn, this.receiving?.turn ?? 0, sending.previous, sending.next].map((n) => number(n, 4)),
      announced.dh,
      announced.seen ? [] : announced.kem,
    );
    const nonce = this.draw(12);
    const sealedHeader = join(nonce, gcm(sending.header, nonce, session).encrypt(header));
    const keys = messageKeys(sending.chain, session, sealedHeader);
    const plain = new Uint8Array(padded(text.length));
    plain.set(number(text.length, 4));
    plain.set(text, 4);
    Object.assign(sending, { chain: keys.next, next: sending.next + 1 });
    this.kept = worth === "none" ? this.kept + 1 : 0;
    return join(
      number(sealedHeader.length, 2),
      sealedHeader,
      keys.commitment,
      gcm(keys.key, keys.nonce, join(session, sealedHeader)).encrypt(plain),
    );
  }
  open(message) {
    const length = message[0] * 256 + message[1],
      sealedHeader = message.slice(2, 2 + length),
      body = message.slice(2 + length);
    const headerUnder = (key) => {
      try {
        return key && gcm(key, sealedHeader.slice(0, 12), this.session).decrypt(sealedHeader.slice(12));
      } catch {
        return undefined;
      }
    };
    let header = headerUnder(this.receiving?.header);
    const follows = header === undefined;
    header ??= headerUnder(this.nextReceiving);
    ok(header, "not genuine");
    const [turn, seen, , index] = [0, 4, 8, 12].map((at) => Buffer.from(header).readUInt32BE(at));
    if (follows) {
      equal(turn, (this.receiving?.turn ?? 0) + 1);
      this.peerDh = header.slice(16, 48);
      this.peerKem = header.slice(48, 48 + 1184);
      const keys = turnKeys(
        this.root,
        x25519.getSharedSecret(this.ownDh, this.peerDh),
        ml_kem768.decapsulate(header.slice(48 + 1184), this.ownKem),
      );
      this.receiving = { header: this.nextReceiving, chain: keys.chain, turn, next: 0 };
      Object.assign(this, { root: keys.root, nextReceiving: keys.header, due: true, kept: 0 });
    }
    equal([turn, index], [this.receiving.turn, this.receiving.next]);
    const keys = messageKeys(this.receiving.chain, this.session, sealedHeader);
    equal(hex(body.slice(0, 32)), hex(keys.commitment));
    const plain = gcm(keys.key, keys.nonce, join(this.session, sealedHeader)).decrypt(body.slice(32));
    const size = Buffer.from(plain).readUInt32BE(0);
    ok(plain.length === padded(size) && plain.slice(4 + size).every((byte) => byte === 0));
    Object.assign(this.receiving, { chain: keys.next, next: index + 1 });
    if (this.announced && seen >= this.sending.turn) this.announced.seen = true;
    return plain.slice(4, 4 + size);
  }
}
