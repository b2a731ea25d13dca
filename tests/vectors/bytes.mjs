// Bytes, labels and the deterministic profile of CBOR (PROTOCOL.md, sections 3 and 4).
import { ok } from "node:assert/strict";
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

export const utf8 = (text) => new TextEncoder().encode(text);
export const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
export const hex = (bytes) => Buffer.from(bytes).toString("hex");
export const bytes = (text) => Uint8Array.from(Buffer.from(text, "hex"));
export const number = (n, width) =>
  Uint8Array.from({ length: width }, (_, i) => Number((BigInt(n) >> BigInt(8 * (width - 1 - i))) & 255n));
export const label = (name) => join(utf8(`hushwire/1 ${name}`), [0]);
export const Expand = (prk, name, context, length) => expand(sha256, prk, join(label(name), context), length);

/** A fingerprint, "hw1" and base32, as its 32 bytes. */
export const fingerprint = (text) =>
  bytes(
    [...text.slice(3)]
      .map((c) => "abcdefghijklmnopqrstuvwxyz234567".indexOf(c).toString(2).padStart(5, "0"))
      .join("")
      .slice(0, 256)
      .replace(/.{8}/g, (b) => Number.parseInt(b, 2).toString(16).padStart(2, "0")),
  );
/** The draws that the vectors describe: the n-th is SHA-256(seed, n). */
export const drawer = (seed) => {
  let count = 0;
  const once = (n) => sha256(join(number(seed, 8), number(++count, 8))).slice(0, n);
  return (n) => (n === 64 ? join(once(32), once(32)) : once(n));
};

const head = (major, n) => {
  const width = n < 24 ? 0 : n < 256 ? 1 : n < 65536 ? 2 : 4;
  return width === 0 ? [(major << 5) | n] : [(major << 5) | (24 + Math.log2(width)), ...number(n, width)];
};
export const encode = (value) => {
  if (typeof value === "number") return Uint8Array.from(head(0, value));
  if (value instanceof Uint8Array) return join(head(2, value.length), value);
  if (typeof value === "string") return join(head(3, utf8(value).length), utf8(value));
  return join(head(4, value.length), ...value.map(encode));
};
export const decode = (input) => {
  let at = 0;
  const take = (length) => {
    at += length;
    return input.slice(at - length, at);
  };
  const item = () => {
    const [first] = take(1);
    const [major, short] = [first >> 5, first & 31];
    const value = short < 24 ? short : take(2 ** (short - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
    if (major === 0) return value;
    if (major === 2) return take(value);
    if (major === 3) return new TextDecoder().decode(take(value));
    if (major === 4) return Array.from({ length: value }, item);
    if (major === 5) return new Map(Array.from({ length: value }, () => [item(), item()]));
    return { 20: false, 21: true, 22: null }[short];
  };
  const value = item();
  ok(at === input.length);
  return value;
};
