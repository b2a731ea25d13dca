import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { destination } from "./links";

const own = ["shop.example.com", "northwind.example"];

function doubts(to: string, label = ""): string[] {
  return destination(to, label, own)?.doubts ?? ["none"];
}

describe("an address", () => {
  it("is nothing to worry about if it is an ordinary one", () => {
    for (const to of [
      "https://shop.example.com/help",
      "https://www.shop.example.com",
      "https://docs.rs",
      "https://münchen.example",
      "https://пример.example",
    ]) {
      assert.deepEqual(doubts(to), [], to);
    }
    assert.deepEqual(doubts("https://docs.rs/x", "the manual"), []);
    assert.deepEqual(doubts("https://www.docs.rs/x", "docs.rs"), []);
  });

  it("is doubted if its letters are made to look like others", () => {
    assert.deepEqual(doubts("https://pаypal.example"), ["lookalike"]);
    assert.deepEqual(doubts("https://аррӏе.example"), ["lookalike"]);
  });

  it("is doubted if it resembles the desk's own", () => {
    for (const to of [
      "https://shop.examp1e.com",
      "https://shop-example.com",
      "https://shop.exarnple.com",
      "https://shop.example.com.evil.test",
      "https://shop.example.com-login.test",
      "https://northvvind.example",
      "https://nortwhind.example",
      "https://northwind.examples",
    ]) {
      assert.ok(doubts(to).includes("resembles"), to);
    }
    assert.equal(destination("https://n0rthwind.example", "", own)?.like, "northwind.example");
  });

  it("is doubted if it hides where it leads", () => {
    assert.deepEqual(doubts("https://shop.example.com@198.51.100.7/"), ["disguised", "number"]);
    assert.deepEqual(doubts("http://docs.rs"), ["plain"]);
    assert.deepEqual(doubts("https://evil.test", "shop.example.com"), ["label"]);
    assert.deepEqual(doubts("https://0x7f.1"), ["number"]);
  });

  it("is shown with its coded form beside letters beyond ASCII", () => {
    assert.equal(destination("https://münchen.example/a", "", [])?.host, "münchen.example (xn--mnchen-3ya.example)");
    assert.equal(destination("https://xn--mnchen-3ya.example", "", [])?.host, "xn--mnchen-3ya.example");
  });

  it("is none if it is not http or https", () => {
    for (const to of ["javascript:alert(1)", "data:text/html,x", "ftp://a.b", "not one", ""]) {
      assert.equal(destination(to, "", own), null);
    }
  });
});
