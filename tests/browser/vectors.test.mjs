// Vectors inside WebAssembly in a real browser. The frozen conversations drive the module that ships; published vectors of
// primitives run in a probe built from the same packages, profile, flags, lock file and optimiser, because the shipped
// module rightly exports no primitive.
import assert from "node:assert/strict";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { FLAGS } from "./harness.mjs";
import { afterwards, built, folder } from "./programs.mjs";

const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const SHARED = process.env.HUSHWIRE_VECTORS ?? join(tests, "../../shared/vectors");
const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** A page on a server that shows what was built and these tests' own scripts, and nothing else. */
async function page(t) {
  const places = {
    "/shipped/": built("HUSHWIRE_WASM"),
    "/probe/": built("HUSHWIRE_PROBE"),
    "/vectors/": join(tests, "vectors"),
    "/noble/": join(tests, "node_modules/@noble/hashes"),
    "/frozen/": join(tests, "../crates/session/tests/vectors"),
  };
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url, "http://localhost");
    const place = Object.keys(places).find((start) => pathname.startsWith(start));
    const file = place && join(places[place], pathname.slice(place.length));
    if (pathname === "/")
      return answer.setHeader("content-type", "text/html").end("<!doctype html><title>vectors</title>");
    if (!file || !existsSync(file)) return answer.writeHead(404).end();
    answer.setHeader("content-type", TYPES[extname(file)] ?? "application/json");
    createReadStream(file).pipe(answer);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  afterwards(t, () => server.close());
  const context = await chromium.launchPersistentContext(await folder(t), {
    executablePath: built("CHROMIUM"),
    headless: true,
    args: FLAGS,
  });
  afterwards(t, () => context.close());
  const opened = context.pages()[0] ?? (await context.newPage());
  await opened.goto(`http://127.0.0.1:${server.address().port}/`);
  return opened;
}

/** In the page: the shipped module, as many times as wanted, and what plays the conversations. */
const inThePage = async () => {
  const { sha256 } = await import("/noble/sha2.js");
  const { playAll, scan } = await import("/vectors/conversations.mjs");
  const entries = await (await fetch("/frozen/conversations.json")).json();
  let instances = 0;
  const fresh = async () => {
    const glue = await import(`/shipped/hushwire.js?${++instances}`);
    const { memory } = await glue.default({ module_or_path: "/shipped/hushwire_bg.wasm" });
    return { ...glue, memory };
  };
  const played = await playAll(entries, { fresh, sha256 });
  return { played, scanned: await scan(entries[0], { fresh, sha256 }) };
};

test("in Chromium the shipped module gives the frozen conversations byte by byte, takes no lie and keeps no secret", async (t) => {
  const opened = await page(t);
  const { played, scanned } = await opened.evaluate(inThePage);
  assert.deepEqual(played.wrong, []);
  assert.ok(played.accepted >= 2 && played.refused > 4 * played.accepted, JSON.stringify(played));
  const { during, after, gone } = scanned;
  assert.ok(
    during.customer > 20 && during.technician > 20,
    `while they talk secrets are found: ${JSON.stringify(during)}`,
  );
  assert.deepEqual(
    { after, gone },
    { after: { customer: [], technician: [] }, gone: { customer: [], technician: [] } },
  );
});

test("in Chromium every published vector comes out as published", async (t) => {
  const opened = await page(t);
  const suites = await opened.evaluate(async () => {
    const probe = await import("/probe/probe.js");
    await probe.default({ module_or_path: "/probe/probe_bg.wasm" });
    globalThis.probe = probe;
    return JSON.parse(probe.suites());
  });
  const packaged = suites.filter(([, file]) => file === null);
  assert.ok(packaged.length >= 8, "the suites that come with a package");
  for (const [name, file] of suites) {
    if (file !== null && !existsSync(SHARED)) {
      t.diagnostic(`PASSED OVER: ${name}, because shared/vectors/${file} is not beside the repository`);
      continue;
    }
    const text = file === null ? "" : readFileSync(join(SHARED, file), "utf8");
    const run = ([name, text]) => JSON.parse(globalThis.probe.run(name, text));
    const outcome = await opened.evaluate(run, [name, text]);
    assert.deepEqual(outcome.wrong, [], name);
    assert.ok(outcome.taken > 0, `${name}: ${JSON.stringify(outcome)}`);
    t.diagnostic(`${name}: ${outcome.taken} taken, ${outcome.refused} refused`);
  }
});
