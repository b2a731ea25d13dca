// PIN and link (PROTOCOL.md, section 5, "Invited"): tickets, CPace, guess and verdict, both ends.
import { deepStrictEqual as equal, ok } from "node:assert/strict";
import { gcm } from "@noble/ciphers/aes.js";
import { ed25519, ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { extract } from "@noble/hashes/hkdf.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { Expand, hex, join, label, utf8 } from "./bytes.mjs";

const { Point } = ristretto255;
const ORDER = ed25519.Point.Fn.ORDER;

/** What was read aloud or pasted, as what both ends must hold. */
export function ticket(words) {
  if (!words.startsWith("hwlink1")) {
    const digits = words.replaceAll(" ", "");
    ok(/^\d{9}$/.test(digits));
    return { kind: 1, route: Number(digits.slice(0, 3)), password: utf8(digits.slice(3)) };
  }
  const all = Uint8Array.from(Buffer.from(words.slice(7), "base64url"));
  const [end, secret, check] = [all.slice(0, 5), all.slice(5, 37), all.slice(37)];
  equal(hex(check), hex(sha256(join(label("link check"), end, secret)).slice(0, 5)));
  return { kind: 2, route: Expand(secret, "link route", [], 16), key: Expand(secret, "link key", end, 32) };
}

const leb128 = (n) => (n > 127 ? [(n & 127) | 128, ...leb128(n >> 7)] : [n]);
const lv = (...parts) => join(...parts.map((part) => join(leb128(part.length), part)));
const scalar = (drawn) => BigInt(`0x${Buffer.from(drawn).reverse().toString("hex")}`) % ORDER;

/** One end of CPace-Ristretto255-SHA512. */
class CPace {
  constructor({ password, offered, desk, member, drawn }) {
    const channel = lv(join(utf8("technician"), desk, member), utf8("customer"));
    const dsi = utf8("CPaceRistretto255");
    const padding = new Uint8Array(Math.max(0, 128 - 1 - lv(dsi).length - lv(password).length));
    const generator = ristretto255_hasher.deriveToCurve(sha512(lv(dsi, password, padding, channel, offered)));
    this.scalar = scalar(drawn);
    this.sid = offered;
    this.point = generator.multiply(this.scalar).toBytes();
  }
  key(theirs, technicians, customers) {
    const shared = Point.fromBytes(theirs).multiply(this.scalar);
    ok(!shared.is0());
    const dsi = utf8("CPaceRistretto255_ISK");
    return sha512(join(lv(dsi, this.sid, shared.toBytes()), lv(technicians, [], customers, [])));
  }
}

const box = (prk, name, session, nonce) => gcm(Expand(prk, name, session, 32), nonce, session);
const sealUnder = (prk, name, session, nonce, plain) => join(nonce, box(prk, name, session, nonce).encrypt(plain));
const openUnder = (prk, name, session, sealed) =>
  box(prk, name, session, sealed.slice(0, 12)).decrypt(sealed.slice(12));

const tags = (prk, key, session) => {
  const mixed = extract(sha256, key, prk);
  const both = Expand(mixed, "confirm", session, 64);
  return { prk: mixed, customer: both.slice(0, 32), technician: both.slice(32) };
};

/** The technician's point for the proof, if a PIN is brought. */
export const shares = ({ kind, password }, keys, desk, member, draw) =>
  kind === 1 ? new CPace({ password, offered: keys.offered, desk, member, drawn: draw(64) }) : undefined;

/** The customer's guess, what it expects to hear, and the keys of the chat if it hears it. */
export function guesses(held, { prk, offered }, session, desk, member, point, draw) {
  equal(point !== undefined, held.kind === 1);
  const cpace = held.kind === 1 ? new CPace({ ...held, offered, desk, member, drawn: draw(64) }) : undefined;
  const mixed = tags(prk, cpace ? cpace.key(point, point, cpace.point) : held.key, session);
  const plain = join(cpace?.point ?? [], mixed.customer);
  const guess = sealUnder(prk, "guess", session, draw(12), plain);
  return { guess, prk: mixed.prk, hears: (verdict) => right(openUnder(prk, "verdict", session, verdict), mixed) };
}
const right = (verdict, { technician }) => hex(verdict) === hex(join([1], technician));

/** The technician's verdict, and the keys of the chat if it is a good one. */
export function judges(held, cpace, { prk }, session, guess, draw) {
  const plain = openUnder(prk, "guess", session, guess);
  const [theirs, tag] = cpace ? [plain.slice(0, 32), plain.slice(32)] : [undefined, plain];
  const mixed = tags(prk, cpace ? cpace.key(theirs, cpace.point, theirs) : held.key, session);
  const good = hex(tag) === hex(mixed.customer);
  const said = good ? join([1], mixed.technician) : new Uint8Array(33);
  return { good, verdict: sealUnder(prk, "verdict", session, draw(12), said), prk: mixed.prk };
}
