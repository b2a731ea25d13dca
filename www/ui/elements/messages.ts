import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { icon } from "../icons";
import { type Destination, destination } from "../model/links";
import { blocks, type Inline } from "../model/markup";
import { type Mark, type Message, Transcript } from "../model/transcript";
import { clockTime, dayOf, nameOfKind, words } from "../strings";
import { messageStyles } from "./messages.styles";

/** Messages of one author within this time stand together under one time. */
const TOGETHER_MS = 4 * 60_000;
/** Closer to the end than this counts as reading along. */
const NEAR_END_PX = 80;
/** A "typing" that nobody took back is over. */
const TYPING_LASTS_MS = 12_000;

/** Carries the highest message of the peer that has been on the screen. */
export type SeenEvent = CustomEvent<{ upto: number }>;

/** A text that waits on this device until the other end has proven who it is. */
export interface Held {
  text: string;
  placeholders: Message["placeholders"];
}

/**
 * A conversation: bubbles, marks, what is missing, who types.
 *
 * Text from the peer becomes text nodes inside a few fixed elements, and nothing else (`model/markup.ts`). New messages are announced by the log's live region.
 *
 * @element hw-messages
 * @prop {Transcript} transcript - what to show; assign and call `requestUpdate()` when it changed
 * @prop {Held[]} held - own messages that wait on this device
 * @attr {boolean} active - somebody is looking: what is on the screen counts as read
 * @attr peer - what the other end is called
 * @prop {string[]} hosts - hosts of the desk and of the page: an address that looks like one of them and is none is warned of
 * @slot - notices that stand before the first message
 * @fires hw-seen - messages of the peer have been on the screen; `detail.upto`
 * @cssprop --hw-gutter - space at the sides
 * @csspart bubble - one message
 * @csspart chip - a placeholder in a message
 * @csspart link - an address in a message
 */
export class Messages extends LitElement {
  static override properties = {
    transcript: { attribute: false },
    held: { attribute: false },
    active: { type: Boolean },
    peer: { type: String },
    hosts: { attribute: false },
    behind: { state: true },
    leaving: { state: true },
  };
  static override styles = messageStyles;

  declare transcript: Transcript;
  declare held: Held[];
  declare active: boolean;
  declare peer: string;
  declare hosts: string[];
  /** Newer messages stand below what is visible. */
  declare protected behind: boolean;
  /** The address that somebody is about to open. */
  declare protected leaving: Destination | null;

  #nearEnd = true;
  #count = 0;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #resize: ResizeObserver | undefined;

