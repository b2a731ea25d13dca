import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { icon, iconStyles } from "../icons";
import type { Ask as Question } from "../model/transcript";
import { words } from "../strings";
import { base, buttons } from "../tokens";

/** Carries the number of the question. */
export type AskEvent = CustomEvent<{ ask: number }>;
/** Carries what was typed into a form. */
export type FillEvent = CustomEvent<{ ask: number; value: string }>;

/** What a browser may offer to fill in, and which keyboard a phone shows. */
const FIELDS = {
  card: { type: "text", inputmode: "numeric", autocomplete: "cc-number" },
  password: { type: "password", inputmode: "text", autocomplete: "off" },
  code: { type: "text", inputmode: "numeric", autocomplete: "one-time-code" },
  other: { type: "text", inputmode: "text", autocomplete: "off" },
} as const;

/**
 * A technician's question for one value: at the customer's end what to answer, at the technician's what came.
 *
 * A value that is shown cannot be selected, so it does not get into a clipboard's history by habit.
 *
 * @element hw-ask
 * @prop {Question} question - the question
 * @attr peer - what the other end is called
 * @prop {() => number} now - the time, in milliseconds since 1970
 * @fires hw-approve - show it, this once; `detail.ask`
 * @fires hw-decline - do not; `detail.ask`
 * @fires hw-fill - what was typed into the form; `detail.ask`, `detail.value`
 * @fires hw-hide - take the value off the screen now; `detail.ask`
 * @csspart value - the revealed value
 */
export class Ask extends LitElement {
  static override properties = {
    question: { attribute: false },
    peer: { type: String },
    now: { attribute: false },
  };

  declare question: Question;
  declare peer: string;
  declare now: () => number;

  constructor() {
    super();
    this.peer = "";
    this.now = Date.now;
  }

  get #what(): string {
    const { placeholder, form } = this.question;
    if (placeholder !== null) return placeholder.replace(/^\[|\]$/g, "");
    return words.ask.forms[form === null || form === "other" ? "entry" : form];
  }

  protected override render(): TemplateResult {
    const { question } = this;
    const mine = question.from === "me";
    return html`<section class=${question.state} aria-label=${words.ask.label}>
      <p class="line">${icon(question.state === "open" ? "reveal" : "hushed")}<span>${mine ? this.#asked() : this.#asking()}</span></p>
      ${question.note ? html`<p class="note" dir="auto">${question.note}</p>` : nothing}
      ${mine ? this.#shown() : this.#answer()}
    </section>`;
  }

  #asking(): string {
    const { state, form } = this.question;
    const values = { name: this.peer, what: this.#what };
    if (state === "open") return form === null ? words.ask.wants(values) : words.ask.wantsForm(values);
    if (state === "declined") return words.ask.youDeclined(values);
    return state === "hidden" ? words.ask.gone(values) : words.ask.youShowed(values);
  }

  #asked(): string {
    const { state } = this.question;
    const values = { what: this.#what };
    if (state === "open") return words.ask.asked(values);
    if (state === "declined") return words.ask.declined(values);
    return state === "shown" ? words.ask.shown(values) : words.ask.hidden(values);
  }

  #answer(): TemplateResult | typeof nothing {
    const { state, form } = this.question;
    if (state !== "open") return nothing;
    const decline = html`<button class="button quiet" type="button" @click=${() => this.#tell("hw-decline")}>${words.ask.no}</button>`;
    if (form === null) {
      return html`<p class="promise">${words.ask.once}</p>
        <div class="answers">
          ${decline}
          <button class="button primary" @click=${() => this.#tell("hw-approve")}>${words.ask.yes}</button>
        </div>`;
    }
    const field = FIELDS[form];
    return html`<form @submit=${this.#fill} autocomplete=${field.autocomplete === "off" ? "off" : "on"}>
      <input
        type=${field.type}
        inputmode=${field.inputmode}
        autocomplete=${field.autocomplete}
        aria-label=${this.#what}
        placeholder=${this.#what}
        dir="auto"
        maxlength="1024"
        spellcheck="false"
        required
      />
      <p class="promise">${words.ask.once}</p>
      <div class="answers">${decline}<button class="button primary">${words.ask.give}</button></div>
    </form>`;
  }

  #shown(): TemplateResult | typeof nothing {
    const { state, value, until } = this.question;
    if (state !== "shown" || value === null) return nothing;
    const left = Math.max(0, until - this.now());
    return html`<p class="value" part="value" dir="auto" translate="no">${value}</p>
      <div class="left" style="animation-duration:${left}ms" aria-hidden="true"></div>
      <div class="answers">
        <button class="button quiet" @click=${() => this.#tell("hw-hide")}>${words.ask.hideNow}</button>
      </div>`;
  }

  #fill(event: Event): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector("input");
    const value = input?.value.trim() ?? "";
    if (input === null || value === "") return;
    input.value = "";
    const detail = { ask: this.question.ask, value };
    this.dispatchEvent(new CustomEvent("hw-fill", { detail }) satisfies FillEvent);
  }

  #tell(name: "hw-approve" | "hw-decline" | "hw-hide"): void {
    this.dispatchEvent(new CustomEvent(name, { detail: { ask: this.question.ask } }) satisfies AskEvent);
  }

  static override styles = [
    base,
    buttons,
    iconStyles,
    css`
      :host {
        display: block;
      }
      section {
        display: grid;
        gap: var(--hw-2);
        padding: var(--hw-3);
        border-radius: var(--hw-radius-l);
        box-shadow: inset 0 0 0 1.5px var(--hw-hush-line);
        background: var(--hw-hush-soft);
        color: var(--hw-ink);
      }
      .declined,
      .hidden,
      .given {
        background: none;
        box-shadow: inset 0 0 0 1px var(--hw-line);
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-s);
      }
      .line {
        display: flex;
        gap: var(--hw-2);
        font-weight: 600;
      }
      .declined .line,
      .hidden .line,
      .given .line {
        font-weight: 400;
      }
      .line .hw-icon {
        margin-block-start: 0.1em;
        color: var(--hw-hush);
      }
      .note {
        overflow-wrap: anywhere;
      }
      .promise {
        font-size: var(--hw-text-s);
        color: var(--hw-ink-soft);
      }
      form {
        display: grid;
        gap: var(--hw-2);
      }
      input {
        inline-size: 100%;
        min-inline-size: 0;
        padding: var(--hw-2) var(--hw-3);
        border: 1px solid var(--hw-edge);
        border-radius: var(--hw-radius-m);
        background: var(--hw-raised);
        color: var(--hw-ink);
        font: inherit;
        font-size: max(1rem, 16px);
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: var(--hw-2);
      }
      .answers .button {
        flex: 1;
      }
      .value {
        padding: var(--hw-2) var(--hw-3);
        border-radius: var(--hw-radius-s);
        background: var(--hw-raised);
        font: 600 1.15em / 1.4 ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, monospace;
        overflow-wrap: anywhere;
        user-select: none;
      }
      .left {
        block-size: 3px;
        border-radius: 2px;
        background: var(--hw-hush-line);
        transform-origin: 0 0;
        animation: run-out linear forwards;
      }
      :dir(rtl) > .left {
        transform-origin: 100% 0;
      }
      @keyframes run-out {
        to {
          transform: scaleX(0);
        }
      }
      @media (forced-colors: active) {
        section,
        .value {
          border: 1px solid CanvasText;
        }
        .left {
          background: CanvasText;
        }
      }
    `,
  ];
}
