import { css, html, LitElement, type TemplateResult } from "lit";
import { icon, iconStyles } from "../ui/icons";
import { digitsOf, grouped, PIN_DIGITS } from "../ui/model/pin";
import { words } from "../ui/strings";
import { base, buttons } from "../ui/tokens";

/** Carries the nine digits. */
export type PinEvent = CustomEvent<{ pin: string }>;

/**
 * Where a customer types the PIN that a technician read out. One field, as phones and screen readers know it; the groups
 * come by themselves.
 *
 * @element hw-pin
 * @fires hw-pin - nine digits were given; `detail.pin`
 * @fires hw-back - none after all
 */
export class Pin extends LitElement {
  static override properties = { digits: { state: true } };

  declare protected digits: string;

  constructor() {
    super();
    this.digits = "";
  }

  override focus(): void {
    this.updateComplete.then(() => this.#input?.focus());
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector("input");
  }

  #typed(event: InputEvent): void {
    const input = event.target as HTMLInputElement;
    if (event.isComposing) return;
    const before = digitsOf(input.value.slice(0, input.selectionStart ?? input.value.length)).length;
    this.digits = digitsOf(input.value);
    // The caret stays behind the digit that was typed, wherever the groups moved to.
    input.value = grouped(this.digits);
    const at = grouped(this.digits.slice(0, before)).length;
    input.setSelectionRange(at, at);
  }

  #submit(event: Event): void {
    event.preventDefault();
    const { digits } = this;
    if (digits.length !== PIN_DIGITS) {
      this.#input?.focus();
      return;
    }
    this.digits = "";
    if (this.#input !== null) this.#input.value = "";
    this.dispatchEvent(new CustomEvent("hw-pin", { detail: { pin: digits } }) satisfies PinEvent);
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.dispatchEvent(new CustomEvent("hw-back"));
  }

  protected override render(): TemplateResult {
    const left = PIN_DIGITS - this.digits.length;
    return html`<form @submit=${this.#submit} @keydown=${this.#key}>
      <label for="pin">${words.pin.title}</label>
      <p id="text">${words.pin.text}</p>
      <input
        id="pin"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        spellcheck="false"
        dir="ltr"
        maxlength="32"
        placeholder="000 000 000"
        aria-describedby="text"
        @input=${this.#typed}
      />
      <div class="answers">
        <button class="button quiet" type="button" @click=${() => this.dispatchEvent(new CustomEvent("hw-back"))}>
          ${words.messages.cancel}
        </button>
        <button class="button primary" ?disabled=${left > 0}>${icon("lock")}${words.pin.go}</button>
      </div>
    </form>`;
  }

  static override styles = [
    base,
    buttons,
    iconStyles,
    css`
      form {
        display: grid;
        gap: var(--hw-2);
        padding: var(--hw-4);
        border-radius: var(--hw-radius-l);
        background: var(--hw-raised);
        box-shadow: inset 0 0 0 1px var(--hw-line);
        text-align: start;
      }
      label {
        font-weight: 600;
      }
      p {
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-s);
      }
      input {
        inline-size: 100%;
        min-inline-size: 0;
        padding: var(--hw-2) var(--hw-3);
        border: 1px solid var(--hw-edge);
        border-radius: var(--hw-radius-m);
        background: var(--hw-surface);
        color: var(--hw-ink);
        font: 600 1.5rem / 1.4 ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, monospace;
        letter-spacing: 0.06em;
        text-align: center;
        font-variant-numeric: tabular-nums;
      }
      input::placeholder {
        color: var(--hw-ink-soft);
        opacity: 0.55;
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: var(--hw-2);
        margin-block-start: var(--hw-1);
      }
      .answers .button {
        flex: 1;
      }
    `,
  ];
}
