// Key schedule and handshake, both ends (PROTOCOL.md, sections 4 and 5).
import { deepStrictEqual as equal, ok } from "node:assert/strict";
import { gcm } from "@noble/ciphers/aes.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ml_kem768_x25519 as xwing } from "@noble/post-quantum/hybrid.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { decode, Expand, encode, hex, join, label, number } from "./bytes.mjs";

const schedule = (room, desk, hello, ciphertext, shared) => {
  const start = sha256(join(label("handshake"), room, number(hello.length, 4), hello));
  const offered = sha256(join(start, ciphertext));
  const prk = extract(sha256, shared, offered);
  const keys = Expand(prk, "reply", [], 44);
  return {
    signed: (proof) => sha256(join(offered, desk, proof)),
    box: () => gcm(keys.slice(0, 32), keys.slice(32), offered),
    session(sealed) {
      const session = sha256(join(offered, desk, sealed));
      const all = Expand(prk, "session", session, 96);
      const digits = Buffer.from(Expand(prk, "comparison", session, 8)).readBigUInt64BE() % 10n ** 12n;
      return {
        session,
        root: all.slice(0, 32),
        customerHeader: all.slice(32, 64),
        technicianHeader: all.slice(64),
        comparison: digits
          .toString()
          .padStart(12, "0")
          .replace(/(\d{4})(?=\d)/g, "$1 "),
      };
    },
  };
};
const verified = (key, name, wrapped) => {
  const [body, signature] = decode(wrapped);
  ok(ed25519.verify(signature, join(label(name), body), key, { zip215: false }), name);
  return decode(body);
};
export function technicianAnswers({ room, desk, hello, root, certificate, manifest, seed, dh, kem, encapsulation }) {
  const [version, suite, , key] = decode(hello);
  equal([version, suite], [1, 1]);
  const { cipherText, sharedSecret } = xwing.encapsulate(key, encapsulation);
  const keys = schedule(room, desk, hello, cipherText, sharedSecret);
  const proof = encode([root, certificate, manifest, x25519.getPublicKey(dh), ml_kem768.keygen(kem).publicKey]);
  const signature = ed25519.sign(join(label("handshake"), keys.signed(proof)), seed);
  const sealed = keys.box().encrypt(encode([proof, signature]));
  return { reply: encode([1, cipherText, sealed]), ...keys.session(sealed) };
}
export function customerFinishes({ room, desk, seed, hello, reply, origin, seen, now }) {
  const [version, ciphertext, sealed] = decode(reply);
  equal(version, 1);
  const keys = schedule(room, desk, hello, ciphertext, xwing.decapsulate(ciphertext, xwing.keygen(seed).secretKey));
  const [proof, signature] = decode(keys.box().decrypt(sealed));
  const [root, certificate, manifest, dh, kem] = decode(proof);
  equal(hex(sha256(root)), hex(desk));
  const rootKey = decode(root)[2];
  const [, of, member, name, roles, , from, until] = verified(rootKey, "certificate", certificate);
  ok(hex(of) === hex(desk) && from <= now && now <= until);
  ok(ed25519.verify(signature, join(label("handshake"), keys.signed(proof)), member, { zip215: false }));
  ok(roles.includes(0) || roles.includes(1));
  const settings = verified(rootKey, "manifest", manifest);
  ok(settings.get(2) >= seen && settings.get(7).includes(origin));
  return { ...keys.session(sealed), dh, kem, name, manifest: settings.get(2) };
}
