import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { forget, sessionOf } from "./session";

function tab(hash: string, href = "https://desk.example/console.html") {
  const store = new Map<string, string>();
  const shown: string[] = [];
  const at = { href: href + hash, hash, pathname: "/console.html", search: "" };
  const history = { replaceState: (_: unknown, __: string, url?: string | URL | null) => void shown.push(String(url)) };
  const storage = {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
  };
  return { open: (h = hash) => sessionOf({ ...at, hash: h }, history, storage), shown, storage, store };
}

describe("an enrolment link", () => {
  it("signs the tab in to the relay that serves the console", () => {
    assert.deepEqual(tab("#enrol=hwenrol1abc").open(), {
      enrolment: "hwenrol1abc",
      relay: "wss://desk.example/ws",
    });
  });

  it("may name another relay", () => {
    const t = tab(`#enrol=hwenrol1abc&relay=${encodeURIComponent("ws://localhost:8443/ws")}`);
    assert.equal(t.open()?.relay, "ws://localhost:8443/ws");
  });

  it("does not stay in the address bar", () => {
    const t = tab("#enrol=hwenrol1abc");
    t.open();
    assert.deepEqual(t.shown, ["/console.html"]);
  });

  it("survives a reload of the tab", () => {
    const t = tab("#enrol=hwenrol1abc");
    const before = t.open();
    assert.deepEqual(t.open(""), before);
  });

  it("is gone after signing out", () => {
    const t = tab("#enrol=hwenrol1abc");
    t.open();
    forget(t.storage);
    assert.equal(t.open(""), null);
  });

  it("is refused if it holds no enrolment, and leaves nothing behind", () => {
    const t = tab("#enrol=javascript:alert(1)");
    assert.equal(t.open(), null);
    assert.equal(t.store.size, 0);
  });
});
