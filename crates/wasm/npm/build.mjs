// Builds the folder that becomes the npm package: `node build.mjs --wasm DIR --out DIR`, called by `cargo xtask wasm`.
//
// The code is www/client, so www's own compiler and bundler build it: one version of each, one place that names them.
import { execFileSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const www = join(here, "../../../www");
const { build } = createRequire(join(www, "package.json"))("esbuild");

const { values: folders } = parseArgs({ options: { wasm: { type: "string" }, out: { type: "string" } } });
if (!folders.wasm || !folders.out) throw new Error("usage: node build.mjs --wasm DIR --out DIR");

await build({
  entryPoints: { node: join(here, "node.mjs"), web: join(here, "web.mjs") },
  outdir: folders.out,
  bundle: true,
  format: "esm",
  target: "es2022",
  // Left readable: whoever audits a package reads what is installed, and a bundler minifies it anyway.
  minify: false,
  external: ["node:*"],
  alias: { "hushwire-door": join(folders.wasm, "hushwire.js") },
});
copyFileSync(join(folders.wasm, "hushwire_bg.wasm"), join(folders.out, "hushwire_bg.wasm"));
types(join(folders.out, "types"));

/** The types of www/client, one file for each module. */
function types(out) {
  const tsc = join(www, "node_modules/typescript/bin/tsc");
  const options = [
    "--noEmit",
    "false",
    "--declaration",
    "--emitDeclarationOnly",
    "--rootDir",
    join(www, "client"),
    "--outDir",
    out,
  ];
  execFileSync(process.execPath, [tsc, "--project", here, ...options], { stdio: ["ignore", "inherit", "inherit"] });
  for (const name of readdirSync(out)) {
    // The sources leave endings out, as bundlers allow; Node's resolution of types does not.
    const text = readFileSync(join(out, name), "utf8");
    writeFileSync(join(out, name), text.replace(/(from |import\()"(\.\/[\w-]+)"/g, '$1"$2.js"'));
  }
}
