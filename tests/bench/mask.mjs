// Runs the maskers written for JavaScript over the same messages, and ours in its wasm:
// `node mask.mjs MESSAGES TIMED HUSHWIRE`, in and out as `peers/src/main.rs` says; HUSHWIRE is the npm package's folder.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , file, timed, hushwire] = process.argv;
const messages = JSON.parse(readFileSync(file, "utf8"));
const require = createRequire(import.meta.url);

/** How often all messages are gone through for the time; the fastest counts. */
const PASSES = 3;

/** How long the one message is repeated, in milliseconds. */
const PATIENCE = 300;

await measure("hushwire-wasm", await ours());
await measure("redact-pii", redactPii());
await measure("openredaction", openRedaction());

/** `find` answers spans in UTF-16, or a promise of them; `work` is what is timed. */
async function measure(tool, { find, work }) {
  const spans = [];
  for (const text of messages) spans.push(codePoints(text, await find(text)));
  let micros = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < PASSES; pass++) {
    const begun = performance.now();
    for (const text of messages) {
      const promised = work(text);
      if (promised instanceof Promise) await promised;
    }
    micros = Math.min(micros, ((performance.now() - begun) * 1000) / Math.max(1, messages.length));
  }
  process.stdout.write(`${JSON.stringify({ tool, micros, one: await fastest(() => work(timed)), spans })}\n`);
}

/** Microseconds, the fastest of many batches: whatever else the machine does only ever adds. */
async function fastest(work) {
  const batch = 20;
  let best = Number.POSITIVE_INFINITY;
  for (const begun = performance.now(); performance.now() - begun < PATIENCE; ) {
    const started = performance.now();
    for (let n = 0; n < batch; n++) {
      const promised = work();
      // Waiting for what is there already would be timed as well.
      if (promised instanceof Promise) await promised;
    }
    best = Math.min(best, ((performance.now() - started) * 1000) / batch);
  }
  return best;
}

function codePoints(text, spans) {
  const at = (unit) => Array.from(text.slice(0, unit)).length;
  return spans.map(([start, end, kind]) => [at(start), at(end), kind]);
}

async function ours() {
  const { init, Masker } = await import(pathToFileURL(join(hushwire, "node.js")).href);
  await init();
  const masker = new Masker();
  const name = ({ kind, scheme }) => (scheme === "ssn" ? "ssn" : kind);
  return {
    work: (text) => masker.scan(text),
    find: (text) => masker.scan(text).map((one) => [one.start, one.end, name(one)]),
  };
}

/** It answers with a changed text alone: where its parts stand again in the text given is where nothing was found. */
function redactPii() {
  const { SyncRedactor } = require("redact-pii");
  const timedOne = new SyncRedactor();
  const redactor = new SyncRedactor();
  const kinds = redactor.childRedactors.map((child) => child.replaceWith);
  // One private character for each kind, so that the seams are seen whatever the text holds.
  const mark = (n) => String.fromCharCode(0xe000 + n);
  redactor.childRedactors.forEach((child, n) => {
    child.replaceWith = mark(n);
  });
  const marks = new RegExp(`([${mark(0)}-${mark(kinds.length - 1)}])`);
  const find = (text) => {
    const parts = redactor.redact(text).split(marks);
    const pattern = parts.map((part, n) => (n % 2 ? "([\\s\\S]*?)" : escape(part))).join("");
    const match = new RegExp(`^${pattern}$`, "d").exec(text);
    if (!match) return [];
    return parts
      .filter((_, n) => n % 2)
      .map((part, n) => [...match.indices[n + 1], kinds[part.charCodeAt(0) - 0xe000]])
      .filter(([start, end]) => start < end);
  };
  return { find, work: (text) => timedOne.redact(text) };
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function openRedaction() {
  const { OpenRedaction } = require("@openredaction/core");
  const detector = new OpenRedaction();
  return {
    work: (text) => detector.detect(text),
    find: async (text) => (await detector.detect(text)).detections.map((one) => [...one.position, one.type]),
  };
}
