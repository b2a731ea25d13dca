// `cargo xtask bench session`: the same work in Node and in Chromium, and one table. Arguments: folder of the wasm module,
// path of Chromium.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { measure } from "./session-work.mjs";

const [folder, browser] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const entries = JSON.parse(readFileSync(join(root, "crates/session/tests/vectors/conversations.json"), "utf8"));
const found = entries.find(({ name }) => name === "a whole chat");
// Without what is frozen: here nothing is compared.
const entry = { ...found, steps: found.steps.map(({ sends, events, ...step }) => step) };
const module = new WebAssembly.Module(readFileSync(join(folder, "hushwire_bg.wasm")));
let instances = 0;

async function fresh() {
  const glue = await import(`${pathToFileURL(join(folder, "hushwire.js"))}?${++instances}`);
  const { memory } = glue.initSync({ module });
  return { ...glue, memory };
}

async function inChromium() {
  const { build } = createRequire(join(root, "www/package.json"))("esbuild");
  const bundled = await build({
    entryPoints: [join(here, "session-work.mjs")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    external: ["fs", "path", "crypto"],
    logLevel: "error",
  });
  const files = {
    "/work.js": ["text/javascript", bundled.outputFiles[0].text],
    "/hushwire.js": ["text/javascript", readFileSync(join(folder, "hushwire.js"))],
    "/hushwire_bg.wasm": ["application/wasm", readFileSync(join(folder, "hushwire_bg.wasm"))],
    "/olm.wasm": ["application/wasm", readFileSync(join(here, "node_modules/@matrix-org/olm/olm.wasm"))],
    "/": ["text/html", "<!doctype html><title>bench</title>"],
  };
  const server = createServer((asked, answer) => {
    const [type, body] = files[asked.url.split("?")[0]] ?? ["text/plain", ""];
    // Isolated, or the clock is too coarse.
    answer.setHeader("cross-origin-opener-policy", "same-origin");
    answer.setHeader("cross-origin-embedder-policy", "require-corp");
    answer.setHeader("content-type", type).end(body);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const window = await chromium.launch({
    executablePath: browser,
    args: ["--no-sandbox", "--disable-gpu"],
    env: { ...process.env, HOME: tmpdir() },
  });
  try {
    const page = await window.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    return await page.evaluate(async (entry) => {
      const { measure } = await import("/work.js");
      let instances = 0;
      const fresh = async () => {
        const glue = await import(`/hushwire.js?${++instances}`);
        const { memory } = await glue.default({ module_or_path: "/hushwire_bg.wasm" });
        return { ...glue, memory };
      };
      return measure({ entry, fresh, olmWasm: "/olm.wasm" });
    }, entry);
  } finally {
    await window.close();
    server.close();
  }
}

const number = (micros) => (micros === undefined || micros === null ? "-" : micros.toFixed(1)).padStart(10);

function table(where, rows) {
  console.log(
    `\n${where}\n${"handshake".padStart(10)} ${"message".padStart(10)}   µs, median; both ends; message: sealed and opened`,
  );
  for (const [name, handshake, message] of rows) console.log(`${number(handshake)} ${number(message)}   ${name}`);
  const of = (name) => rows.find(([row]) => row.includes(name));
  const [[, handshake, whole], [, , masking], [, , webcrypto]] = ["hushwire", "masking", "WebCrypto"].map(of);
  // A message and its acknowledgement are two that are sealed and opened.
  const message = (whole - masking) / 2;
  console.log(
    `a message sealed and opened, without masking: ${message.toFixed(1)} µs, WebCrypto with a fresh key takes ${(webcrypto / message).toFixed(1)} times that; a handshake ${(handshake / 1000).toFixed(2)} ms`,
  );
}

table(`Node ${process.version}`, await measure({ entry, fresh }));
table("Chromium", await inChromium());
