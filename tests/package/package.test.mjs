// The npm package as an integrator meets it: installed into an empty folder, without a network, and used from there.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { WebSocket } from "ws";
import { afterwards, built, folder, makeDesk, Relay } from "../browser/programs.mjs";
import { Recorder } from "../browser/recorder.mjs";

const run = promisify(execFile);

const CARD = "4111 1111 1111 1111";

/** An empty folder with nothing but the package in it; answers the folder. */
async function installed(t) {
  const at = await folder(t);
  await writeFile(join(at, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", built("HUSHWIRE_TARBALL")], { cwd: at });
  return at;
}

/** What `import … from "hushwire"` brings in that folder. */
async function imported(at) {
  const through = join(at, "through.mjs");
  await writeFile(through, 'export * from "hushwire";\n');
  return import(pathToFileURL(through).href);
}

test("the package installs alone: it needs no other and runs no script", async (t) => {
  const at = await installed(t);
  const { stdout } = await run("npm", ["ls", "--all", "--json"], { cwd: at });
  const { dependencies } = JSON.parse(stdout);
  assert.deepEqual(Object.keys(dependencies), ["hushwire"]);
  assert.equal(dependencies.hushwire.dependencies, undefined);
  const manifest = JSON.parse(await readFile(join(at, "node_modules/hushwire/package.json"), "utf8"));
  assert.equal(manifest.scripts, undefined);
  assert.match(manifest.version, /^\d+\.\d+\.\d+/);
});

test("a text is masked without any network", async (t) => {
  const { init, Masker } = await imported(await installed(t));
  await init();
  const masker = new Masker();
  const { text, findings } = masker.mask(`my card is ${CARD}, thanks`);
  assert.ok(!text.includes("4111 1111"), text);
  assert.deepEqual(
    findings.map(({ kind, start, end }) => [kind, start, end]),
    [["credit-card", 11, 11 + CARD.length]],
  );
  masker.free();
});

test("whoever forgets init() is told so in a sentence, with a code", async (t) => {
  const { Masker } = await imported(await installed(t));
  assert.throws(() => new Masker(), { name: "HushError", code: "not-initialised" });
});

test("two peers chat through a relay, and nothing readable crosses it", async (t) => {
  const { connect, Desk } = await imported(await installed(t));
  const relay = await Relay.start(t);
  const recorder = await Recorder.before(relay.address);
  afterwards(t, () => recorder.close());
  const origin = "https://shop.example";
  const desk = await makeDesk(t, { origins: [origin], relay: recorder.ws });

  /** A browser says where its page comes from; in Node, this does. */
  class ShopSocket extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols, { origin });
    }
  }
  const technician = await Desk.attach({ enrolment: desk.enrolment, relay: recorder.ws, WebSocket });
  afterwards(t, () => technician.stop());
  technician.on("queue", ({ waiting }) => {
    if (waiting.length > 0) technician.claim(waiting[0].knock);
  });
  const asked = next(technician, "message");
  const customer = await connect({ desk: desk.fingerprint, relay: recorder.ws, origin, WebSocket: ShopSocket });
  afterwards(t, () => customer.stop());

  const verified = await customer.whenOpen();
  assert.equal(verified.desk, "Test Desk");
  assert.equal(verified.name, "Robin");

  customer.send(`my card is ${CARD}`);
  const question = await asked;
  assert.match(question.text, /^my card is \S/);
  assert.ok(!question.text.includes("4111 1111"), question.text);

  const answered = next(customer, "message", ({ from }) => from === "peer");
  technician.send(question.chat, "Thank you, that is all we need.");
  assert.equal((await answered).text, "Thank you, that is all we need.");

  assert.ok(recorder.frames.length > 10, "too little crossed the recorder to believe it");
  for (const secret of [CARD, "4111", "my card is", "Thank you, that is all"]) {
    assert.ok(!recorder.saw(secret), `${secret} crossed the relay`);
  }
});

test("the types hold for a strict TypeScript project that resolves as Node does", async (t) => {
  const at = await installed(t);
  await writeFile(
    join(at, "use.ts"),
    `import { connect, Desk, init, Masker, type Finding } from "hushwire";
await init();
const findings: Finding[] = new Masker({ countries: ["US"] }).scan("hello");
const chat = await connect({ desk: "hw1", relay: "wss://relay.example/ws", origin: "https://shop.example" });
chat.on("message", ({ text, from }) => console.log(from === "me" ? text : findings.length));
const desk: Desk = await Desk.attach({ enrolment: "hwenrol1", relay: "wss://relay.example/ws" });
desk.claim(1);
// @ts-expect-error a text is no number
chat.read("1");
`,
  );
  const options = {
    module: "NodeNext",
    target: "ES2022",
    strict: true,
    noEmit: true,
    lib: ["ES2023", "DOM"],
    types: [],
  };
  await writeFile(join(at, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["use.ts"] }));
  const tsc = fileURLToPath(new URL("../../www/node_modules/typescript/bin/tsc", import.meta.url));
  await run(process.execPath, [tsc, "--project", at]).catch(({ stdout }) => assert.fail(stdout));
});

/** The next event of a kind that fits. */
function next(peer, type, fits = () => true) {
  return new Promise((resolve) => {
    const off = peer.on(type, (event) => {
      if (!fits(event)) return;
      off();
      resolve(event);
    });
  });
}