  constructor() {
    super();
    this.transcript = new Transcript();
    this.held = [];
    this.active = false;
    this.peer = "";
    this.hosts = [];
    this.behind = false;
    this.leaving = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The keyboard of a phone, or a composer that grew: stay at the end.
    this.#resize = new ResizeObserver(() => this.#nearEnd && this.#toEnd("auto"));
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize?.disconnect();
    clearTimeout(this.#typingTimer);
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector(".scroller");
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("transcript")) {
      this.#nearEnd = true;
      this.#count = 0;
      this.behind = false;
    }
    if (this.transcript.typing) {
      this.#typingTimer ??= setTimeout(() => {
        this.#typingTimer = undefined;
        this.transcript.typing = false;
        this.requestUpdate();
      }, TYPING_LASTS_MS);
    } else {
      clearTimeout(this.#typingTimer);
      this.#typingTimer = undefined;
    }
  }

  protected override updated(): void {
    const count = this.transcript.messages.length + this.held.length;
    const added = count > this.#count;
    const last = this.held.length > 0 ? "me" : this.transcript.messages.at(-1)?.from;
    if (this.#nearEnd || (added && last === "me")) this.#toEnd(this.#count === 0 ? "auto" : "smooth");
    else if (added) this.behind = true;
    this.#count = count;
    this.#tellSeen();
  }

  #toEnd(behavior: ScrollBehavior): void {
    const scroller = this.#scroller;
    scroller?.scrollTo({ top: scroller.scrollHeight, behavior });
  }

  #scrolled(): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    this.#nearEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
    if (this.#nearEnd) this.behind = false;
    this.#tellSeen();
  }

  #tellSeen(): void {
    const { received, seen } = this.transcript;
    if (!this.active || !this.#nearEnd || received <= seen) return;
    this.transcript.seen = received;
    this.dispatchEvent(new CustomEvent("hw-seen", { detail: { upto: received } }) satisfies SeenEvent);
  }

  protected override render(): TemplateResult {
    const { messages, typing, missing } = this.transcript;
    return html`
      <div class="scroller" @scroll=${this.#scrolled} tabindex="0" role="log" aria-label=${words.messages.log}>
        <div class="before"><slot></slot></div>
        <ol>
          ${messages.map((message, i) => this.#message(message, messages[i - 1], messages[i + 1]))}
          ${this.held.map((held, i) => this.#held(held, i === this.held.length - 1))}
          ${missing > 0 ? this.#gap(missing) : nothing}
        </ol>
        ${typing ? this.#typing() : nothing}
      </div>
      <button class="behind" ?hidden=${!this.behind} @click=${() => this.#toEnd("smooth")}>
        ${icon("down")}${words.messages.newMessages}
      </button>
      ${
        this.leaving === null
          ? nothing
          : html`<hw-link-sheet
              .to=${this.leaving}
              @hw-close=${() => {
                this.leaving = null;
              }}
            ></hw-link-sheet>`
      }
    `;
  }

  #message(message: Message, before: Message | undefined, after: Message | undefined): TemplateResult {
    const first = !together(before, message);
    const last = !together(message, after);
    const newDay = before === undefined ? false : dayOf(before.at) !== dayOf(message.at);
    const mine = message.from === "me";
    return html`
      ${newDay ? html`<li class="day">${dayOf(message.at)}</li>` : nothing}
      <li class="message ${mine ? "mine" : "theirs"} ${first ? "first" : ""} ${last ? "last" : ""}">
        <span class="visually-hidden">${mine ? words.messages.you : this.peer}: </span>
        <div class="bubble" part="bubble" dir="auto">${this.#text(message)}</div>
        ${
          last
            ? html`<div class="meta">
                <time datetime=${new Date(message.at).toISOString()}>${clockTime(message.at)}</time>
                ${mine ? markOf(this.transcript.markOf(message.id)) : nothing}
              </div>`
            : nothing
        }
      </li>
    `;
  }

  #held(held: Held, last: boolean): TemplateResult {
    return html`
      <li class="message mine held first ${last ? "last" : ""}">
        <span class="visually-hidden">${words.messages.you}: </span>
        <div class="bubble" part="bubble" dir="auto">${this.#text(held)}</div>
        ${last ? html`<div class="meta">${markOf("held")}</div>` : nothing}
      </li>
    `;
  }

  #text({ text, placeholders }: Held): unknown[] {
    return blocks(text, placeholders).map((block) => {
      switch (block.is) {
        case "lines":
          return html`<div class="lines" dir="auto">${this.#run(block.of)}</div>`;
        case "code":
          return html`<pre dir="ltr">${this.#run(block.of)}</pre>`;
        default: {
          const items = block.items.map((item) => html`<li dir="auto">${this.#run(item)}</li>`);
          return block.ordered ? html`<ol start=${block.from}>${items}</ol>` : html`<ul>${items}</ul>`;
        }
      }
    });
  }

  #run(nodes: readonly Inline[]): unknown[] {
    return nodes.map((node) => {
      switch (node.is) {
        case "text":
          return node.text;
        case "chip":
          return chip(node.text, node.kind);
        case "code":
          return html`<code>${node.text}</code>`;
        case "strong":
          return html`<strong>${this.#run(node.of)}</strong>`;
        case "emphasis":
          return html`<em>${this.#run(node.of)}</em>`;
        default:
          return this.#link(node.to, node.of);
      }
    });
  }

  /** A button, not an anchor: nothing leads anywhere before its host has been read. */
  #link(to: string, of: readonly Inline[]): unknown {
    const label = of.map((node) => ("text" in node ? node.text : "")).join("");
    const where = destination(to, label, this.hosts);
    if (where === null) return label;
    return html`<button
      class="link ${where.doubts.length > 0 ? "doubtful" : ""}"
      part="link"
      title=${where.host}
      @click=${() => {
        this.leaving = where;
      }}
      >${where.doubts.length > 0 ? icon("warning") : nothing}${label}</button
    >`;
  }

  #gap(missing: number): TemplateResult {
    return html`<li class="gap">
      ${icon("warning")}
      <p><b>${words.messages.gap(missing)}</b> ${words.messages.gapWhy}</p>
    </li>`;
  }

  #typing(): TemplateResult {
    return html`<div class="typing" aria-live="off">
      <span class="visually-hidden">${words.messages.typing({ name: this.peer })}</span>
      <i></i><i></i><i></i>
    </div>`;
  }
}

function together(a: Message | undefined, b: Message | undefined): boolean {
  return a !== undefined && b !== undefined && a.from === b.from && Math.abs(b.at - a.at) < TOGETHER_MS;
}

/** The brackets stay in the text, for copying and for those who do not see the chip. */
function chip(placeholder: string, kind: string): TemplateResult {
  const inner = placeholder.replace(/^\[/, "").replace(/\]$/, "");
  return html`<span class="chip" part="chip" title=${words.messages.masked({ kind: nameOfKind(kind) })}
    >${icon("hushed")}<span class="bracket">[</span>${inner}<span class="bracket">]</span></span
  >`;
}

function markOf(mark: Mark): TemplateResult {
  const shown = { held: "lock", sending: "clock", delivered: "check", read: "checks" } as const;
  return html`<span class="mark ${mark}">${icon(shown[mark])}${words.messages[mark]}</span>`;
}
