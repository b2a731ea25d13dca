import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Action, Finding } from "../../client/door";
import { icon, iconStyles } from "../icons";
import { pieces } from "../model/transcript";
import { kindsOf, words } from "../strings";
import { base, buttons } from "../tokens";

/** Somebody who stopped typing for this long is not typing. */
const TYPING_PAUSE_MS = 4_000;
/** Screen readers hear about findings after a pause, not at every key. */
const ANNOUNCE_AFTER_MS = 700;

/** Carries the text to be sent. */
export type SendEvent = CustomEvent<{ text: string }>;
/** Carries whether somebody types. */
export type TypingEvent = CustomEvent<{ on: boolean }>;

/** The message that a text answers or replaces. */
export interface Context {
  act: "reply" | "edit";
  label: string;
  text: string;
}

/**
 * A field to write in, that underlines what the masker finds while one types.
 *
 * The underlines lie in a copy of the text behind a real textarea, so input methods, screen readers, undo and
 * spelling work as in any textarea. The copy also gives the field its height.
 *
 * @element hw-composer
 * @attr placeholder - shown while the field is empty
 * @attr {boolean} disabled - nothing can be written
 * @attr {boolean} hold - one can write, but not send yet
 * @prop {Context | null} context - what the text will belong to: a message that it answers or replaces
 * @prop {(text: string) => Finding[]} scan - what the masker finds in a text
 * @fires hw-send - Enter or the button; `detail.text`. The field is emptied
 * @fires hw-cancel - the text is to belong to nothing again
 * @fires hw-typing - somebody began or stopped typing; `detail.on`
 * @csspart field - the frame around text and button
 * @csspart input - the textarea
 * @csspart send - the button
 * @csspart findings - the line that says what will be masked
 */
export class Composer extends LitElement {
  static override properties = {
    placeholder: { type: String },
    disabled: { type: Boolean, reflect: true },
    hold: { type: Boolean },
    scan: { attribute: false },
    context: { attribute: false },
    text: { state: true },
    announced: { state: true },
  };

  declare placeholder: string;
  declare disabled: boolean;
  declare hold: boolean;
  declare scan: (text: string) => Finding[];
  declare context: Context | null;
  declare protected text: string;
  declare protected announced: string;

