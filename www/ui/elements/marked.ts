// A message's text as elements: text nodes inside a few fixed ones, never HTML from outside.

import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons";
import { type Destination, destination } from "../model/links";
import { blocks, type Inline } from "../model/markup";
import type { Message } from "../model/transcript";
import { nameOfKind, words } from "../strings";

/** What a text needs to know of where it stands. */
export interface Around {
  /** Hosts of the desk and of the page. */
  hosts: readonly string[];
  /** Somebody wants to open an address. */
  leave(to: Destination): void;
  /** Somebody wants to see the value behind a placeholder; null where nobody may ask. */
  ask: ((placeholder: string) => void) | null;
}

/** The text of one message. */
export function marked({ text, placeholders }: Pick<Message, "text" | "placeholders">, around: Around): unknown[] {
  return blocks(text, placeholders).map((block) => {
    switch (block.is) {
      case "lines":
        return html`<div class="lines" dir="auto">${run(block.of, around)}</div>`;
      case "code":
        return html`<pre dir="ltr">${run(block.of, around)}</pre>`;
      default: {
        const items = block.items.map((item) => html`<li dir="auto">${run(item, around)}</li>`);
        return block.ordered ? html`<ol start=${block.from}>${items}</ol>` : html`<ul>${items}</ul>`;
      }
    }
  });
}

function run(nodes: readonly Inline[], around: Around): unknown[] {
  return nodes.map((node) => {
    switch (node.is) {
      case "text":
        return node.text;
      case "chip":
        return chip(node.text, node.kind, around.ask);
      case "code":
        return html`<code>${node.text}</code>`;
      case "strong":
        return html`<strong>${run(node.of, around)}</strong>`;
      case "emphasis":
        return html`<em>${run(node.of, around)}</em>`;
      default:
        return link(node.to, node.of, around);
    }
  });
}

/** A button, not an anchor: nothing leads anywhere before its host has been read. */
function link(to: string, of: readonly Inline[], { hosts, leave }: Around): unknown {
  const label = of.map((node) => ("text" in node ? node.text : "")).join("");
  const where = destination(to, label, hosts);
  if (where === null) return label;
  const doubtful = where.doubts.length > 0;
  return html`<button
    class="link ${doubtful ? "doubtful" : ""}"
    part="link"
    title=${where.host}
    @click=${() => leave(where)}
    >${doubtful ? icon("warning") : nothing}${label}</button
  >`;
}

/** The brackets stay in the text, for copying and for those who do not see the chip. */
export function chip(placeholder: string, kind: string, ask: Around["ask"] = null): TemplateResult {
  const inner = placeholder.replace(/^\[/, "").replace(/\]$/, "");
  const content = html`${icon("hushed")}<span class="bracket">[</span>${inner}<span class="bracket">]</span>`;
  if (ask === null) {
    return html`<span class="chip" part="chip" title=${words.messages.masked({ kind: nameOfKind(kind) })}>${content}</span>`;
  }
  return html`<button class="chip" part="chip" title=${words.ask.askFor({ what: inner })} @click=${() => ask(placeholder)}>${content}</button>`;
}
