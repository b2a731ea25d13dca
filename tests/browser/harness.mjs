// A stage for one test: relay, recorder in front of it, a desk, and a real browser with as many windows as the test wants.
// A window whose page throws or logs an error that the test did not announce fails the test.
import assert from "node:assert/strict";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterwards, built, folder, makeDesk, Relay } from "./programs.mjs";
import { Recorder } from "./recorder.mjs";

/** Nothing of the browser's own may reach for a network, and it starts from an empty profile. */
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long a test waits for what the page is to show; a green run never gets near it. */
const PATIENCE_MS = 20_000;

export class Stage {
  relay;
  recorder;
  desk;
  #t;
  #assets;
  #announced = [];
  #errors = [];

  /** Sets everything up; it is taken down after the test. The shop's page pins the desk, or what `pinned` says instead. */
  static async set(t, { policy, pinned, texts } = {}) {
    const stage = new Stage();
    stage.#t = t;
    stage.#assets = pinned === undefined ? built("HUSHWIRE_SITE") : await siteThatPins(t, pinned);
    stage.relay = await Relay.start(t, { assets: stage.#assets });
    stage.recorder = await Recorder.before(stage.relay.address);
    afterwards(t, () => stage.recorder.close());
    const { origin, ws } = stage.recorder;
    // The desk that the shop's page pins.
    stage.desk = await makeDesk(t, { origins: [origin], relay: ws, like: built("HUSHWIRE_DESK"), policy, texts });
    afterwards(t, () => stage.#checkErrors());
    return stage;
  }

  /** A new window of a person of their own: empty storage, nothing shared with the others. Answers its page. */
  async window(person, path, options = {}) {
    // A browser each: a profile of its own is what two people have, and one window's crash is not the other's.
    const context = await chromium.launchPersistentContext(await folder(this.#t), {
      executablePath: built("CHROMIUM"),
      headless: true,
      args: FLAGS,
      ...options,
    });
    afterwards(this.#t, () => context.close());
    context.setDefaultTimeout(PATIENCE_MS);
    context.on("weberror", (error) => this.#wrong(person, error.error().stack ?? String(error.error())));
    context.on("console", (message) => {
      if (message.type() === "error") this.#wrong(person, `${message.text()} (${message.location().url})`);
    });
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(new URL(path, this.recorder.origin).href);
    return page;
  }

  /** The demo shop. */
  shop(person, options = {}) {
    return this.window(person, "/demo/", options);
  }

  /** The technician's console, enrolled by its link. */
  console(person, options = {}) {
    return this.window(person, `/console.html#enrol=${this.desk.enrolment}`, options);
  }

  /** Announces errors that a page will log, such as the browser's own complaint about a socket that was cut. */
  expectErrors(pattern) {
    this.#announced.push(pattern);
  }

  /** Ends the relay as a power cut would and starts another, which remembers nothing. Pages keep their address. */
  async restartRelay() {
    this.expectErrors(/WebSocket connection to .* failed/);
    await this.relay.kill();
    this.recorder.drop();
    this.relay = await Relay.start(this.#t, { assets: this.#assets });
    this.recorder.pointAt(this.relay.address);
  }

  #wrong(person, text) {
    this.#errors.push({ person, text });
  }

  #checkErrors() {
    const unannounced = this.#errors.filter(({ text }) => !this.#announced.some((pattern) => pattern.test(text)));
    assert.deepEqual(unannounced, [], "pages logged errors that the test did not announce");
  }
}

/** A copy of the site whose shop pins another desk. */
async function siteThatPins(t, pinned) {
  const at = await folder(t);
  await cp(built("HUSHWIRE_SITE"), at, { recursive: true });
  const page = join(at, "demo/index.html");
  const text = await readFile(page, "utf8");
  const changed = text.replace(/data-desk="[^"]*"/, `data-desk="${pinned}"`);
  assert.notEqual(changed, text);
  await writeFile(page, changed);
  await rm(`${page}.br`, { force: true });
  return at;
}
