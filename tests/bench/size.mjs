// How big the maskers written for JavaScript are in a browser: `node size.mjs WWW`, WWW the folder whose esbuild bundles
// them. Out: `{"redact-pii": bytes, …}`, minified, brotli at its best.
import { createRequire } from "node:module";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const { build } = createRequire(join(process.argv[2], "package.json"))("esbuild");

const entries = {
  // Its client of a cloud service is no part of this comparison: package.json puts a small package in that one's place.
  "redact-pii": 'export { SyncRedactor } from "redact-pii";',
  openredaction: 'export { OpenRedaction } from "@openredaction/core";',
};

const sizes = {};
for (const [name, contents] of Object.entries(entries)) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    // What only a server has stays outside, to their favour.
    external: ["node:*", "fs", "path", "crypto", "worker_threads", "os", "url", "http", "https", "util", "stream", "module"],
    logLevel: "silent",
  });
  sizes[name] = brotliCompressSync(outputFiles[0].contents).length;
}
process.stdout.write(JSON.stringify(sizes));
