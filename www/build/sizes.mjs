// What a visitor downloads.

import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Brotli at quality 11, as a careful host serves it. */
export function compressed(bytes) {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

/** Prints raw, gzip and brotli of each file, and the sum of what opening the chat loads. */
export function printSizes(files, onOpen) {
  const row = (raw, gzip, brotli, name) =>
    console.log([raw, gzip, brotli].map((n) => String(n).padStart(9)).join(""), "", name);
  row("raw", "gzip", "brotli", "");
  let sum = 0;
  for (const [name, bytes] of files) {
    const brotli = compressed(bytes).length;
    row(bytes.length, gzipSync(bytes, { level: 9 }).length, brotli, name);
    if (onOpen.includes(name)) sum += brotli;
  }
  console.log(`opening the chat loads ${sum} bytes of brotli after the loader`);
}
