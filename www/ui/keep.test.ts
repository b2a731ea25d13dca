import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Keeper, type Wrapping } from "../client/keep";
import { wrappingOf } from "./wrapping";

async function wrapping(): Promise<Wrapping> {
  return wrappingOf(await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
}

/** A peer whose state is what it was told; it remembers what it was asked to seal under. */
class Peer {
  keys: number[][] = [];
  counts: number[] = [];
  constructor(public state: string | undefined) {}
  seal(key: Uint8Array, count: number): Uint8Array | undefined {
    this.keys.push([...key]);
    this.counts.push(count);
    return this.state === undefined ? undefined : new TextEncoder().encode(this.state);
  }
}

describe("a keeper", () => {
  it("gives the next page the state, under the key that it was sealed with, and counts on", async () => {
    const key = await wrapping();
    const stored: (string | null)[] = [];
    const first = await Keeper.open(key, null, (kept) => stored.push(kept));
    assert.equal(first.kept, null);
    const peer = new Peer("x".repeat(100_000));
    first.keeper.keep(peer);
    first.keeper.keep(peer);
    const next = await Keeper.open(key, stored.at(-1) ?? null, (kept) => stored.push(kept));
    assert.equal(new TextDecoder().decode(next.kept?.state), peer.state);
    assert.deepEqual([...(next.kept?.key ?? [])], peer.keys[0]);
    assert.equal(next.kept?.count, 2);
    next.keeper.keep(peer);
    assert.deepEqual(peer.counts, [1, 2, 3]);
  });

  it("gives away neither the peer's key nor anything else in the clear", async () => {
    const stored: string[] = [];
    const { keeper } = await Keeper.open(await wrapping(), null, (kept) => stored.push(kept ?? ""));
    const peer = new Peer("sealed");
    keeper.keep(peer);
    const raw = String.fromCharCode(...(peer.keys[0] ?? []));
    for (const part of stored[0]?.split(" ") ?? []) {
      const shown = /^\d+$/.test(part) ? part : atob(part);
      assert.ok(!shown.includes(raw));
    }
  });

  it("keeps texts that wait, and gives them away as little as anything else", async () => {
    const key = await wrapping();
    const stored: string[] = [];
    const { keeper } = await Keeper.open(key, null, (kept) => stored.push(kept ?? ""));
    keeper.keep(new Peer("state"));
    await keeper.hold(["the first", "the second"]);
    const text = stored.at(-1) ?? "";
    assert.ok(!text.split(" ").some((part) => !/^\d*$/.test(part) && atob(part).includes("first")));
    assert.deepEqual((await Keeper.open(key, text, () => {})).kept?.held, ["the first", "the second"]);
    await keeper.hold([]);
    assert.deepEqual((await Keeper.open(key, stored.at(-1) ?? "", () => {})).kept?.held, []);
  });

  it("forgets when the peer has nothing to go on with", async () => {
    const stored: (string | null)[] = [];
    const { keeper } = await Keeper.open(await wrapping(), null, (kept) => stored.push(kept));
    keeper.keep(new Peer(undefined));
    assert.deepEqual(stored, [null]);
  });

  it("takes what it cannot read for nothing", async () => {
    const key = await wrapping();
    const stored: string[] = [];
    const { keeper } = await Keeper.open(key, null, (kept) => stored.push(kept ?? ""));
    keeper.keep(new Peer("state"));
    const [good = ""] = stored;
    for (const text of ["", "x", "a b c d", good.slice(4), good.replace(/^\S+/, "AAAAAAAAAAAAAAAA")]) {
      assert.equal((await Keeper.open(key, text, () => {})).kept, null, text);
    }
    assert.equal((await Keeper.open(await wrapping(), good, () => {})).kept, null, "another tab's key");
  });

  it("wipes its key", async () => {
    const { keeper } = await Keeper.open(await wrapping(), null, () => {});
    const peer = new Peer("state");
    keeper.wipe();
    keeper.keep(peer);
    assert.deepEqual(new Set(peer.keys[0]), new Set([0]));
  });
});
