import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Block, blocks, type Inline } from "./markup";

/** A tree as one line: *emphasis*, **strong**, `code`, [chip], <link>. */
function shown(nodes: Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.is) {
        case "text":
          return node.text;
        case "chip":
          return `{${node.text}}`;
        case "code":
          return `C(${node.text})`;
        case "link":
          return `L(${shown(node.of)}→${node.to})`;
        default:
          return `${node.is === "strong" ? "S" : "E"}(${shown(node.of)})`;
      }
    })
    .join("");
}

function line(text: string, spans: { start: number; end: number; kind: string }[] = []): string {
  const all: Block[] = blocks(text, spans);
  assert.equal(all.length, 1, JSON.stringify(all));
  assert.equal(all[0]?.is, "lines");
  return shown((all[0] as Extract<Block, { is: "lines" }>).of);
}

describe("markup", () => {
  it("reads emphasis, strength and code", () => {
    assert.equal(line("a *b* **c** _d_ `f*g*`"), "a E(b) S(c) E(d) C(f*g*)");
    assert.equal(line("**all *of* it**"), "S(all E(of) it)");
  });

  it("leaves arithmetic, file names, patterns and lone marks alone", () => {
    for (const text of [
      "2*3*4",
      "snake_case_name",
      "rm *.txt *.md",
      "5 * 4 * 3",
      "a ** b",
      "*",
      "**",
      "`",
      "** **",
      "a*",
      "__init__.py",
    ]) {
      assert.equal(line(text), text);
    }
  });

  it("makes links of http and https and of nothing else", () => {
    assert.equal(line("see https://example.com/a?b=c."), "see L(https://example.com/a?b=c→https://example.com/a?b=c).");
    assert.equal(line("(https://example.com/a_(b))"), "(L(https://example.com/a_(b)→https://example.com/a_(b)))");
    assert.equal(line("[the page](https://example.com)"), "L(the page→https://example.com)");
    for (const text of [
      "javascript:alert(1)",
      "[x](javascript:alert(1))",
      "[x](data:text/html,x)",
      "[x](//example.com)",
      "xhttp://a.b",
      "http://",
    ]) {
      assert.ok(!line(text).includes("L("), text);
    }
  });

  it("keeps a placeholder whole, in emphasis too, and reads no mark inside", () => {
    const text = "my **card [card *1*] now**";
    const start = text.indexOf("[");
    const span = { start, end: text.indexOf("]") + 1, kind: "credit-card" };
    assert.equal(line(text, [span]), "my S(card {[card *1*]} now)");
    const linked = "https://a.example/[url 1]x";
    assert.equal(line(linked, [{ start: 18, end: 25, kind: "url" }]), "https://a.example/{[url 1]}x");
  });

  it("reads lists, with the number that the first one has", () => {
    const all = blocks("First:\n- one\n- *two*\n3. three\n4. four\nend", []);
    assert.deepEqual(
      all.map((b) => (b.is === "list" ? `${b.ordered ? b.from : "-"}:${b.items.map(shown).join("|")}` : shown(b.of))),
      ["First:", "-:one|E(two)", "3:three|four", "end"],
    );
  });

  it("shows what stands between fences as it is, and a lone fence as text", () => {
    const text = "try\n```sh\nrm -rf *x*\n[e-mail 1]\n```\nthen";
    const start = text.indexOf("[e-");
    const all = blocks(text, [{ start, end: start + 10, kind: "email" }]);
    assert.deepEqual(
      all.map((b) => `${b.is}:${b.is === "list" ? "" : shown(b.of)}`),
      ["lines:try", "code:rm -rf *x*\n{[e-mail 1]}", "lines:then"],
    );
    assert.equal(line("```\nalone"), "```\nalone");
  });

  it("loses no letter of a text without marks", () => {
    const text = "  two  spaces\n\n\ttab\r\nمرحبا 👩🏽‍💻 ";
    assert.equal(line(text), text);
  });

  it("stays linear in what an unkind peer can write", () => {
    for (const unit of ["*a ", "**a", "_a *b `", "[", "[a](", "```\n", "https://", "- "]) {
      const text = unit.repeat(Math.floor(20_000 / unit.length));
      assert.ok(blocks(text, []).length > 0);
    }
  });
});
