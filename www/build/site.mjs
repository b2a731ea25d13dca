// The site: what a relay (or any static host) serves. Each file is made after the files whose hashes it carries:
// wasm and words, then the frame and the console that check them, then the loader that pins wasm and frame, then pages that pin the loader.

import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bundle, www } from "./bundle.mjs";
import { consoleHeaders, demoHeaders, headersToml, pinnedAsset, unpinned } from "./headers.mjs";
import { languages } from "./languages.mjs";
import { compressed, printSizes } from "./sizes.mjs";

/** Builds everything into `out`. */
export async function site({ wasm, out, desk, relay }) {
  const files = new Map();
  const headers = new Map();
  const asset = (stem, ending, bytes) => {
    const named = { name: `${stem}.${hex16(bytes)}.${ending}`, integrity: integrity(bytes) };
    files.set(named.name, bytes);
    headers.set(`/${named.name}`, pinnedAsset());
    return named;
  };

  const door = join(wasm, "hushwire.js");
  const module = asset("hushwire", "wasm", await readFile(join(wasm, "hushwire_bg.wasm")));
  const words = await languages(asset);
  const define = {
    HUSHWIRE_WASM: module,
    HUSHWIRE_CHAT_WORDS: words.chatWords,
    HUSHWIRE_DESK_WORDS: words.deskWords,
  };
  const frame = asset("frame", "js", await bundle({ entry: "widget/frame.ts", door, define }));
  const inline = asset("inline", "js", await bundle({ entry: "widget/inline.ts", door, define }));
  const script = asset("console", "js", await bundle({ entry: "console/main.ts", door, define }));

  const loader = await bundle({
    entry: "widget/loader.ts",
    format: "iife",
    define: { HUSHWIRE_WASM: module, HUSHWIRE_LAUNCHER: words.launcher, HUSHWIRE_FRAME: frame },
  });
  files.set("hushwire.js", loader);
  headers.set("/hushwire.js", unpinned());

  const icon = await readFile(join(www, "ui/favicon.svg"));
  files.set("favicon.svg", icon);
  files.set(
    "console.html",
    await page("console/console.html", { console: script.name, "console-integrity": script.integrity }),
  );
  headers.set("/console.html", consoleHeaders(script, relay));

  const names = { loader: integrity(loader), frame: frame.integrity, inline: inline.integrity };
  if (desk !== undefined) {
    files.set("demo/index.html", await page("demo/index.html", { desk, relay, integrity: names.loader }));
    files.set("demo/shop.css", await readFile(join(www, "demo/shop.css")));
    for (const path of ["/demo/index.html", "/demo/"]) headers.set(path, demoHeaders(names, relay));
  }

  files.set("headers.toml", Buffer.from(headersToml(headers)));
  for (const [name, bytes] of files) {
    const path = join(out, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    if (name === "headers.toml") continue;
    const small = compressed(bytes);
    if (small.length < bytes.length) await writeFile(`${path}.br`, small);
  }
  printSizes(files, [frame.name, module.name]);
}

async function page(path, values) {
  const text = await readFile(join(www, path), "utf8");
  return Buffer.from(
    text.replace(/\{\{([\w-]+)\}\}/g, (_, name) => {
      if (values[name] === undefined) throw new Error(`${path} asks for {{${name}}}, which the build does not know.`);
      return values[name].replace(/[&"<]/g, (c) => `&#${c.charCodeAt(0)};`);
    }),
  );
}

function integrity(bytes) {
  return `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}

/** Enough of a hash to tell builds apart in caches; what a file must be is said by `integrity`. */
function hex16(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
