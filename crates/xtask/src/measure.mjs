// Sizes and hashes of the files named on the command line, as JSON. Node, because it is needed anyway and brings gzip,
// brotli and SHA-384; a browser's download is measured as a careful host serves it: brotli at quality 11.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const measured = process.argv.slice(1).map((path) => {
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return {
    path,
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
    integrity: `sha384-${createHash("sha384").update(bytes).digest("base64")}`,
  };
});
process.stdout.write(JSON.stringify(measured));
