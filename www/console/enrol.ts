import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { icon, iconStyles, mark } from "../ui/icons";
import { sentence } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";
import { base, buttons } from "../ui/tokens";

/** Far above the longest enrolment (a certificate of 2 KiB and a manifest of 32 KiB in base64url). */
const LARGEST_FILE = 128 * 1024;

/** Carries the enrolment's text. */
export type EnrolEvent = CustomEvent<{ enrolment: string }>;

/**
 * Where a technician without an enrolment link signs in.
 *
 * @element hw-enrol
 * @attr code - why the last attempt failed
 * @fires hw-enrol - an enrolment was given; `detail.enrolment`
 */
export class Enrol extends LitElement {
  static override properties = { code: { type: String } };

  declare code: string;

  constructor() {
    super();
    this.code = "";
  }

  override focus(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  #give(text: string): void {
    const enrolment = text.trim();
    if (enrolment === "") return;
    this.dispatchEvent(new CustomEvent("hw-enrol", { detail: { enrolment } }) satisfies EnrolEvent);
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const field = this.renderRoot.querySelector<HTMLInputElement>("input[type=password]");
    this.#give(field?.value ?? "");
  }

  async #file(event: Event): Promise<void> {
    const field = event.target as HTMLInputElement;
    const file = field.files?.[0];
    field.value = "";
    if (file === undefined) return;
    this.#give(file.size > LARGEST_FILE ? "?" : await file.text());
  }

  protected override render(): TemplateResult {
    return html`
      <main>
        <div class="top"><div class="seal">${mark()}</div><hw-language-menu></hw-language-menu></div>
        <h1>${deskWords.enrol.title}</h1>
        <p>${deskWords.enrol.text}</p>
        ${
          this.code
            ? html`<hw-notice tone="no" icon="warning" heading="${deskWords.enrol.failed}.">${sentence(this.code)}</hw-notice>`
            : nothing
        }
        <form @submit=${this.#submit}>
          <label for="enrolment">${deskWords.enrol.paste}</label>
          <input
            id="enrolment"
            type="password"
            autocomplete="off"
            spellcheck="false"
            placeholder=${deskWords.enrol.placeholder}
            required
          />
          <button class="button primary" type="submit">${deskWords.enrol.submit}</button>
        </form>
        <label class="button quiet file">
          ${icon("file")}${deskWords.enrol.file}
          <input class="visually-hidden" type="file" @change=${this.#file} />
        </label>
        <p class="kept">${icon("lock")}<span>${deskWords.enrol.kept}</span></p>
      </main>
    `;
  }

  static override styles = [
    base,
    buttons,
    iconStyles,
    css`
      :host {
        display: grid;
        place-items: center;
        min-block-size: 100%;
        padding: var(--hw-4);
        background: var(--hw-canvas);
      }
      main {
        display: flex;
        flex-direction: column;
        gap: var(--hw-4);
        inline-size: min(26rem, 100%);
        padding: var(--hw-6);
        border-radius: 1.5rem;
        background: var(--hw-surface);
        box-shadow: var(--hw-shadow);
      }
      .top {
        display: flex;
        align-items: center;
        justify-content: space-between;
      }
      .seal {
        display: grid;
        place-items: center;
        inline-size: 3rem;
        block-size: 3rem;
        border-radius: 1rem;
        background: var(--hw-accent);
        color: var(--hw-on-accent);
        font-size: 1.15rem;
      }
      h1 {
        font-size: var(--hw-text-xl);
        letter-spacing: -0.015em;
        line-height: 1.2;
      }
      p {
        color: var(--hw-ink-soft);
      }
      form {
        display: grid;
        gap: var(--hw-2);
      }
      form label {
        font-weight: 600;
        font-size: var(--hw-text-s);
      }
      input[type="password"] {
        inline-size: 100%;
        padding: 0.6rem 0.8rem;
        border: 1px solid var(--hw-edge);
        border-radius: var(--hw-radius-m);
        background: var(--hw-raised);
        font-family: var(--hw-mono);
        font-size: max(var(--hw-text-m), 16px);
      }
      form .button {
        margin-block-start: var(--hw-2);
      }
      .file {
        cursor: pointer;
      }
      .file:focus-within {
        outline: 2px solid var(--hw-accent);
        outline-offset: 2px;
      }
      .kept {
        display: flex;
        gap: var(--hw-2);
        font-size: var(--hw-text-s);
      }
      .kept .hw-icon {
        margin-block-start: 0.1em;
      }
      @media (max-width: 30rem) {
        main {
          padding: var(--hw-5);
        }
      }
    `,
  ];
}
