// The frozen conversations on the module that ships, in Node. The same in Chromium: `tests/browser/vectors.test.mjs`.
import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { sha256 } from "@noble/hashes/sha2.js";
import { playAll, scan } from "./conversations.mjs";

const entries = JSON.parse(
  readFileSync(new URL("../../crates/session/tests/vectors/conversations.json", import.meta.url), "utf8"),
);
const folder = process.env.HUSHWIRE_WASM;
if (!folder) throw new Error("HUSHWIRE_WASM is not set. These tests are run by: cargo xtask test --only vectors");
const module = new WebAssembly.Module(readFileSync(join(folder, "hushwire_bg.wasm")));
let instances = 0;

/** The glue keeps one instance for each time that it is imported under another name. */
async function fresh() {
  const glue = await import(`${pathToFileURL(join(folder, "hushwire.js"))}?${++instances}`);
  const { memory } = glue.initSync({ module });
  return { ...glue, memory };
}

test("the shipped module gives the frozen conversations byte by byte and takes no lie", async () => {
  const { wrong, accepted, refused } = await playAll(entries, { fresh, sha256 });
  deepEqual(wrong, []);
  ok(accepted >= 2 && refused > 4 * accepted, `${accepted} accepted, ${refused} refused`);
});

test("after the end no secret of the session, whole or half, is in the memory of the shipped module", async () => {
  const held = entries.filter(({ secrets }) => secrets);
  ok(held.length >= 3, "from the queue, by PIN, by link");
  for (const entry of held) await scanned(entry);
});

async function scanned(entry) {
  const { looked, during, after, keptKey, gone } = await scan(entry, { fresh, sha256 });
  ok(looked > 200, `${looked} halves of secrets were looked for`);
  ok(during.customer > 20 && during.technician > 20, `while they talk secrets are found: ${JSON.stringify(during)}`);
  deepEqual(after, { customer: [], technician: [] });
  ok(keptKey > 0, "the console keeps its own key");
  deepEqual(gone, { customer: [], technician: [] });
}

test("a change of one byte in what is frozen is noticed", async () => {
  const [first] = entries;
  const other = structuredClone(first);
  other.steps[12].sends[0] = other.steps[12].sends[0].replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
  const { wrong } = await playAll([other], { fresh, sha256 });
  equal(wrong[0], "a whole chat: step 12: other bytes");
});
