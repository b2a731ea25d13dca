// The main job once more in Firefox: what the frame promises must not hang on one engine.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import test from "node:test";
import puppeteer from "puppeteer-core";
import { Stage } from "./harness.mjs";
import { behind, oneByteChanged } from "./host-pages.mjs";
import { everything } from "./people.mjs";
import { afterwards, folder } from "./programs.mjs";

const CARD = "4111 1111 1111 1111";
const PLACES = [process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox", "/snap/bin/firefox"];
const WINDOW = { width: 1000, height: 700 };

/** A browser of this test's own, with an empty profile. */
async function firefox(t) {
  const path = PLACES.find((place) => place && existsSync(place));
  if (path === undefined) {
    throw new Error(
      "These tests need Firefox: install it (Debian: `apt-get install firefox-esr`) or let the environment variable FIREFOX name its program.",
    );
  }
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: path,
    headless: true,
    userDataDir: await folder(t),
    defaultViewport: WINDOW,
  });
  afterwards(t, () => browser.close());
  return browser;
}

/** Opens the shop's chat with the mouse; answers its frame. */
async function openedChat(page) {
  await page.waitForSelector("hushwire-launcher");
  const attached = new Promise((resolve) => {
    page.once("frameattached", resolve);
  });
  await page.mouse.click(WINDOW.width - 50, WINDOW.height - 50);
  return attached;
}

/** Looks by the clock and not by animation frames, which Firefox stops in a window that is not in front. */
const POLLED = { polling: 100 };

/** The first element of this selector in any open shadow root, once it is there. */
async function found(place, selector) {
  const handle = await place.waitForFunction(
    (wanted) => {
      const inside = (root) =>
        root.querySelector(wanted) ??
        [...root.querySelectorAll("*")]
          .map((element) => element.shadowRoot && inside(element.shadowRoot))
          .find(Boolean);
      return inside(document) ?? null;
    },
    POLLED,
    selector,
  );
  return handle.asElement();
}

async function writes(place, text) {
  const field = await found(place, "textarea");
  await field.type(text);
  await field.press("Enter");
}

async function reads(place, text) {
  await place.waitForFunction(
    (wanted) => {
      const bubbles = (root) =>
        [...root.querySelectorAll("*")].flatMap((element) => [
          ...(element.matches(".bubble") ? [element.textContent] : []),
          ...(element.shadowRoot ? bubbles(element.shadowRoot) : []),
        ]);
      return bubbles(document).some((bubble) => bubble.includes(wanted));
    },
    POLLED,
    text,
  );
}

test("in Firefox a customer and a technician talk, and a card number crosses the relay in no form", async (t) => {
  const stage = await Stage.set(t);
  const browser = await firefox(t);
  const shop = await browser.newPage();
  await shop.goto(`${stage.recorder.origin}/demo/`);
  const chat = await openedChat(shop);
  await writes(chat, `Please charge ${CARD} again`);

  const desk = await (await browser.createBrowserContext()).newPage();
  await desk.goto(`${stage.recorder.origin}/console.html#enrol=${stage.desk.enrolment}`);
  const take = await found(desk, ".knock button");
  await take.click();
  await reads(desk, "Please charge");
  await writes(desk, "It has been charged once");
  await reads(chat, "It has been charged once");

  const held = await everything(desk);
  assert.ok(held.includes("Please charge") && !held.includes("4111"), "the technician's page holds the number");
  assert.ok(!(await everything(shop)).includes("charge"), "the shop's own page can read the chat");
  for (const secret of [CARD, CARD.replaceAll(" ", ""), "Please charge", "It has been charged"]) {
    assert.ok(!stage.recorder.saw(secret), `"${secret}" crossed the relay`);
  }
});

test("in Firefox a frame whose script was changed by one byte never runs", async (t) => {
  const stage = await Stage.set(t);
  const asked = [];
  await behind(stage, {}, (path, bytes) => {
    asked.push(path);
    return path.startsWith("/frame.") ? oneByteChanged(bytes) : null;
  });
  const shop = await (await firefox(t)).newPage();
  await shop.goto(`${stage.recorder.origin}/demo/`);
  const detached = new Promise((resolve) => {
    shop.once("framedetached", resolve);
  });
  await openedChat(shop);
  // The loader takes the silent frame away and says so in its place.
  await detached;
  assert.ok(asked.some((path) => path.startsWith("/frame.")));
  assert.deepEqual(stage.recorder.frames, []);
});

test("in Firefox the frame itself refuses a changed wasm module, in words", async (t) => {
  const stage = await Stage.set(t);
  await behind(stage, {}, (path, bytes) => (path.endsWith(".wasm") ? oneByteChanged(bytes) : null));
  const shop = await (await firefox(t)).newPage();
  await shop.evaluateOnNewDocument(() => {
    const { fetch } = window;
    window.fetch = (at) => fetch(at);
  });
  await shop.goto(`${stage.recorder.origin}/demo/`);
  const chat = await openedChat(shop);
  const alert = await found(chat, "[role=alert]");
  assert.match(await alert.evaluate((element) => element.textContent), /was changed on its way here/);
  assert.deepEqual(stage.recorder.frames, []);
});
