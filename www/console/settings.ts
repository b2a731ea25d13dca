import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { icon, iconStyles } from "../ui/icons";
import { deskWords } from "../ui/strings/desk";
import { base, buttons, dialogs } from "../ui/tokens";
import { type AlertWishes, wish, wishes } from "./alerts";
import { type Answer, drop, keep, own } from "./answers";
import { play } from "./sound";

/**
 * What a technician sets for this browser: alerts, and own ready answers. A native modal dialog.
 *
 * @element hw-settings
 * @fires hw-close - it was closed
 */
export class Settings extends LitElement {
  static override properties = { chosen: { state: true }, answers: { state: true }, denied: { state: true } };

  declare protected chosen: AlertWishes;
  declare protected answers: Answer[];
  /** The browser does not let this page notify. */
  declare protected denied: boolean;

  constructor() {
    super();
    this.chosen = wishes(localStorage);
    this.answers = own(localStorage);
    this.denied = false;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  async #notify(event: Event): Promise<void> {
    const { checked } = event.target as HTMLInputElement;
    const allowed = checked && (await mayNotify());
    this.denied = checked && !allowed;
    this.chosen = wish(localStorage, { notify: allowed, offered: true });
    this.requestUpdate();
  }

  #sound(event: Event): void {
    const { checked } = event.target as HTMLInputElement;
    this.chosen = wish(localStorage, { sound: checked });
    if (checked) play("message");
  }

  #add(event: Event): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const name = String(data.get("name") ?? "")
      .trim()
      .replace(/^\//, "");
    const text = String(data.get("text") ?? "").trim();
    if (name === "" || text === "") return;
    keep(localStorage, name, text);
    this.answers = own(localStorage);
    form.reset();
    form.querySelector("input")?.focus();
  }

  #drop(name: string): void {
    drop(localStorage, name);
    this.answers = own(localStorage);
    this.renderRoot.querySelector<HTMLElement>("#own")?.focus();
  }

  protected override render(): TemplateResult {
    const a = deskWords.alerts;
    const w = deskWords.work;
    return html`<dialog
      aria-labelledby="heading"
      @close=${() => this.dispatchEvent(new CustomEvent("hw-close"))}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Escape") event.stopPropagation();
      }}
    >
      <h2 id="heading">${a.title}</h2>
      <label class="switch">
        <span>${a.notify}<small>${a.notifyText}</small></span>
        <input type="checkbox" role="switch" .checked=${this.chosen.notify} @change=${this.#notify} />
      </label>
      ${this.denied ? html`<p class="denied" role="alert">${icon("warning")}<span>${a.denied}</span></p>` : nothing}
      <label class="switch">
        <span>${a.sound}</span>
        <input type="checkbox" role="switch" .checked=${this.chosen.sound} @change=${this.#sound} />
      </label>
      <h2 id="own" tabindex="-1">${w.answersOwn}</h2>
      <p class="soft">${w.answersText}</p>
      ${
        this.answers.length === 0
          ? nothing
          : html`<ul>
              ${this.answers.map(
                ({ name, text }) => html`<li>
                  <p><b>/${name}</b><span dir="auto">${text}</span></p>
                  <button class="icon" aria-label=${w.drop({ name })} title=${w.drop({ name })} @click=${() => this.#drop(name)}>
                    ${icon("remove")}
                  </button>
                </li>`,
              )}
            </ul>`
      }
      <form @submit=${this.#add}>
        <label>${w.name}<input name="name" maxlength="40" autocomplete="off" dir="auto" required /></label>
        <label>${w.text}<textarea name="text" maxlength="2000" rows="2" dir="auto" required></textarea></label>
        <button class="button quiet">${w.add}</button>
      </form>
      <button class="icon close" aria-label=${deskWords.desk.close} title=${deskWords.desk.close} @click=${() =>
        this.renderRoot.querySelector("dialog")?.close()}>
        ${icon("close")}
      </button>
    </dialog>`;
  }

  static override styles = [
    base,
    dialogs,
    buttons,
    iconStyles,
    css`
      dialog {
        inline-size: min(28rem, calc(100vw - 2rem));
        max-block-size: calc(100dvh - 2rem);
        overflow-y: auto;
      }
      .close {
        position: absolute;
        inset-block-start: var(--hw-3);
        inset-inline-end: var(--hw-3);
      }
      h2 {
        font-size: var(--hw-text-l);
        line-height: 1.3;
      }
      h2:focus {
        outline: none;
      }
      #own {
        margin-block-start: var(--hw-5);
      }
      .soft,
      small {
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-s);
      }
      small {
        display: block;
      }
      .switch {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--hw-4);
        padding-block: var(--hw-3);
        border-block-end: 1px solid var(--hw-line);
        cursor: pointer;
      }
      .switch input {
        flex: none;
        inline-size: 1.35rem;
        block-size: 1.35rem;
        accent-color: var(--hw-accent);
      }
      .denied {
        display: flex;
        gap: var(--hw-2);
        padding-block: var(--hw-2);
        color: var(--hw-no);
        font-size: var(--hw-text-s);
      }
      ul {
        margin-block-start: var(--hw-3);
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--hw-2);
        border-block-end: 1px solid var(--hw-line);
      }
      li p {
        flex: 1;
        min-inline-size: 0;
        padding-block: var(--hw-2);
      }
      li b,
      li span {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      li span {
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-s);
      }
      form {
        display: grid;
        gap: var(--hw-3);
        margin-block-start: var(--hw-4);
      }
      form label {
        display: grid;
        gap: var(--hw-1);
        font-size: var(--hw-text-s);
        color: var(--hw-ink-soft);
      }
      form input,
      textarea {
        padding: var(--hw-2) var(--hw-3);
        border: 1px solid var(--hw-edge);
        border-radius: var(--hw-radius-m);
        background: var(--hw-raised);
        color: var(--hw-ink);
        font-size: var(--hw-text-m);
        resize: vertical;
      }
    `,
  ];
}

/** Asks the browser, if it has not been asked: only ever after a click. */
export async function mayNotify(): Promise<boolean> {
  if (typeof Notification === "undefined") return false;
  const answer =
    Notification.permission === "default" ? await Notification.requestPermission() : Notification.permission;
  return answer === "granted";
}
