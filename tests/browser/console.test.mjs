// The console in a real browser: what a technician does with it beside talking.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import test from "node:test";
import { Stage } from "./harness.mjs";
import { faults } from "./host-pages.mjs";
import { Customer, Technician } from "./people.mjs";
import { afterwards, built } from "./programs.mjs";

/** A customer at the command line, with what a technician handed out. */
function guest(t, stage, ...ticket) {
  const { fingerprint } = stage.desk;
  const args = ["chat", "--relay", stage.recorder.ws, "--desk", fingerprint, "--json", "--stay", ...ticket];
  const child = spawn(built("HUSHWIRE_CLI"), args, { stdio: ["pipe", "pipe", "pipe"] });
  afterwards(t, () => child.kill("SIGKILL"));
  const said = [];
  const waiting = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    said.push(line);
    for (const wake of waiting.splice(0)) wake();
  });
  child.on("exit", () => {
    for (const wake of waiting.splice(0)) wake();
  });
  return {
    writes: (text) => child.stdin.write(`${text}\n`),
    /** Resolves when a line of its says this. */
    async hears(pattern) {
      while (!said.some((line) => pattern.test(line))) {
        if (child.exitCode !== null) throw new Error(`the customer left without ${pattern}:\n${said.join("\n")}`);
        await new Promise((resolve) => waiting.push(resolve));
      }
    },
  };
}

async function invites(technician, kind) {
  const { page } = technician;
  await page.getByRole("button", { name: "Invite a customer" }).click();
  await page.getByRole("radio", { name: kind }).check();
  await page.getByRole("button", { name: "Create" }).click();
}

/** The PIN as a screen reader says it. */
async function pinOf(technician) {
  const spoken = technician.page.getByText(/^\d \d \d, \d \d \d, \d \d \d$/);
  return (await spoken.textContent()).replace(/\D/g, "");
}

test("a customer who types the PIN that a technician reads out is let in past the queue, and is said to be", async (t) => {
  const stage = await Stage.set(t);
  const technician = await Technician.at(stage);
  await invites(technician, "PIN");
  const pin = await pinOf(technician);
  const customer = guest(t, stage, "--pin", pin);
  customer.writes("Hello, you told me this number");

  await technician.message("Hello, you told me this number").waitFor();
  await technician.page.getByRole("complementary").getByText("Came with the PIN that you gave out.").waitFor();
  await technician.writes("Good that you are here");
  await customer.hears(/Good that you are here/);
  assert.equal(await technician.page.getByRole("dialog").count(), 0, "the dialog makes room for the chat");
  assert.ok(!stage.recorder.saw(pin.slice(3)), "the secret digits crossed the relay");
});

test("a wrong PIN uses the invite up, and the technician is told", async (t) => {
  const stage = await Stage.set(t);
  const technician = await Technician.at(stage);
  await invites(technician, "PIN");
  const pin = await pinOf(technician);
  const last = (Number(pin.at(-1)) + 1) % 10;
  guest(t, stage, "--pin", pin.slice(0, -1) + last);

  await technician.page.getByText("Somebody guessed wrong. It is used up.").first().waitFor();
  const again = guest(t, stage, "--pin", pin);
  await again.hears(/unknown-invite/);
});

