import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { icon, iconStyles } from "../icons";
import type { Destination, Doubt } from "../model/links";
import { words } from "../strings";
import { base, buttons, dialogs } from "../tokens";

/**
 * Says where an address of a message leads before it is opened, and why one might not want to. A native modal dialog.
 *
 * @element hw-link-sheet
 * @prop {Destination} to - the address
 * @fires hw-close - answered, either way
 */
export class LinkSheet extends LitElement {
  static override properties = { to: { attribute: false } };

  declare to: Destination | null;

  constructor() {
    super();
    this.to = null;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  #close(): void {
    this.#dialog?.close();
    this.dispatchEvent(new CustomEvent("hw-close"));
  }

  #cancelled(event: Event): void {
    event.preventDefault();
    this.#close();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape") event.stopPropagation();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { to } = this;
    if (to === null) return nothing;
    const doubtful = to.doubts.length > 0;
    return html`
      <dialog aria-labelledby="heading" @cancel=${this.#cancelled} @keydown=${this.#key}>
        <h2 id="heading">${doubtful ? words.link.doubtful : words.link.title}</h2>
        <p class="host" dir="ltr"><bdi>${to.host}</bdi></p>
        ${
          doubtful
            ? html`<ul>
                ${to.doubts.map(
                  (doubt) => html`<li>${icon("warning")}<span>${doubtOf(doubt, to.like ?? "")}</span></li>`,
                )}
              </ul>`
            : html`<p class="text">${words.link.text}</p>`
        }
        <div class="answers">
          <button class="button quiet" @click=${this.#close}>${words.link.stay}</button>
          <a
            class="button ${doubtful ? "danger" : "primary"}"
            href=${to.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            referrerpolicy="no-referrer"
            @click=${this.#close}
            >${words.link.open}${icon("outside")}</a
          >
        </div>
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
        inline-size: min(23rem, calc(100vw - 2rem));
        animation: rise var(--hw-calm);
      }
      h2 {
        font-size: var(--hw-text-l);
        line-height: 1.3;
      }
      .host {
        margin-block: var(--hw-3);
        padding: var(--hw-2) var(--hw-3);
        border-radius: var(--hw-radius-s);
        background: var(--hw-sunken);
        font-weight: 600;
        text-align: start;
        overflow-wrap: anywhere;
      }
      .text {
        margin-block-end: var(--hw-5);
        color: var(--hw-ink-soft);
      }
      ul {
        display: grid;
        gap: var(--hw-2);
        margin-block-end: var(--hw-5);
      }
      li {
        display: flex;
        gap: var(--hw-2);
        padding: var(--hw-2) var(--hw-3);
        border-radius: var(--hw-radius-s);
        background: var(--hw-no-soft);
        color: var(--hw-no);
        font-size: var(--hw-text-s);
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: var(--hw-2);
      }
      .answers .button {
        flex: 1;
        white-space: nowrap;
        gap: var(--hw-1);
        text-decoration: none;
      }
    `,
  ];
}

function doubtOf(doubt: Doubt, like: string): string {
  return doubt === "resembles" ? words.link.doubts.resembles({ like }) : words.link.doubts[doubt];
}
