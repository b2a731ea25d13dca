// A chat belongs to a tab: it survives navigation and reload there, and nowhere else.
import assert from "node:assert/strict";
import test from "node:test";
import { Stage } from "./harness.mjs";
import { toldOf } from "./host-pages.mjs";
import { Customer, Technician } from "./people.mjs";

/** A customer and a technician in the middle of a conversation. */
async function talking(stage) {
  const technician = await Technician.at(stage);
  const customer = await Customer.in(stage);
  await customer.opensChat();
  await customer.writes("My card is 4111 1111 1111 1111");
  await technician.takesTheNext();
  await technician.message("My card is").waitFor();
  await technician.writes("Thank you, one moment");
  await customer.message("Thank you, one moment").waitFor();
  return { customer, technician };
}

/** The frame that stands on the page after it was loaded anew. */
async function after(customer, load) {
  const framed = customer.page.waitForEvent("framenavigated", {
    predicate: (frame) => frame.parentFrame() === customer.page.mainFrame(),
  });
  await load();
  customer.chat = await framed;
}

const trimmed = (texts) => texts.map((text) => text.trim());

for (const [how, load] of [
  ["a reload", (page) => page.reload()],
  ["a visit to another page of the site", (page) => page.goto(`${page.url().split("?")[0]}?page=2`)],
]) {
  test(`a chat goes on after ${how}, with everything that was said, once`, async (t) => {
    const stage = await Stage.set(t);
    const { customer, technician } = await talking(stage);
    const kept = await customer.page.evaluate(() => JSON.stringify(sessionStorage));
    assert.ok(kept.length > 1000, "nothing was kept");
    for (const text of ["My card", "4111", "moment"]) {
      assert.ok(!kept.includes(text) && !kept.includes(btoa(text)), `the page's storage holds "${text}"`);
    }

    await after(customer, () => load(customer.page));
    await customer.message("Thank you, one moment").waitFor();
    await customer.writes("Here I am again");
    await technician.message("Here I am again").waitFor();
    await technician.writes("Welcome back");
    await customer.message("Welcome back").waitFor();
    const said = ["My card is card ••1111", "Thank you, one moment", "Here I am again", "Welcome back"];
    for (const reads of [await customer.reads(), await technician.reads()]) {
      assert.deepEqual(
        trimmed(reads).map((text) => text.replace(/[[\]]/g, "")),
        said,
      );
    }
  });
}

test("a copy of the tab begins a chat of its own, and the original goes on", async (t) => {
  const stage = await Stage.set(t);
  const { customer, technician } = await talking(stage);
  const opened = customer.page.waitForEvent("popup");
  // With an opener: the browser copies the sessionStorage.
  await customer.page.evaluate(() => void window.open(location.href));
  const copy = new Customer(await opened);
  await copy.page.waitForLoadState();
  assert.ok(await copy.page.evaluate(() => Object.keys(sessionStorage).length > 0), "the storage was not copied");
  await copy.opensChat();
  await copy.chat.getByRole("heading", { name: "How can we help?" }).waitFor();
  assert.deepEqual(await copy.reads(), []);

  await customer.writes("Still here");
  await technician.message("Still here").waitFor();
});

test("a chat that was ended is not brought back by a reload", async (t) => {
  const stage = await Stage.set(t);
  const { customer } = await talking(stage);
  await customer.chat.getByRole("button", { name: "End and erase" }).click();
  await customer.chat.getByRole("dialog").getByRole("button", { name: "End and erase" }).click();
  await customer.chat.getByRole("heading", { name: "Erased" }).waitFor();
  // Until the other end has heard of it, the goodbye itself is kept.
  await customer.page.waitForFunction(() =>
    Object.values(sessionStorage).every((kept) => JSON.parse(kept).kept === null),
  );
  await customer.page.reload();
  await customer.opensChat();
  await customer.chat.getByRole("heading", { name: "How can we help?" }).waitFor();
});

test("a window that was closed stays closed after a reload, and its button counts what comes in", async (t) => {
  const stage = await Stage.set(t);
  const { customer, technician } = await talking(stage);
  await customer.chat.getByRole("button", { name: "Close the chat window" }).click();
  await after(customer, () => customer.page.reload());
  await technician.writes("Are you still there?");
  const counted = await toldOf(customer.page, /1 new message/, "button");
  assert.equal(counted.name, "Support chat, 1 new message");
});
