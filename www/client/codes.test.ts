import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { isCode, RELAY_CODES } from "./codes";

/** `npm test` runs in `www`. */
const CRATES = join(process.cwd(), "../crates");

function sources(folder: string): string[] {
  return readdirSync(join(CRATES, folder), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".rs"))
    .map((name) => readFileSync(join(CRATES, folder, name), "utf8"));
}

function found(texts: string[], pattern: RegExp): string[] {
  return texts.flatMap((text) => [...text.matchAll(pattern)].map((hit) => hit[1] ?? ""));
}

it("knows every refusal of the relay", () => {
  const codes = found(sources("wire/src"), /^ +[A-Z]\w+ = \d{1,2}, "([a-z-]+)";$/gm);
  assert.deepEqual(
    RELAY_CODES.filter((code) => !codes.includes(code)),
    [],
    "codes here that crates/wire does not have",
  );
  assert.deepEqual(
    codes.filter((code) => !isCode(code)),
    [],
    "codes of crates/wire that have no sentence",
  );
});

it("knows every code that a peer gives to the screen", () => {
  const texts = [...sources("session/src"), ...sources("wasm/src")];
  const codes = found(texts, /(?:code|reason): "([a-z]+(?:-[a-z]+)+)"/g).concat(
    found(texts, /Self::\w+ => "([a-z]+(?:-[a-z]+)+)",/g),
  );
  assert.ok(codes.length > 10, 'crates/session names its codes as `code: "kebab-case"`');
  // States and settings are words of the screen, not refusals.
  const states = ["offline-desk", "desk-verified", "pin-verified", "link-verified"];
  // Why a kept state or a receipt is none: nobody reads these on a screen, the chat begins anew, the command line says it.
  states.push("malformed-state", "other-format", "stale-state", "other-place", "bad-countersignature", "broken-chain");
  assert.deepEqual(
    [...new Set(codes)].filter((code) => !isCode(code) && !states.includes(code)),
    [],
  );
});

it("does not take a word it has never heard of for a code", () => {
  assert.ok(!isCode("toString"));
  assert.ok(!isCode(""));
});
