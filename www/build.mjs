// Builds the site. One command for `cargo xtask`, for people, and for the tests of this folder.
//
//   node build.mjs --wasm DIR --out DIR [--desk hw1… --relay wss://…/ws]   loader, frame, console; with --desk the demo page too
//   node build.mjs --tests --out DIR                                       the unit tests, ready for `node --test`
//   node build.mjs --stories --out DIR                                     every screen in every state, for looking at; never shipped

import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { site } from "./build/site.mjs";
import { stories, tests } from "./build/tools.mjs";

const { values } = parseArgs({
  options: {
    wasm: { type: "string" },
    out: { type: "string" },
    desk: { type: "string" },
    relay: { type: "string", default: "/ws" },
    tests: { type: "boolean", default: false },
    stories: { type: "boolean", default: false },
  },
});

const usage = "usage: node build.mjs (--wasm DIR [--desk hw1… [--relay URL]] | --tests | --stories) --out DIR";

try {
  if (values.out === undefined) throw new Error(usage);
  const out = resolve(values.out);
  // What an earlier build left would be served beside what this one means.
  await rm(out, { recursive: true, force: true });
  if (values.tests) await tests(out);
  else if (values.stories) await stories(out);
  else if (values.wasm !== undefined) await site({ ...values, wasm: resolve(values.wasm), out });
  else throw new Error(usage);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
