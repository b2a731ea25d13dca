import assert from "node:assert/strict";
import { it } from "node:test";
import { DeskModel } from "./model";
import { Tally } from "./tally";

const spot = (kind: string) => ({ kind, start: 0, end: 1 });

it("counts messages by the minute, and what was masked in them by kind", () => {
  const tally = new Tally();
  tally.count({ at: 60_000, placeholders: [spot("email"), spot("email"), spot("iban")] });
  tally.count({ at: 119_999, placeholders: [] });
  tally.count({ at: 180_000, placeholders: [spot("iban"), spot("credit-card")] });
  assert.deepEqual(tally.lastMinutes(200_000, 4), [0, 2, 0, 1]);
  assert.deepEqual(tally.kinds, [
    ["email", 2],
    ["iban", 2],
    ["credit-card", 1],
  ]);
  assert.deepEqual([tally.messages, tally.maskedAll], [3, 5]);
});

it("keeps the numbers of a chat whose text is erased", () => {
  const model = new DeskModel();
  const chat = { type: "chat", chat: 3, language: "", origin: "", since: 0, comparison: "", peer: "anyone" } as const;
  model.apply({ ...chat, state: "open" });
  model.apply({
    type: "message",
    chat: 3,
    from: "peer",
    author: 0,
    id: 1,
    text: "x",
    at: 0,
    placeholders: [spot("iban")],
  });
  model.apply({ type: "ended", chat: 3, by: "peer" });
  assert.equal(model.talk(3)?.transcript.messages.length, 0);
  assert.deepEqual([model.talk(3)?.tally.messages, model.talk(3)?.tally.maskedAll, model.tally.messages], [1, 1, 1]);
});
