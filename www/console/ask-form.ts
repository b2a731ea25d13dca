import { css, html, LitElement, type TemplateResult } from "lit";
import type { Form } from "../client/door";
import { icon, iconStyles } from "../ui/icons";
import { words } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";
import { base, buttons, dialogs } from "../ui/tokens";

/** Carries what the form asks for, and why. */
export type AskFormEvent = CustomEvent<{ form: Form; note: string }>;

const FORMS: readonly Form[] = ["card", "password", "code", "other"];

/**
 * Lets a technician open a small secure form at the customer's end. A button, and a native modal dialog behind it.
 *
 * @element hw-ask-form
 * @attr {boolean} disabled - nobody is there to ask
 * @fires hw-ask-form - ask; `detail.form`, `detail.note`
 */
export class AskForm extends LitElement {
  static override properties = { disabled: { type: Boolean } };

  declare disabled: boolean;

  constructor() {
    super();
    this.disabled = false;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  #ask(event: Event): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const form = FORMS.find((each) => each === data.get("form")) ?? "other";
    const note = String(data.get("note") ?? "").trim();
    this.#dialog?.close();
    (event.target as HTMLFormElement).reset();
    this.dispatchEvent(new CustomEvent("hw-ask-form", { detail: { form, note } }) satisfies AskFormEvent);
  }

  protected override render(): TemplateResult {
    const name = (form: Form): string => words.ask.forms[form === "other" ? "entry" : form];
    return html`
      <button
        class="icon"
        ?disabled=${this.disabled}
        aria-haspopup="dialog"
        aria-label=${deskWords.ask.open}
        title=${deskWords.ask.open}
        @click=${() => this.#dialog?.showModal()}
      >
        ${icon("reveal")}
      </button>
      <dialog aria-labelledby="heading" aria-describedby="text" @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Escape") event.stopPropagation();
      }}>
        <form @submit=${this.#ask}>
          <h2 id="heading">${deskWords.ask.open}</h2>
          <p id="text">${deskWords.ask.text}</p>
          <fieldset>
            <legend class="visually-hidden">${deskWords.ask.what}</legend>
            ${FORMS.map(
              (form, i) =>
                html`<label><input type="radio" name="form" value=${form} ?checked=${i === 0} /><span>${name(form)}</span></label>`,
            )}
          </fieldset>
          <label class="note">${deskWords.ask.why}<input name="note" maxlength="300" dir="auto" autocomplete="off" /></label>
          <div class="answers">
            <button class="button quiet" type="button" @click=${() => this.#dialog?.close()}>${words.messages.cancel}</button>
            <button class="button primary">${deskWords.ask.send}</button>
          </div>
        </form>
      </dialog>
    `;
  }

  static override styles = [
    base,
    dialogs,
    buttons,
    iconStyles,
    css`
      dialog {
        inline-size: min(24rem, calc(100vw - 2rem));
      }
      form {
        display: grid;
        gap: var(--hw-3);
      }
      h2 {
        font-size: var(--hw-text-l);
        line-height: 1.3;
      }
      p {
        color: var(--hw-ink-soft);
      }
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: var(--hw-2);
        border: 0;
        padding: 0;
        margin: 0;
      }
      fieldset label {
        position: relative;
        cursor: pointer;
      }
      fieldset input {
        position: absolute;
        opacity: 0;
        inset: 0;
        margin: 0;
      }
      fieldset span {
        display: block;
        padding: var(--hw-2) var(--hw-3);
        border-radius: var(--hw-radius-pill);
        box-shadow: inset 0 0 0 1px var(--hw-edge);
      }
      fieldset span::first-letter {
        text-transform: uppercase;
      }
      fieldset :checked + span {
        background: var(--hw-accent);
        color: var(--hw-on-accent);
        box-shadow: none;
      }
      fieldset :focus-visible + span {
        outline: 2px solid var(--hw-accent);
        outline-offset: 2px;
      }
      .note {
        display: grid;
        gap: var(--hw-1);
        font-size: var(--hw-text-s);
        color: var(--hw-ink-soft);
      }
      .note input {
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
      @media (forced-colors: active) {
        fieldset :checked + span {
          border: 2px solid Highlight;
        }
      }
    `,
  ];
}
