import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PeerEvent } from "../../client/door";
import { pieces, preview, Transcript } from "./transcript";

function message(from: "me" | "peer", id: number, text = "hello"): PeerEvent {
  return { type: "message", chat: 0, from, author: from === "me" ? 0 : 1, id, text, at: id * 1000, placeholders: [] };
}

function transcriptOf(...events: PeerEvent[]): Transcript {
  const transcript = new Transcript();
  for (const event of events) transcript.apply(event);
  return transcript;
}

describe("a transcript", () => {
  it("counts the peer's messages that have not been on the screen", () => {
    const t = transcriptOf(message("peer", 1), message("me", 1), message("peer", 2));
    assert.equal(t.unread, 2);
    t.seen = 1;
    assert.equal(t.unread, 1);
  });

  it("says of each own message how far it got", () => {
    const t = transcriptOf(
      message("me", 1),
      message("me", 2),
      message("me", 3),
      { type: "delivered", chat: 0, upto: 2 },
      { type: "read", chat: 0, upto: 1 },
    );
    assert.deepEqual(
      [1, 2, 3].map((id) => t.markOf(id)),
      ["read", "delivered", "sending"],
    );
  });

  it("shows a changed message as it reads now, and nothing of one that was taken back", () => {
    const t = transcriptOf(message("me", 1, "one"), message("peer", 1, "two"), {
      type: "edited",
      chat: 0,
      from: "me",
      id: 1,
      text: "three",
      at: 5,
      placeholders: [],
    });
    t.apply({ type: "removed", chat: 0, from: "peer", id: 1 });
    t.apply({ type: "removed", chat: 0, from: "peer", id: 9 });
    assert.deepEqual(
      t.messages.map((m) => [m.text, m.changed]),
      [
        ["three", "edited"],
        ["", "removed"],
      ],
    );
  });

  it("keeps a revealed value until it is hidden, and not a moment longer", () => {
    const t = transcriptOf(message("peer", 1), {
      type: "asked",
      chat: 0,
      ask: 2,
      from: "me",
      placeholder: "[card ••1111]",
    });
    assert.deepEqual([t.asks[0]?.after, t.asks[0]?.state], [1, "open"]);
    t.apply({ type: "revealed", chat: 0, ask: 2, kind: "credit-card", value: "4111", until: 30 });
    assert.deepEqual([t.asks[0]?.state, t.asks[0]?.value], ["shown", "4111"]);
    t.apply({ type: "hidden", chat: 0, ask: 2 });
    assert.deepEqual([t.asks[0]?.state, t.asks[0]?.value], ["hidden", null]);
    assert.ok(!JSON.stringify(t).includes("4111"));
  });

  it("takes what was read as delivered", () => {
    const t = transcriptOf(message("me", 1), { type: "read", chat: 0, upto: 1 });
    assert.equal(t.delivered, 1);
  });

  it("never takes a mark back", () => {
    const t = transcriptOf({ type: "read", chat: 0, upto: 5 }, { type: "read", chat: 0, upto: 3 });
    assert.equal(t.read, 5);
  });

  it("stops showing that the peer types when its message comes", () => {
    const t = transcriptOf({ type: "typing", chat: 0, on: true }, message("peer", 1));
    assert.equal(t.typing, false);
  });

  it("holds no text once the chat has ended", () => {
    const t = transcriptOf(message("peer", 1, "secret"), { type: "ended", chat: 0, by: "peer" });
    assert.ok(!JSON.stringify(t).includes("secret"));
    assert.equal(t.unread, 0);
    assert.equal(t.ended, "peer");
  });

  it("shows a gap until it is healed", () => {
    const t = transcriptOf({ type: "gap", chat: 0, missing: 2 });
    assert.equal(t.missing, 2);
    t.apply({ type: "gap", chat: 0, missing: 0 });
    assert.equal(t.missing, 0);
  });

  it("does not change for events of other parts of the screen", () => {
    assert.equal(new Transcript().apply({ type: "queue", waiting: [] }), false);
  });
});

describe("pieces of a text", () => {
  it("put together are the text again", () => {
    const text = "card [card ••1111] and [e-mail]";
    const cut = pieces(text, [
      { start: 23, end: 31, kind: "email" },
      { start: 5, end: 18, kind: "credit-card" },
    ]);
    assert.equal(cut.map((p) => p.text).join(""), text);
    assert.deepEqual(
      cut.map((p) => p.kind),
      [null, "credit-card", null, "email"],
    );
  });

  it("leave spans alone that overlap, are empty or lie outside", () => {
    const cut = pieces("hello", [
      { start: 1, end: 3, kind: "a" },
      { start: 2, end: 4, kind: "b" },
      { start: 4, end: 4, kind: "c" },
      { start: 4, end: 99, kind: "d" },
    ]);
    assert.deepEqual(
      cut.map((p) => [p.text, p.kind]),
      [
        ["h", null],
        ["el", "a"],
        ["lo", null],
      ],
    );
  });
});

describe("the preview of a held message", () => {
  const finding = { start: 6, end: 10, kind: "pin", score: 1 };

  it("shows the kind where the value stood", () => {
    const shown = preview("it is 1234!", [{ ...finding, action: "mask" }], () => "PIN");
    assert.equal(shown.text, "it is [PIN]!");
    assert.deepEqual(shown.placeholders, [{ kind: "pin", start: 6, end: 11 }]);
  });

  it("leaves what is only warned about as it was typed", () => {
    assert.equal(preview("it is 1234!", [{ ...finding, action: "warn" }], () => "PIN").text, "it is 1234!");
  });
});