test("a link leads to a page of the desk's site and lets its bearer in", async (t) => {
  const stage = await Stage.set(t);
  const technician = await Technician.at(stage);
  await invites(technician, "Link");
  const field = technician.page.getByRole("textbox", { name: "Link", exact: true });
  const address = new URL(await field.inputValue());
  assert.equal(address.origin, stage.recorder.origin);
  assert.match(address.hash, /^#hwlink1/);
  await technician.page.getByRole("img", { name: "QR code of the link" }).waitFor();
  const page = technician.page.getByRole("combobox", { name: "Page with the chat" });
  await page.fill("https://elsewhere.example/");
  await technician.page.getByRole("alert").filter({ hasText: "no page of the desk's sites" }).waitFor();
  await page.fill(`${stage.recorder.origin}/demo/`);
  assert.equal(await field.inputValue(), `${stage.recorder.origin}/demo/${address.hash}`);

  const customer = guest(t, stage, "--link", address.hash.slice(1));
  customer.writes("Hello from the mail");
  await technician.message("Hello from the mail").waitFor();
  await technician.page.getByRole("complementary").getByText("Came with the link that you gave out.").waitFor();
});

test("an invite that is withdrawn lets nobody in", async (t) => {
  const stage = await Stage.set(t);
  const technician = await Technician.at(stage);
  await invites(technician, "PIN");
  const pin = await pinOf(technician);
  await technician.page.getByRole("button", { name: "Withdraw" }).click();
  await technician.page.getByRole("dialog").waitFor({ state: "detached" });
  const customer = guest(t, stage, "--pin", pin);
  await customer.hears(/unknown-invite/);
});

test("a technician's reload loses neither chat nor draft nor notes, and the chat goes on", async (t) => {
  const stage = await Stage.set(t);
  const technician = await Technician.at(stage);
  const customer = await Customer.in(stage);
  await customer.opensChat();
  await customer.writes("Hello from the shop");
  await technician.takesTheNext();
  await technician.message("Hello from the shop").waitFor();
  await technician.writes("What can I do for you?");
  await customer.message("What can I do for you?").waitFor();
  await technician.composer.fill("Half a sent");

  const notes = technician.page.getByRole("textbox", { name: "Private notes" });
  await notes.fill("Sounds tired");
  await technician.page.getByRole("textbox", { name: "Case number" }).fill("C-2231");

  await technician.page.reload();

  await technician.message("Hello from the shop").waitFor();
  await technician.message("What can I do for you?").waitFor();
  assert.equal(await technician.composer.inputValue(), "Half a sent");
  assert.equal(await notes.inputValue(), "Sounds tired");
  assert.equal(await technician.page.getByRole("textbox", { name: "Case number" }).inputValue(), "C-2231");
  await technician.page.getByRole("heading", { name: "Customer 1" }).waitFor();
  await customer.writes("Are you still there?");
  await technician.message("Are you still there?").waitFor();
  await technician.writes("Still here");
  await customer.message("Still here").waitFor();

  const kept = await technician.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  for (const text of ["Hello from the shop", "Half a sent", "What can I do", "tired"]) {
    assert.ok(!kept.includes(text), `"${text}" lies in the clear in the tab's storage`);
  }
});

test("signing out leaves nothing of the chats in the tab", async (t) => {
  const stage = await Stage.set(t);
  const technician = await Technician.at(stage);
  const customer = await Customer.in(stage);
  await customer.opensChat();
  await customer.writes("Hello from the shop");
  await technician.takesTheNext();
  await technician.message("Hello from the shop").waitFor();
  await technician.page.getByRole("button", { name: "Sign out of this tab" }).click();
  await technician.page.getByRole("heading", { name: "Sign in to your desk" }).waitFor();
  const kept = await technician.page.evaluate(() => ({ ...sessionStorage }));
  assert.equal(kept["hushwire-session"], undefined);
  assert.equal(kept["hushwire-aside"], undefined);
  assert.equal(JSON.parse(kept["hushwire-chats"] ?? "{}").kept ?? null, null);
});

test("a slash offers ready answers, the desk's and own ones, by keyboard alone", async (t) => {
  const stage = await Stage.set(t, { texts: { en: { "canned-refund": "The refund is on its way." } } });
  const technician = await Technician.at(stage);
  const { page } = technician;
  await page.getByRole("button", { name: /Own answers/ }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("bye");
  await page.getByRole("textbox", { name: "Answer" }).fill("Have a good day!");
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByText("/bye").waitFor();
  await page.keyboard.press("Escape");

  const customer = await Customer.in(stage);
  await customer.opensChat();
  await customer.writes("Where is my money?");
  await technician.takesTheNext();
  await technician.composer.pressSequentially("/");
  await page.getByRole("option", { name: /\/bye/ }).waitFor();
  await technician.composer.pressSequentially("ref");
  await page.getByRole("option", { name: /\/refund/, selected: true }).waitFor();
  assert.equal(await page.getByRole("listbox", { name: "Ready answers" }).getByRole("option").count(), 1);
  await technician.composer.press("Enter");
  assert.equal(await technician.composer.inputValue(), "The refund is on its way.");
  await technician.composer.press("Enter");
  await customer.message("The refund is on its way.").waitFor();
});

test("a technician in another tab is told that somebody waits and that somebody wrote, and never what", async (t) => {
  const stage = await Stage.set(t);
  const technician = await Technician.at(stage, { permissions: ["notifications"] });
  const { page } = technician;
  await page.evaluate(() => {
    globalThis.told = [];
    globalThis.Notification = class {
      static permission = "granted";
      static requestPermission = async () => "granted";
      constructor(title, options) {
        globalThis.told.push(JSON.stringify([title, options]));
      }
    };
  });
  await page.getByRole("button", { name: /Own answers/ }).click();
  await page.getByRole("switch", { name: /Notifications/ }).check();
  await page.keyboard.press("Escape");
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const customer = await Customer.in(stage);
  await customer.opensChat();
  await customer.writes("My secret order");
  await technician.takesTheNext();
  await technician.message("My secret order").waitFor();
  const told = await page.evaluate(() => globalThis.told);
  assert.match(told[0], /1 customer is waiting/);
  assert.match(told.at(-1), /Customer 1 has written/);
  assert.ok(!told.join().includes("secret"), "a notification shows what was written");
  assert.match(await page.title(), /^\(1\)/);
});

test("nothing that a technician opens keeps somebody from using it", async (t) => {
  const stage = await Stage.set(t);
  const technician = await Technician.at(stage);
  const { page } = technician;
  const opened = [
    () => invites(technician, "PIN").then(() => pinOf(technician)),
    () => invites(technician, "Link").then(() => page.getByRole("img", { name: "QR code of the link" }).waitFor()),
    () => page.getByRole("button", { name: /Own answers/ }).click(),
    () => page.getByRole("button", { name: "Overview" }).click(),
  ];
  for (const open of opened) {
    await open();
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await faults(page), []);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
});
