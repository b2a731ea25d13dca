import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { drop, find, keep, ofDesk, own } from "./answers";

function store(kept?: string) {
  const all = new Map<string, string>(kept === undefined ? [] : [["hushwire-answers", kept]]);
  return {
    getItem: (key: string) => all.get(key) ?? null,
    setItem: (key: string, value: string) => void all.set(key, value),
  };
}

describe("the desk's answers", () => {
  const canned = { en: { hello: "Hello", bye: "Bye" }, de: { hello: "Guten Tag" }, fr: { seul: "Seul" } };

  it("come in the customer's language, and in English where that has none", () => {
    const said = Object.fromEntries(ofDesk(canned, "de-AT").map(({ name, text }) => [name, text]));
    assert.deepEqual(said, { hello: "Guten Tag", bye: "Bye", seul: "Seul" });
  });

  it("come in English to who speaks a language that the desk does not", () => {
    assert.equal(ofDesk(canned, "toString").find(({ name }) => name === "hello")?.text, "Hello");
    assert.deepEqual(ofDesk({}, "de"), []);
  });
});

describe("own answers", () => {
  it("are kept under their name, the last one said", () => {
    const at = store();
    keep(at, "hi", "Hello");
    keep(at, "bye", "Bye");
    keep(at, "hi", "Hello!");
    assert.deepEqual(
      own(at).map(({ name, text }) => [name, text]),
      [
        ["bye", "Bye"],
        ["hi", "Hello!"],
      ],
    );
    drop(at, "bye");
    assert.deepEqual(
      own(at).map(({ name }) => name),
      ["hi"],
    );
  });

  it("are none where something else lies", () => {
    for (const kept of ["", "{", "{}", "7", '[{"name":1}]', "[null]"]) assert.deepEqual(own(store(kept)), [], kept);
  });
});

describe("looking for an answer", () => {
  const answers = ofDesk(
    { en: { refund: "Money back", "no-refund": "Not possible", réponse: "An answer", z: "About the refund" } },
    "en",
  );
  const names = (query: string): string[] => find(answers, query).map(({ name }) => name);

  it("finds names that begin so first, then those that hold it, then texts", () => {
    assert.deepEqual(names("ref"), ["refund", "no-refund", "z"]);
  });

  it("needs neither case nor accents", () => {
    assert.deepEqual(names("REPO"), ["réponse"]);
    assert.deepEqual(names("Money"), ["refund"]);
  });

  it("shows all of few for nothing, and nothing for what is nowhere", () => {
    assert.equal(names("").length, 4);
    assert.deepEqual(names("xyz"), []);
  });
});
