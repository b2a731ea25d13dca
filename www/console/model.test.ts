import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EventOf, PeerEvent } from "../client/door";
import { DeskModel } from "./model";

const chat = (number: number, state: EventOf<"chat">["state"] = "open"): PeerEvent => ({
  type: "chat",
  chat: number,
  state,
  language: "de",
  origin: "https://shop.example",
  since: 0,
  comparison: "",
});

const said = (number: number, id: number): PeerEvent => ({
  type: "message",
  chat: number,
  from: "peer",
  author: 0,
  id,
  text: "hello",
  at: 0,
  placeholders: [],
});

function modelOf(...events: PeerEvent[]): DeskModel {
  const model = new DeskModel();
  for (const event of events) model.apply(event);
  return model;
}

describe("the console's model", () => {
  it("puts who has waited longest first", () => {
    const waiting = [
      { knock: 2, since: 200 },
      { knock: 1, since: 100 },
    ];
    assert.deepEqual(
      modelOf({ type: "queue", waiting }).waiting.map((w) => w.knock),
      [1, 2],
    );
  });

  it("shows nobody as waiting while the link is lost", () => {
    const model = modelOf(
      { type: "queue", waiting: [{ knock: 1, since: 0 }] },
      { type: "link", state: "lost", code: "" },
    );
    assert.deepEqual(model.waiting, []);
  });

  it("answers a talk when it begins and not when it changes", () => {
    const model = new DeskModel();
    assert.equal(model.apply(chat(1, "securing"))?.chat, 1);
    assert.equal(model.apply(chat(1, "open")), null);
    assert.equal(model.talk(1)?.state, "open");
  });

  it("keeps the messages of different customers apart", () => {
    const model = modelOf(chat(1), chat(2), said(1, 1), said(2, 1), said(2, 2));
    assert.deepEqual(
      model.talks.map((t) => t.transcript.messages.length),
      [1, 2],
    );
    assert.equal(model.unread, 3);
  });

  it("counts customers from one, whatever the peer's own numbers are", () => {
    const model = modelOf(chat(7), chat(12));
    assert.deepEqual(
      model.talks.map((t) => t.number),
      [1, 2],
    );
  });

  it("drops what is said in a chat it does not have", () => {
    assert.equal(modelOf(said(9, 1)).unread, 0);
  });

  it("holds no text of a chat that has ended", () => {
    const model = modelOf(chat(1), said(1, 1), chat(1, "ended"));
    assert.deepEqual(model.talk(1)?.transcript.messages, []);
    assert.ok(model.talk(1)?.over);
  });

  it("keeps what it knew of a customer when an event leaves it out", () => {
    const model = modelOf(chat(1), { ...(chat(1, "away") as EventOf<"chat">), origin: "", language: "" });
    assert.equal(model.talk(1)?.origin, "https://shop.example");
  });

  it("goes round the end of the list, in both directions", () => {
    const model = modelOf(chat(1), chat(2), chat(3));
    assert.equal(model.neighbour(3, 1, "any")?.chat, 1);
    assert.equal(model.neighbour(1, -1, "any")?.chat, 3);
    assert.equal(model.neighbour(null, 1, "any")?.chat, 1);
    assert.equal(model.neighbour(null, -1, "any")?.chat, 3);
  });

  it("finds the next chat with unread messages, and none if all are read", () => {
    const model = modelOf(chat(1), chat(2), chat(3), said(3, 1));
    assert.equal(model.neighbour(1, 1, "unread")?.chat, 3);
    assert.equal(model.neighbour(3, 1, "unread"), undefined);
  });

  it("says a refusal once, until it is dismissed", () => {
    const model = modelOf({ type: "refused", chat: 0, code: "already-claimed" });
    const [toast] = model.toasts;
    assert.equal(toast?.code, "already-claimed");
    model.dismiss(toast?.id ?? -1);
    assert.deepEqual(model.toasts, []);
  });
});
