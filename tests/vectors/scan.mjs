// Looks for secrets in the memory of a module: whole, or half.

/** Half of a 32-byte key. An attacker who finds that much of one has less than the other half to guess. */
const HALF = 16;

/** Every half of every secret, and the beginnings of texts. What crossed the relay is known to everybody. */
export function windows({ bytes, texts }, sent, unhex) {
  const found = new Map();
  const add = (window, name) => {
    // A short key is filled up with zeroes for HMAC.
    if (window.some((byte) => byte !== 0)) found.set(window.join(), { window, name });
  };
  bytes.forEach((secret, number) => {
    const all = unhex(secret);
    for (let at = 0; at + HALF <= all.length; at += HALF) add(all.slice(at, at + HALF), `secret ${number}, byte ${at}`);
    add(all.slice(-HALF), `secret ${number}, its end`);
  });
  for (const text of texts) add(new TextEncoder().encode(text), `the text "${text}"`);
  const all = [...found.values()];
  const crossed = new Set(sent.flatMap((frame) => search(frame, all).map(({ name }) => name)));
  return all.filter(({ name }) => !crossed.has(name));
}

/** Which windows stand in these bytes, and where. */
export function search(bytes, windows) {
  const first = new Map();
  for (const one of windows) {
    const start = new DataView(one.window.buffer, one.window.byteOffset).getUint32(0);
    first.set(start, [...(first.get(start) ?? []), one]);
  }
  const found = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at++) {
    for (const { window, name } of first.get(view.getUint32(at)) ?? []) {
      if (window.every((byte, offset) => bytes[at + offset] === byte)) found.push({ name, at });
    }
  }
  return found;
}
