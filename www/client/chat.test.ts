import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FINGERPRINT, MARA, scenes } from "../ui/stories/scenes";
import { standIn, stillWorld } from "../ui/stories/stand-in";
import { Chat } from "./chat";
import type { PeerEvent } from "./door";

const OPTIONS = { desk: FINGERPRINT, relay: "wss://relay.example/ws", origin: "https://shop.example" };

function chatThat(...events: PeerEvent[]): Chat {
  return new Chat(standIn(events, MARA), OPTIONS, stillWorld);
}

const open = scenes["chat-open"]?.events ?? [];

describe("a chat", () => {
  it("tells who the desk sent once it is open", async () => {
    assert.equal((await chatThat(...open).whenOpen()).name, MARA.name);
  });

  it("tells it also to those who ask late", async () => {
    const chat = chatThat(...open);
    await chat.whenOpen();
    assert.equal((await chat.whenOpen()).name, MARA.name);
  });

  it("does not count as open before the desk is verified", async () => {
    const chat = chatThat({ type: "state", state: "open", position: 0 }, { type: "ended", chat: 0, by: "peer" });
    await assert.rejects(chat.whenOpen(), { name: "HushError", code: "ended" });
  });

  it("rejects with the code of what refused it", async () => {
    const refused: PeerEvent = { type: "refused", chat: 0, code: "wrong-desk" };
    const chat = chatThat({ type: "state", state: "refused", position: 0 }, refused);
    await assert.rejects(chat.whenOpen(), { name: "HushError", code: "wrong-desk" });
  });

  it("hands events to those who asked for their kind, until they have had enough", async () => {
    const chat = chatThat(...open);
    const texts: string[] = [];
    const off = chat.on("message", ({ text }) => texts.push(text));
    await chat.whenOpen();
    const before = texts.length;
    chat.send("one more");
    assert.equal(texts.length, before + 1);
    off();
    chat.send("unheard");
    assert.equal(texts.length, before + 1);
  });

  it("brings a PIN or a link to the module, and tells what is wrong with it", () => {
    const chat = chatThat({ type: "state", state: "ready", position: 0 });
    const codes: string[] = [];
    chat.on("refused", ({ code }) => codes.push(code));
    chat.redeem("421 482 913");
    assert.deepEqual(codes, ["unknown-invite"]);
    chat.stop();
    assert.throws(() => chat.redeem("421 482 913"), { name: "HushError", code: "not-open" });
  });

  it("does nothing any more once it is stopped", () => {
    const chat = chatThat(...open);
    chat.stop();
    chat.stop();
    chat.nudge();
    assert.equal(chat.state, "ended");
    assert.deepEqual(chat.scan("4111 1111 1111 1111"), []);
    assert.throws(() => chat.send("hello"), { name: "HushError", code: "not-open" });
  });

  it("must be told its origin outside a page", () => {
    const { origin: _, ...options } = OPTIONS;
    assert.throws(() => new Chat(standIn([], MARA), options, stillWorld), { name: "HushError", code: "no-origin" });
  });
});
