// The harness is what other tests believe; here it is shown that a page's mistakes do not pass it.
import assert from "node:assert/strict";
import test from "node:test";
import { Stage } from "./harness.mjs";

test("the relay serves the shop page with the chat's script on it", async (t) => {
  const stage = await Stage.set(t);
  const page = await stage.shop("customer");
  const script = page.locator("script[data-desk]");
  assert.equal(await script.getAttribute("data-desk"), stage.desk.fingerprint);
  assert.match(await script.getAttribute("integrity"), /^sha384-/);
});

test("a page that throws or logs an error fails its test", async (t) => {
  const hooks = [];
  const stage = await Stage.set({ after: (hook) => hooks.push(hook) });
  t.after(() => Promise.allSettled(hooks.map((hook) => hook())));
  const page = await stage.shop("customer");
  const logged = page.waitForEvent("console", (message) => message.text() === "logged on purpose");
  await page.evaluate(() => {
    queueMicrotask(() => {
      throw new Error("thrown on purpose");
    });
    console.error("logged on purpose");
  });
  await logged;
  const failure = await hooks[0]().then(
    () => null,
    (failure) => failure,
  );
  assert.match(String(failure?.message), /errors that the test did not announce/);
  const texts = failure.actual.map(({ text }) => text).join("\n");
  assert.match(texts, /thrown on purpose/);
  assert.match(texts, /logged on purpose/);
});
