import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PeerEvent } from "../client/door";
import { Watch, wish, wishes } from "./alerts";

const queue = (...knocks: number[]): PeerEvent => ({
  type: "queue",
  waiting: knocks.map((knock) => ({ knock, since: 0 })),
});
const message = (chat: number, from: "me" | "peer"): PeerEvent => ({
  type: "message",
  chat,
  from,
  author: 0,
  id: 1,
  text: "hello",
  at: 0,
  placeholders: [],
});

describe("a technician who looks elsewhere", () => {
  it("is told of everybody who comes to wait, once", () => {
    const watch = new Watch();
    assert.deepEqual(watch.take(queue(1), null), { about: "waiting", count: 1 });
    assert.equal(watch.take(queue(1), null), null);
    assert.deepEqual(watch.take(queue(1, 2), null), { about: "waiting", count: 2 });
  });

  it("is not told of somebody who stopped waiting", () => {
    const watch = new Watch();
    watch.take(queue(1, 2), null);
    assert.equal(watch.take(queue(2), null), null);
    assert.equal(watch.take(queue(), null), null);
  });

  it("is told of messages in chats that are not on the screen, and of none of their own", () => {
    const watch = new Watch();
    assert.deepEqual(watch.take(message(4, "peer"), null), { about: "message", chat: 4 });
    assert.deepEqual(watch.take(message(4, "peer"), 5), { about: "message", chat: 4 });
    assert.equal(watch.take(message(4, "peer"), 4), null);
    assert.equal(watch.take(message(4, "me"), null), null);
  });
});

describe("what a technician wishes", () => {
  it("is kept, and until then sound is on and notifications are off", () => {
    const all = new Map<string, string>();
    const store = {
      getItem: (key: string) => all.get(key) ?? null,
      setItem: (key: string, value: string) => void all.set(key, value),
    };
    assert.deepEqual(wishes(store), { notify: false, sound: true, offered: false });
    wish(store, { sound: false });
    wish(store, { notify: true });
    assert.deepEqual(wishes(store), { notify: true, sound: false, offered: false });
    for (const junk of ["{", "null", "7"]) {
      store.setItem("hushwire-alerts", junk);
      assert.deepEqual(wishes(store), { notify: false, sound: true, offered: false }, junk);
    }
  });
});
