import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PeerEvent } from "../client/door";
import { addressOf, groups, Invites } from "./invites";

const invited = (invite: number, kind: "pin" | "link" = "pin"): PeerEvent => ({
  type: "invited",
  invite,
  kind,
  words: "421 482 913",
  expires: 1_000,
});

function after(...events: PeerEvent[]): Invites {
  const invites = new Invites();
  for (const event of events) invites.apply(event);
  return invites;
}

describe("an invite", () => {
  it("is shown with its words as long as somebody can use it", () => {
    const invites = after(invited(1), invited(2, "link"));
    assert.deepEqual(
      invites.open.map(({ invite, words }) => [invite, words]),
      [
        [1, "421 482 913"],
        [2, "421 482 913"],
      ],
    );
  });

  it("that was used is a chat, and off the list", () => {
    const invites = after(invited(1), { type: "uninvited", invite: 1, end: "used", chat: 7 });
    assert.deepEqual(invites.shown, []);
    assert.equal(invites.find(1)?.chat, 7);
  });

  it("that was guessed wrong is said to be", () => {
    const invites = after(
      invited(1),
      { type: "uninvited", invite: 1, end: "used", chat: 7 },
      { type: "refused", chat: 7, code: "wrong-pin" },
    );
    assert.deepEqual(
      invites.shown.map(({ outcome, code }) => [outcome, code]),
      [["wrong", "wrong-pin"]],
    );
  });

  it("is not called guessed because of a refusal that has another reason or another chat", () => {
    const used: PeerEvent = { type: "uninvited", invite: 1, end: "used", chat: 7 };
    assert.deepEqual(after(invited(1), used, { type: "refused", chat: 8, code: "wrong-pin" }).shown, []);
    assert.deepEqual(after(invited(1), used, { type: "refused", chat: 7, code: "rate-limited" }).shown, []);
    assert.equal(after(invited(1), { type: "refused", chat: 0, code: "wrong-pin" }).open.length, 1);
  });

  it("leaves no words behind, however it ends", () => {
    for (const end of ["used", "expired", "withdrawn", "refused"] as const) {
      assert.equal(after(invited(1), { type: "uninvited", invite: 1, end }).find(1)?.words, "", end);
    }
  });

  it("that a page before this one gave out is said to be gone", () => {
    const invites = after(invited(1));
    invites.lose("link", 1_000);
    assert.equal(invites.open.length, 1);
    assert.deepEqual(
      invites.shown.map(({ outcome }) => outcome),
      [null, "lost"],
    );
  });
});

describe("a PIN", () => {
  it("is read out in groups of three", () => {
    assert.deepEqual(groups("421-482 913"), ["421", "482", "913"]);
    assert.deepEqual(groups(""), []);
  });
});

describe("a link", () => {
  const sites = ["https://shop.example", "http://localhost:8443"];

  it("leads to a page of one of the desk's sites", () => {
    assert.equal(
      addressOf("https://shop.example/help?a=b#old", "hwlink1abc", sites),
      "https://shop.example/help?a=b#hwlink1abc",
    );
    assert.equal(addressOf("http://localhost:8443", "hwlink1abc", sites), "http://localhost:8443/#hwlink1abc");
  });

  it("is not made for a page anywhere else", () => {
    for (const page of ["https://shop.example.evil.test/", "http://shop.example/", "javascript:alert(1)", "", "shop"]) {
      assert.equal(addressOf(page, "hwlink1abc", sites), null, page);
    }
  });
});
