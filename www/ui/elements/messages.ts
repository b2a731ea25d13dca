import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { icon } from "../icons";
import type { Destination } from "../model/links";
import { type Mark, type Message, Transcript } from "../model/transcript";
import { clockTime, dayOf, words } from "../strings";
import { type Around, marked } from "./marked";
import { actionStyles, actionsOf, type MessageAct, type MessageActEvent } from "./message-actions";
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
 * @attr {boolean} acts - messages can be answered, changed and taken back
 * @attr {boolean} asks - the values behind the peer's placeholders can be asked for
 * @prop {() => number} now - the time, for what is shown for a while
 * @fires hw-act - something is to be done with a message; `detail.act`, `detail.message`
 * @fires hw-ask-value - the value behind a placeholder is asked for; `detail.placeholder`
 * @fires hw-approve, hw-decline, hw-fill, hw-hide - answers to questions, see `hw-ask`
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
    acts: { type: Boolean },
    asks: { type: Boolean },
    now: { attribute: false },
    leaving: { state: true },
    chosen: { state: true },
  };
  static override styles = [messageStyles, actionStyles];

  declare transcript: Transcript;
  declare held: Held[];
  declare active: boolean;
  declare peer: string;
  declare hosts: string[];
  declare acts: boolean;
  declare asks: boolean;
  declare now: () => number;
  /** Newer messages stand below what is visible. */
  declare protected behind: boolean;
  /** The address that somebody is about to open. */
  declare protected leaving: Destination | null;
  /** The message whose buttons a finger brought up. */
  declare protected chosen: Message | null;

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
    this.acts = false;
    this.asks = false;
    this.now = Date.now;
    this.leaving = null;
    this.chosen = null;
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
    const count = this.transcript.messages.length + this.transcript.asks.length + this.held.length;
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
          ${this.#asksAfter(0)}
          ${messages.map((message, i) => [this.#once(message, messages[i - 1], messages[i + 1]), this.#asksAfter(i + 1)])}
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

  /** A long chat is not laid out anew for each word that somebody says: a message only when what it shows has changed. */
  #once(message: Message, before: Message | undefined, after: Message | undefined): unknown {
    const mark = message.from === "me" ? this.transcript.markOf(message.id) : null;
    const chosen = this.chosen?.id === message.id && this.chosen.from === message.from;
    const quoted = this.transcript.find(message.reply);
    const { peer, acts, asks } = this;
    const shown = [message, before, after, mark, chosen, quoted, peer, acts, asks, this.hosts.join(), words];
    return guard(shown, () => this.#message(message, before, after));
  }

  #message(message: Message, before: Message | undefined, after: Message | undefined): TemplateResult {
    const first = !together(before, message);
    const last = !together(message, after);
    const newDay = before === undefined ? false : dayOf(before.at) !== dayOf(message.at);
    const mine = message.from === "me";
    return html`
      ${newDay ? html`<li class="day">${dayOf(message.at)}</li>` : nothing}
      <li
        class="message ${mine ? "mine" : "theirs"} ${first ? "first" : ""} ${last ? "last" : ""} ${message.changed ?? ""} ${this.chosen?.id === message.id && this.chosen.from === message.from ? "chosen" : ""}"
      >
        <span class="visually-hidden">${mine ? words.messages.you : this.peer}: </span>
        <div class="bubble" part="bubble" dir="auto" @click=${(event: Event) => this.#choose(event, message)}>${this.#quote(message)}${
          message.changed === "removed"
            ? html`<span class="gone">${mine ? words.messages.removedByMe : words.messages.removed}</span>`
            : marked(message, this.#around(message))
        }</div>
        ${this.acts ? actionsOf(message, (act) => this.#act(act, message)) : nothing}
        ${
          last || message.changed === "edited"
            ? html`<div class="meta">
                <time datetime=${new Date(message.at).toISOString()}>${clockTime(message.at)}</time>
                ${message.changed === "edited" ? html`<span>${words.messages.edited}</span>` : nothing}
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
        <div class="bubble" part="bubble" dir="auto">${marked(held, this.#around(null))}</div>
        ${last ? html`<div class="meta">${markOf("held")}</div>` : nothing}
      </li>
    `;
  }

  #around(message: Message | null): Around {
    const askable = this.asks && message?.from === "peer";
    return {
      hosts: this.hosts,
      leave: (to) => {
        this.leaving = to;
      },
      ask: askable
        ? (placeholder) => this.dispatchEvent(new CustomEvent("hw-ask-value", { detail: { placeholder } }))
        : null,
    };
  }

  /** The message that this one answers: who wrote it and how it begins. */
  #quote(message: Message): TemplateResult | typeof nothing {
    const to = this.transcript.find(message.reply);
    if (to === undefined) return nothing;
    const shown = to.changed === "removed" ? words.messages.removed : to.text;
    return html`<blockquote dir="auto"><b>${to.from === "me" ? words.messages.you : this.peer}</b><span>${shown}</span></blockquote>`;
  }

  #choose(event: Event, message: Message): void {
    if (!this.acts || (event.target as Element).closest("button") || getSelection()?.toString()) return;
    this.chosen = this.chosen === message ? null : message;
  }

  #act(act: MessageAct, message: Message): void {
    this.chosen = null;
    this.dispatchEvent(new CustomEvent("hw-act", { detail: { act, message } }) satisfies MessageActEvent);
  }

  #asksAfter(count: number): TemplateResult[] {
    const pass = (event: Event): void => {
      this.dispatchEvent(new CustomEvent(event.type, { detail: (event as CustomEvent).detail }));
    };
    return this.transcript.asks
      .filter((ask) => ask.after === count)
      .map(
        (ask) => html`<li class="ask ${ask.from === "me" ? "mine" : "theirs"}">
          <hw-ask
            .question=${ask}
            peer=${this.peer}
            .now=${this.now}
            @hw-approve=${pass}
            @hw-decline=${pass}
            @hw-fill=${pass}
            @hw-hide=${pass}
          ></hw-ask>
        </li>`,
      );
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

function markOf(mark: Mark): TemplateResult {
  const shown = { held: "lock", sending: "clock", delivered: "check", read: "checks" } as const;
  return html`<span class="mark ${mark}">${icon(shown[mark])}${words.messages[mark]}</span>`;
}
