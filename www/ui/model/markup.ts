// What a message's text means: a small, safe part of Markdown. A tree of plain data comes out, never HTML, and nothing but
// http and https becomes a link. Linear in the text: a mark that is not closed is looked for once.

import { pieces } from "./transcript";

/** A run of text inside a block. */
export type Inline =
  | { is: "text"; text: string }
  /** A placeholder of the masker. No mark is read inside. */
  | { is: "chip"; text: string; kind: string }
  | { is: "strong" | "emphasis"; of: Inline[] }
  | { is: "code"; text: string }
  | { is: "link"; to: string; of: Inline[] };

/** A paragraph (its line breaks stand in the text), a list, or lines as they are. */
export type Block =
  | { is: "lines"; of: Inline[] }
  | { is: "list"; ordered: boolean; from: number; items: Inline[][] }
  | { is: "code"; of: Inline[] };

/** Where a placeholder stands. */
interface Span {
  start: number;
  end: number;
  kind: string;
}

const FENCE = "```";
const ITEM = /^[ \t]{0,3}(?:[-*•]|(\d{1,4})[.)])[ \t]+(?=\S)/;
const ADDRESS = /https?:\/\/[^\s<>"`]+/iy;
/** Ends a sentence rather than an address. */
const AFTER_ADDRESS = /[.,;:!?'"»”’…]+$/;
const WORD = /[\p{L}\p{N}_]/u;

/** Reads a message. */
export function blocks(text: string, spans: readonly Span[]): Block[] {
  const out: Block[] = [];
  const lines = linesOf(text);
  let paragraph: Line | null = null;
  const flush = (): void => {
    if (paragraph !== null) out.push({ is: "lines", of: inline(text, spans, paragraph.start, paragraph.end) });
    paragraph = null;
  };
  /** The list that the line before belongs to. */
  let list: Extract<Block, { is: "list" }> | null = null;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as Line;
    const closes = line.fence ? lines.findIndex((other, j) => j > i && other.fence) : -1;
    const item = ITEM.exec(text.slice(line.start, line.end));
    if (closes !== -1) {
      flush();
      list = null;
      const [first, last] = [lines[i + 1] as Line, lines[closes - 1] as Line];
      if (closes > i + 1) out.push({ is: "code", of: cut(text, spans, first.start, last.end) });
      i = closes;
    } else if (item === null) {
      list = null;
      const start: number = (paragraph as Line | null)?.start ?? line.start;
      paragraph = { start, end: line.end, fence: false };
    } else {
      flush();
      const ordered = item[1] !== undefined;
      if (list === null || list.ordered !== ordered) {
        list = { is: "list", ordered, from: Number(item[1] ?? 1), items: [] };
        out.push(list);
      }
      list.items.push(inline(text, spans, line.start + item[0].length, line.end));
    }
  }
  flush();
  return out;
}

interface Line {
  start: number;
  end: number;
  /** Opens or closes lines that are shown as they are. */
  fence: boolean;
}

function linesOf(text: string): Line[] {
  const out: Line[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    out.push({ start, end: start + line.length, fence: line.startsWith(FENCE) });
    start += line.length + 1;
  }
  return out;
}

/** Text and placeholders between two offsets, no mark read. */
function cut(text: string, spans: readonly Span[], start: number, end: number): Inline[] {
  const inside = spans
    .filter((s) => s.start >= start && s.end <= end)
    .map((s) => ({ ...s, start: s.start - start, end: s.end - start }));
  return pieces(text.slice(start, end), inside).map((piece) =>
    piece.kind === null ? { is: "text", text: piece.text } : { is: "chip", text: piece.text, kind: piece.kind },
  );
}

/** Reads the marks between two offsets. */
function inline(text: string, spans: readonly Span[], start: number, end: number, depth = 0): Inline[] {
  const out: Inline[] = [];
  const atoms = new Map(spans.filter((s) => s.start >= start && s.end <= end).map((s) => [s.start, s]));
  const hidden = (at: number): boolean => spans.some((s) => at >= s.start && at < s.end);
  /** Marks that have no closing one from here on. */
  const missing = new Set<string>();
  let plain = start;
  let at = start;
  const flush = (to: number): void => {
    if (to > plain) out.push({ is: "text", text: text.slice(plain, to) });
  };
  const take = (node: Inline, from: number, to: number): void => {
    flush(from);
    out.push(node);
    at = to;
    plain = to;
  };
  while (at < end) {
    const atom = atoms.get(at);
    if (atom !== undefined) {
      take({ is: "chip", text: text.slice(atom.start, atom.end), kind: atom.kind }, at, atom.end);
      continue;
    }
    const char = text[at];
    if (char === "`") {
      const close = closing(text, "`", at + 1, end, missing, hidden, () => true);
      if (close > at + 1 && !touches(spans, at, close)) {
        take({ is: "code", text: text.slice(at + 1, close) }, at, close + 1);
        continue;
      }
    } else if ((char === "*" || char === "_") && depth < 3) {
      // `__init__` is a name: only stars make a word strong.
      const mark = char === "*" && text.startsWith("**", at) ? "**" : char;
      const inner = at + mark.length;
      if (!isWord(text, at - 1) && isSolid(text, inner, end) && text[inner] !== char) {
        const close = closing(text, mark, inner, end, missing, hidden, (i) => {
          return isSolid(text, i - 1, end) && !isWord(text, i + mark.length) && text[i + mark.length] !== char;
        });
        if (close > inner) {
          const of = inline(text, spans, inner, close, depth + 1);
          take({ is: mark.length === 2 ? "strong" : "emphasis", of }, at, close + mark.length);
          continue;
        }
      }
      at += mark.length;
      continue;
    } else if (char === "[" && depth < 3) {
      const link = named(text, at, end);
      if (link !== null && !touches(spans, link.label, link.end)) {
        take({ is: "link", to: link.to, of: [{ is: "text", text: text.slice(at + 1, link.label) }] }, at, link.end);
        continue;
      }
    } else if ((char === "h" || char === "H") && !isWord(text, at - 1)) {
      const to = address(text, at, end);
      if (to !== null && !touches(spans, at, at + to.length)) {
        take({ is: "link", to, of: [{ is: "text", text: to }] }, at, at + to.length);
        continue;
      }
    }
    at += 1;
  }
  flush(end);
  return out;
}

/** Where a mark closes, or -1. */
function closing(
  text: string,
  mark: string,
  from: number,
  end: number,
  missing: Set<string>,
  hidden: (at: number) => boolean,
  fits: (at: number) => boolean,
): number {
  if (missing.has(mark)) return -1;
  for (let i = text.indexOf(mark, from); i !== -1 && i + mark.length <= end; i = text.indexOf(mark, i + mark.length)) {
    if (fits(i) && !hidden(i)) return i;
  }
  missing.add(mark);
  return -1;
}

/** `[label](https://…)`, with where the label ends. */
function named(text: string, at: number, end: number): { label: number; to: string; end: number } | null {
  const label = text.indexOf("](", at + 1);
  if (label === -1 || label - at > 200 || label >= end || text.slice(at, label).includes("\n")) return null;
  const close = text.indexOf(")", label + 2);
  if (close === -1 || close >= end || close - label > 2_100) return null;
  const to = text.slice(label + 2, close);
  return label > at + 1 && address(text, label + 2, close) === to ? { label, to, end: close + 1 } : null;
}

/** An address that starts here, without the full stop of its sentence. */
function address(text: string, at: number, end: number): string | null {
  ADDRESS.lastIndex = at;
  let found = ADDRESS.exec(text)?.[0].slice(0, end - at);
  if (found === undefined) return null;
  found = found.replace(AFTER_ADDRESS, "");
  // A bracket that was opened before the address.
  while (found.endsWith(")") && found.split("(").length < found.split(")").length) found = found.slice(0, -1);
  return URL.canParse(found) ? found : null;
}

function touches(spans: readonly Span[], start: number, end: number): boolean {
  return spans.some((s) => s.start < end && s.end > start);
}

function isWord(text: string, at: number): boolean {
  return at >= 0 && at < text.length && WORD.test(text[at] as string);
}

function isSolid(text: string, at: number, end: number): boolean {
  return at >= 0 && at < end && (text[at] as string).trim() !== "";
}