  #findings: Finding[] = [];
  #typing = false;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #announceTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.placeholder = words.composer.placeholder;
    this.disabled = false;
    this.hold = false;
    this.scan = () => [];
    this.context = null;
    this.text = "";
    this.announced = "";
  }

  /** The text in the field. */
  get value(): string {
    return this.text;
  }

  set value(text: string) {
    this.text = text;
    if (text === "") this.#setTyping(false);
  }

  override focus(options?: FocusOptions): void {
    if (this.hasUpdated) this.#input?.focus(options);
    else this.updateComplete.then(() => this.#input?.focus(options));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#announceTimer);
    clearTimeout(this.#typingTimer);
  }

  get #input(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("text") || changed.has("scan")) {
      this.#findings = this.text === "" ? [] : this.scan(this.text).filter((f) => f.action !== "allow");
      clearTimeout(this.#announceTimer);
      this.#announceTimer = setTimeout(() => {
        this.announced = this.#summary.map(([, line]) => line).join(". ");
      }, ANNOUNCE_AFTER_MS);
    }
  }

  /** One line for each thing that will happen, the gravest first. */
  get #summary(): [Exclude<Action, "allow">, string][] {
    const lines: [Exclude<Action, "allow">, string][] = [];
    const those = (action: Action): Finding[] => this.#findings.filter((f) => f.action === action);
    if (those("block").length > 0)
      lines.push(["block", words.composer.notAccepted({ kinds: kindsOf(those("block")) })]);
    if (those("mask").length > 0) lines.push(["mask", words.composer.willBeMasked({ kinds: kindsOf(those("mask")) })]);
    if (those("warn").length > 0) lines.push(["warn", words.composer.sentAsTyped({ kinds: kindsOf(those("warn")) })]);
    return lines;
  }

  protected override render(): TemplateResult {
    const summary = this.#summary;
    const empty = this.text.trim() === "";
    return html`
      <form @submit=${this.#submit}>
        <ul class="findings" part="findings" aria-hidden="true" ?hidden=${summary.length === 0}>
          ${summary.map(
            ([action, line]) => html`<li class=${action}>${icon(action === "mask" ? "hushed" : "warning")}${line}</li>`,
          )}
        </ul>
        <div class="visually-hidden" role="status">${this.announced}</div>
        ${this.context === null ? nothing : this.#belongsTo(this.context)}
        <div class="field" part="field" @pointerdown=${this.#focusField}>
          <div class="scroll">
            <div class="stack">
              <div class="mirror" aria-hidden="true">${this.#mirror()}</div>
              <textarea
                part="input"
                rows="1"
                dir="auto"
                autocomplete="off"
                enterkeyhint="send"
                aria-label=${words.composer.label}
                placeholder=${this.placeholder}
                aria-description=${words.composer.hint}
                .value=${this.text}
                ?disabled=${this.disabled}
                @input=${this.#edited}
                @keydown=${this.#key}
                @blur=${() => this.#setTyping(false)}
              ></textarea>
            </div>
          </div>
          <button
            part="send"
            class="send"
            type="submit"
            aria-label=${words.composer.send}
            title=${words.composer.send}
            ?disabled=${this.disabled || this.hold || empty}
          >
            ${icon("send")}
          </button>
        </div>
      </form>
    `;
  }

  #belongsTo({ act, label, text }: Context): TemplateResult {
    return html`<div class="context">
      ${icon(act)}
      <p dir="auto"><b>${label}</b><span>${text}</span></p>
      <button class="icon" type="button" aria-label=${words.messages.cancel} title=${words.messages.cancel} @click=${this.#cancel}>
        ${icon("close")}
      </button>
    </div>`;
  }

  #cancel(): void {
    this.dispatchEvent(new CustomEvent("hw-cancel"));
    this.focus();
  }

  #mirror(): unknown[] {
    const shown = this.#findings.map((f) => ({ start: f.start, end: f.end, kind: f.action }));
    // The last character keeps an empty last line as high as in the textarea.
    return [
      ...pieces(this.text, shown).map((p) => (p.kind ? html`<mark class=${p.kind}>${p.text}</mark>` : p.text)),
      "\u200b",
    ];
  }

  #focusField(event: Event): void {
    if (event.target instanceof HTMLElement && !event.target.closest("textarea, button")) {
      event.preventDefault();
      this.focus();
    }
  }

  #edited(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.#setTyping(this.text.trim() !== "");
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.context !== null && !event.isComposing) {
      // Escape belongs to the innermost thing: the window stays open.
      event.preventDefault();
      event.stopPropagation();
      this.#cancel();
      return;
    }
    // 229: input methods in Safari report Enter after the composition has ended.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit(event);
  }

  #submit(event: Event): void {
    event.preventDefault();
    const text = this.text.trim();
    if (this.disabled || this.hold || text === "") return;
    this.value = "";
    this.dispatchEvent(new CustomEvent("hw-send", { detail: { text } }) satisfies SendEvent);
    this.focus();
  }

  #setTyping(on: boolean): void {
    clearTimeout(this.#typingTimer);
    if (on) this.#typingTimer = setTimeout(() => this.#setTyping(false), TYPING_PAUSE_MS);
    if (on === this.#typing) return;
    this.#typing = on;
    this.dispatchEvent(new CustomEvent("hw-typing", { detail: { on } }) satisfies TypingEvent);
  }

  static override styles = [
    base,
    buttons,
    iconStyles,
    css`
      :host {
        display: block;
      }
      .context {
        display: flex;
        align-items: center;
        gap: var(--hw-2);
        margin-block-end: var(--hw-2);
        padding-inline-start: var(--hw-3);
        border-inline-start: 3px solid var(--hw-accent);
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-s);
      }
      .context p {
        flex: 1;
        min-inline-size: 0;
        display: grid;
      }
      .context b {
        color: var(--hw-accent);
      }
      .context span {
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      .findings {
        display: flex;
        flex-wrap: wrap;
        gap: var(--hw-1) var(--hw-2);
        padding: 0 var(--hw-1) var(--hw-2);
        font-size: var(--hw-text-s);
      }
      .findings li {
        display: inline-flex;
        align-items: center;
        gap: var(--hw-1);
        padding: 0.1rem var(--hw-2);
        border-radius: var(--hw-radius-pill);
        background: var(--hw-hush-soft);
        color: var(--hw-hush);
      }
      .findings .block {
        background: var(--hw-no-soft);
        color: var(--hw-no);
      }
      .findings .warn {
        background: none;
        color: var(--hw-ink-soft);
        box-shadow: inset 0 0 0 1px var(--hw-line);
      }
      .field {
        display: flex;
        align-items: end;
        gap: var(--hw-1);
        padding: 0.3rem;
        border: 1px solid var(--hw-edge);
        border-radius: 1.45rem;
        background: var(--hw-raised);
        cursor: text;
        transition: border-color var(--hw-quick), box-shadow var(--hw-quick);
      }
      .field:focus-within {
        border-color: var(--hw-accent);
        box-shadow: 0 0 0 1px var(--hw-accent);
      }
      :host([disabled]) .field {
        background: var(--hw-sunken);
        border-color: var(--hw-line);
        cursor: default;
      }
      .scroll {
        flex: 1;
        min-inline-size: 0;
        max-block-size: min(9.5rem, 30vh);
        overflow-y: auto;
        scrollbar-width: thin;
      }
      .stack {
        display: grid;
      }
      .mirror,
      textarea {
        grid-area: 1 / 1;
        padding: 0.4rem 0.65rem;
        margin: 0;
        border: 0;
        font: inherit;
        line-height: 1.45;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        unicode-bidi: plaintext;
        text-align: start;
      }
      .mirror {
        color: transparent;
        pointer-events: none;
        user-select: none;
      }
      textarea {
        inline-size: 100%;
        min-inline-size: 0;
        resize: none;
        overflow: hidden;
        background: none;
        position: relative;
        outline: none;
      }
      textarea::placeholder {
        color: var(--hw-ink-soft);
        opacity: 1;
      }
      mark {
        color: transparent;
        background: var(--hw-hush-soft);
        border-radius: 2px;
        box-decoration-break: clone;
        text-decoration: underline 2px var(--hw-hush-line);
        text-underline-offset: 0.24em;
        text-decoration-skip-ink: none;
      }
      mark.block {
        background: var(--hw-no-soft);
        text-decoration-color: var(--hw-no);
        text-decoration-style: wavy;
        text-decoration-thickness: 1px;
      }
      mark.warn {
        background: none;
        text-decoration-style: dotted;
      }
      .send {
        flex: none;
        display: grid;
        place-items: center;
        inline-size: 2.25rem;
        block-size: 2.25rem;
        border-radius: 50%;
        background: var(--hw-accent);
        color: var(--hw-on-accent);
        transition: background var(--hw-quick), color var(--hw-quick), transform var(--hw-quick);
      }
      .send:hover {
        background: var(--hw-accent-strong);
      }
      .send:active {
        transform: scale(0.94);
      }
      .send:disabled {
        background: var(--hw-sunken);
        color: var(--hw-ink-soft);
      }
      @media (pointer: coarse) {
        /* iOS zooms into a field whose letters are smaller than 16 px. */
        .mirror,
        textarea {
          font-size: max(1rem, 16px);
        }
        .send {
          inline-size: 2.5rem;
          block-size: 2.5rem;
        }
        .mirror,
        textarea {
          padding-block: 0.5rem;
        }
      }
      @media (forced-colors: active) {
        .mirror {
          forced-color-adjust: none;
        }
        mark {
          background: none;
          text-decoration-color: LinkText;
        }
        .field:focus-within {
          outline: 2px solid Highlight;
        }
        .send {
          border: 1px solid ButtonText;
        }
      }
    `,
  ];
}
