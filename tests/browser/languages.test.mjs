// What each of two people reads, in their own language.
import assert from "node:assert/strict";
import test from "node:test";
import { Stage } from "./harness.mjs";
import { customerAt, tag } from "./host-pages.mjs";
import { Technician } from "./people.mjs";

test("a technician changes the console's language in the middle of a chat, loses nothing, and finds it so after a reload", async (t) => {
  const stage = await Stage.set(t);
  const technician = await Technician.at(stage, { locale: "en-GB" });
  const { page } = technician;
  // Polish is not among the chat's languages; the technician is told all the same.
  const customer = await customerAt(stage, { head: await tag(), lang: "pl", options: { locale: "en-GB" } });
  await customer.opensChat();
  await customer.writes("Dzień dobry");
  await technician.takesTheNext();
  await technician.message("Dzień dobry").waitFor();
  await page.getByText("Polish").first().waitFor();

  await page.getByRole("combobox", { name: "Language" }).selectOption("ar");
  await page.getByRole("textbox", { name: "رسالتك" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
  await page.getByRole("combobox", { name: "اللغة" }).selectOption("de");
  await page.getByText("Polnisch").first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dir), "ltr");
  const field = page.getByRole("textbox", { name: "Ihre Nachricht" });
  await field.fill("Still the same chat");
  await field.press("Enter");
  await customer.message("Still the same chat").waitFor();

  await page.reload();
  await page.getByRole("heading", { name: "Hushwire-Konsole" }).waitFor();
});
