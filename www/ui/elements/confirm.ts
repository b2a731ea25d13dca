import { css, html, LitElement, type TemplateResult } from "lit";
import { base, buttons, dialogs } from "../tokens";

/**
 * Asks before something that cannot be undone. A native modal dialog: focus stays inside, Escape says no.
 *
 * @element hw-confirm
 * @attr heading - the question
 * @attr text - what it means
 * @attr yes - the button that does it
 * @attr no - the button that does not; the first, so the dialog focuses it
 * @slot - what else is to be said or chosen before
 * @fires hw-yes - do it
 * @fires hw-no - do not
 */
export class Confirm extends LitElement {
  static override properties = {
    heading: { type: String },
    text: { type: String },
    yes: { type: String },
    no: { type: String },
  };

  declare heading: string;
  declare text: string;
  declare yes: string;
  declare no: string;

  constructor() {
    super();
    this.heading = "";
    this.text = "";
    this.yes = "";
    this.no = "";
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  #answer(name: "hw-yes" | "hw-no"): void {
    this.#dialog?.close();
    this.dispatchEvent(new CustomEvent(name));
  }

  #cancelled(event: Event): void {
    event.preventDefault();
    this.#answer("hw-no");
  }

  #key(event: KeyboardEvent): void {
    // Escape answers this question and must not also close what is around it.
    if (event.key === "Escape") event.stopPropagation();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="heading" aria-describedby="text" @cancel=${this.#cancelled} @keydown=${this.#key}>
        <h2 id="heading">${this.heading}</h2>
        <p id="text">${this.text}</p>
        <slot></slot>
        <div class="answers">
          <button class="button quiet" @click=${() => this.#answer("hw-no")}>${this.no}</button>
          <button class="button danger" @click=${() => this.#answer("hw-yes")}>${this.yes}</button>
        </div>
      </dialog>
    `;
  }

  static override styles = [
    base,
    dialogs,
    buttons,
    css`
      dialog {
        inline-size: min(22rem, calc(100vw - 2rem));
        animation: rise var(--hw-calm);
      }
      h2 {
        font-size: var(--hw-text-l);
        line-height: 1.3;
      }
      p {
        margin-block: var(--hw-2) var(--hw-5);
        color: var(--hw-ink-soft);
      }
      ::slotted(*) {
        margin-block-end: var(--hw-5);
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: var(--hw-2);
      }
      .answers .button {
        flex: 1;
        white-space: nowrap;
      }
    `,
  ];
}
