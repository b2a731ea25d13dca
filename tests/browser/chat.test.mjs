// The main job, in two real browser windows: they talk, the relay sees only ciphertext, and a relay that dies or lies is survived.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { Stage } from "./harness.mjs";
import { Customer, everything, Technician } from "./people.mjs";
import { folder, hushwire } from "./programs.mjs";

const CARD = "4111 1111 1111 1111";

/** First byte of a sealed frame (crates/wire). */
const FRAME = 0x10;

/** A customer and a technician who have said hello. */
async function talking(stage) {
  const technician = await Technician.at(stage);
  const customer = await Customer.in(stage);
  await customer.opensChat();
  await customer.writes("Hello from the shop");
  await technician.takesTheNext();
  await technician.message("Hello from the shop").waitFor();
  return { customer, technician };
}

test("a card number that a customer types reaches the technician as a placeholder and crosses the relay in no form", async (t) => {
  const stage = await Stage.set(t);
  const { customer, technician } = await talking(stage);

  await customer.writes(`Please charge ${CARD} again`);
  await technician.message("Please charge").waitFor();
  await technician.writes("It has been charged once, do not worry");
  await customer.message("It has been charged once").waitFor();

  const [, asked] = await technician.reads();
  assert.match(asked, /Please charge .*card.* again/);
  const held = await everything(technician.page);
  assert.ok(held.includes("Please charge") && !held.includes("4111"), "the technician's page holds the number");
  const hosts = await everything(customer.page);
  assert.ok(hosts.includes("Lamps") && !hosts.includes("charge"), "the shop's own page can read the chat");
  assert.ok(stage.recorder.frames.length > 10, "too little crossed the recorder to believe it");
  for (const secret of [
    CARD,
    CARD.replaceAll(" ", ""),
    "Please charge",
    "It has been charged",
    "Hello from the shop",
  ]) {
    assert.ok(!stage.recorder.saw(secret), `"${secret}" crossed the relay`);
  }
});

test("a relay that dies in the middle of a chat and comes back knowing nothing loses no message and doubles none", async (t) => {
  const stage = await Stage.set(t);
  const { customer, technician } = await talking(stage);
  await technician.writes("What can I do for you?");
  await customer.message("What can I do for you?").waitFor();

  stage.expectErrors(/WebSocket connection to .* failed/);
  await stage.relay.kill();
  await customer.writes("First, written while the relay was gone");
  await customer.writes("Second, written while the relay was gone");
  await technician.writes("From the other side, too");
  await stage.restartRelay();

  await technician.message("Second, written").waitFor();
  await customer.message("From the other side").waitFor();
  await customer.writes("And it goes on");
  await technician.message("And it goes on").waitFor();

  const fromCustomer = [
    "Hello from the shop",
    "First, written while the relay was gone",
    "Second, written while the relay was gone",
    "And it goes on",
  ];
  const fromTechnician = ["What can I do for you?", "From the other side, too"];
  for (const texts of [await customer.reads(), await technician.reads()]) {
    const said = texts.map((text) => text.trim());
    assert.deepEqual(
      said.filter((text) => fromCustomer.includes(text)),
      fromCustomer,
    );
    assert.deepEqual(
      said.filter((text) => fromTechnician.includes(text)),
      fromTechnician,
    );
    assert.equal(said.length, fromCustomer.length + fromTechnician.length);
  }
});

test("a relay that leads a customer to another desk is refused in words, and nothing that was typed is sent", async (t) => {
  // The page pins one desk; the relay pretends that another, which is attached, is it.
  const [pinned] = /hw1[a-z2-7]{52}/.exec(await hushwire("desk", "new", "--out", join(await folder(t), "pinned")));
  const stage = await Stage.set(t, { pinned });
  const [here, there] = [bytesOf(pinned), bytesOf(stage.desk.fingerprint)];
  stage.recorder.lie = (direction, bytes) =>
    direction === "to-relay" ? swapped(bytes, here, there) : swapped(bytes, there, here);
  const technician = await Technician.at(stage);
  const customer = await Customer.in(stage);
  await customer.opensChat();
  await customer.writes("Is anybody there?");
  await technician.page.getByRole("button", { name: /^Take customer 1\b/ }).click();

  await customer.chat.getByRole("alert").waitFor();
  const said = await customer.chat.getByRole("alert").textContent();
  assert.match(said, /Nothing you wrote was sent/);
  assert.match(said, /wrong-desk/);
  const knocked = stage.recorder.frames.find(({ bytes }) => bytes.includes(here));
  const sent = stage.recorder.frames.filter(
    ({ connection, direction, bytes }) =>
      connection === knocked.connection && direction === "to-relay" && bytes[0] === FRAME,
  );
  assert.deepEqual(sent, [], "a sealed frame went to a desk that did not prove itself");
});

test("a page that pins no desk at all says so and opens no connection", async (t) => {
  const stage = await Stage.set(t, { pinned: "hw1nonsense" });
  const customer = await Customer.in(stage);
  stage.expectErrors(/bad-fingerprint/);
  await customer.opens();
  await customer.chat.getByRole("alert").waitFor();
  assert.match(await customer.chat.getByRole("alert").textContent(), /bad-fingerprint/);
  assert.deepEqual(stage.recorder.frames, []);
});

/** The 32 bytes that a printed fingerprint stands for: base32 of RFC 4648, without padding. */
function bytesOf(fingerprint) {
  const digits = [...fingerprint.slice("hw1".length)].map((digit) => "abcdefghijklmnopqrstuvwxyz234567".indexOf(digit));
  const bits = digits.map((digit) => digit.toString(2).padStart(5, "0")).join("");
  return Buffer.from(Array.from({ length: 32 }, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2)));
}

function swapped(bytes, from, to) {
  const at = bytes.indexOf(from);
  if (at < 0) return bytes;
  return Buffer.concat([bytes.subarray(0, at), to, bytes.subarray(at + from.length)]);
}
