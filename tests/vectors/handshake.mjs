// Key schedule and handshake, both ends (PROTOCOL.md, sections 4 and 5).
import { deepStrictEqual as equal, ok } from "node:assert/strict";
import { gcm } from "@noble/ciphers/aes.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ml_kem768_x25519 as xwing } from "@noble/post-quantum/hybrid.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { decode, Expand, encode, hex, join, label, number } from "./bytes.mjs";
import { guesses, judges, shares } from "./invites.mjs";

const schedule = (room, desk, hello, ciphertext, shared) => {
  const start = sha256(join(label("handshake"), room, number(hello.length, 4), hello));
  const offered = sha256(join(start, ciphertext));
  const prk = extract(sha256, shared, offered);
  const keys = Expand(prk, "reply", [], 44);
  return {
    offered,
    prk,
    signed: (proof) => sha256(join(offered, desk, proof)),
    box: () => gcm(keys.slice(0, 32), keys.slice(32), offered),
    session: (sealed) => sha256(join(offered, desk, sealed)),
  };
};
/** What comes out of a handshake: of `prk`, or of the one into which a PIN or link was mixed. */
const chatKeys = (prk, session) => {
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
};
const verified = (key, name, wrapped) => {
  const [body, signature] = decode(wrapped);
  ok(ed25519.verify(signature, join(label(name), body), key, { zip215: false }), name);
  return decode(body);
};
/** With `held` the customer must prove that it holds the same ticket before there are keys: `judge` its guess. */
export function technicianAnswers({
  room,
  desk,
  hello,
  root,
  certificate,
  manifest,
  seed,
  dh,
  kem,
  encapsulation,
  held,
  draw,
}) {
  const [version, suite, , key, , , invite] = decode(hello);
  equal([version, suite], [1, 1]);
  equal(invite, held && [held.kind, held.route]);
  const { cipherText, sharedSecret } = xwing.encapsulate(key, encapsulation);
  const keys = schedule(room, desk, hello, cipherText, sharedSecret);
  const cpace = held && shares(held, keys, desk, ed25519.getPublicKey(seed), draw);
  const point = cpace ? [cpace.point] : [];
  const ratchetKeys = [x25519.getPublicKey(dh), ml_kem768.keygen(kem).publicKey];
  const proof = encode([root, certificate, manifest, ...ratchetKeys, ...point]);
  const signature = ed25519.sign(join(label("handshake"), keys.signed(proof)), seed);
  const sealed = keys.box().encrypt(encode([proof, signature]));
  const reply = encode([1, cipherText, sealed]);
  const session = keys.session(sealed);
  if (!held) return { reply, ...chatKeys(keys.prk, session) };
  return {
    reply,
    session,
    judge(guess, nonces) {
      const { good, verdict, prk } = judges(held, cpace, keys, session, guess, nonces);
      return { good, verdict, ...(good ? chatKeys(prk, session) : {}) };
    },
  };
}
/** With `held` it makes its guess, and has to hear the verdict before it speaks. */
export function customerFinishes({ room, desk, seed, hello, reply, origin, seen, now, held, draw }) {
  const [version, ciphertext, sealed] = decode(reply);
  equal(version, 1);
  const keys = schedule(room, desk, hello, ciphertext, xwing.decapsulate(ciphertext, xwing.keygen(seed).secretKey));
  const [proof, signature] = decode(keys.box().decrypt(sealed));
  const [root, certificate, manifest, dh, kem, point] = decode(proof);
  equal(hex(sha256(root)), hex(desk));
  const rootKey = decode(root)[2];
  const [, of, member, name, roles, , from, until] = verified(rootKey, "certificate", certificate);
  ok(hex(of) === hex(desk) && from <= now && now <= until);
  ok(ed25519.verify(signature, join(label("handshake"), keys.signed(proof)), member, { zip215: false }));
  ok(roles.includes(0) || roles.includes(1));
  const settings = verified(rootKey, "manifest", manifest);
  ok(settings.get(2) >= seen && settings.get(7).includes(origin));
  const session = keys.session(sealed);
  const known = { dh, kem, name, manifest: settings.get(2) };
  if (!held) {
    equal(point, undefined);
    return { ...chatKeys(keys.prk, session), ...known };
  }
  const { guess, prk, hears } = guesses(held, keys, session, desk, member, point, draw);
  return { ...chatKeys(prk, session), ...known, guess, hears };
}
