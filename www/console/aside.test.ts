import assert from "node:assert/strict";
import { it } from "node:test";
import type { Wrapping } from "../client/keep";
import { type Aside, Keepsake } from "./aside";

const aside = (draft: string): Aside => ({
  talks: [{ chat: 4, number: 1, draft, notes: "", caseNumber: "", seen: 2, heldSince: null }],
  current: 4,
  invites: [{ kind: "pin", expires: 9 }],
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function shelf() {
  const store = new Map<string, string>();
  return {
    store,
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
  };
}

/** Flips every bit: enough to see that nothing lies there in the clear. */
const flips: Wrapping = {
  wrap: async (bytes) => bytes.map((byte) => byte ^ 255),
  unwrap: async (bytes) => bytes.map((byte) => byte ^ 255),
};

it("gives the next page what this one had, and lets nobody else read it", async () => {
  const at = shelf();
  new Keepsake(flips, at).keep(aside("half a senténce"));
  await settled();
  assert.deepEqual(await new Keepsake(flips, at).read(), aside("half a senténce"));
  const [text = ""] = at.store.values();
  assert.doesNotMatch(atob(text), /draft|half/);
});

it("keeps the last of many changes", async () => {
  const at = shelf();
  const keepsake = new Keepsake(flips, at);
  for (const draft of ["a", "ab", "abc"]) keepsake.keep(aside(draft));
  await settled();
  assert.equal((await keepsake.read())?.talks[0]?.draft, "abc");
});

it("takes what it cannot read for nothing", async () => {
  const at = shelf();
  const refuses: Wrapping = { ...flips, unwrap: () => Promise.reject(new Error("not genuine")) };
  assert.equal(await new Keepsake(flips, at).read(), null);
  new Keepsake(flips, at).keep(aside(""));
  await settled();
  assert.equal(await new Keepsake(refuses, at).read(), null);
  at.setItem("hushwire-aside", "?");
  assert.equal(await new Keepsake(flips, at).read(), null);
});

it("leaves nothing when it is told to forget, even while it seals", async () => {
  const at = shelf();
  const keepsake = new Keepsake(flips, at);
  keepsake.keep(aside("x"));
  keepsake.forget();
  await settled();
  assert.equal(at.store.size, 0);
});
