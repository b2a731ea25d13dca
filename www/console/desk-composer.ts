import { css, html, nothing, type TemplateResult } from "lit";
import { Composer } from "../ui/elements/composer";
import { deskWords } from "../ui/strings/desk";
import { type Answer, find } from "./answers";

/**
 * A composer that offers ready answers to who types a slash: arrows choose, Enter or Tab puts the answer in, Escape closes.
 *
 * @element hw-desk-composer
 * @prop {Answer[]} answers - what there is
 */
export class DeskComposer extends Composer {
  static override properties = {
    ...Composer.properties,
    answers: { attribute: false },
    chosen: { state: true },
    closed: { state: true },
  };

  declare answers: Answer[];
  declare protected chosen: number;
  /** The text for which the list was closed. */
  declare protected closed: string | null;

  constructor() {
    super();
    this.answers = [];
    this.chosen = 0;
    this.closed = null;
  }

  /** The answers to be offered now; null: nobody looks for one. */
  #offered(): Answer[] | null {
    const { text } = this;
    if (this.answers.length === 0 || !text.startsWith("/") || text.includes("\n") || text === this.closed) return null;
    return find(this.answers, text.slice(1));
  }

  #take(answer: Answer): void {
    this.value = answer.text;
    this.chosen = 0;
    this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    this.updateComplete.then(() => {
      const field = this.renderRoot.querySelector("textarea");
      field?.focus();
      field?.setSelectionRange(answer.text.length, answer.text.length);
    });
  }

  protected override takes(event: KeyboardEvent): boolean {
    const offered = this.#offered();
    if (offered === null || event.isComposing) return false;
    const count = offered.length;
    const answer = offered[Math.min(this.chosen, count - 1)];
    switch (event.key) {
      case "ArrowDown":
        this.chosen = count === 0 ? 0 : (this.chosen + 1) % count;
        return true;
      case "ArrowUp":
        this.chosen = count === 0 ? 0 : (this.chosen + count - 1) % count;
        return true;
      case "Enter":
      case "Tab":
        if (answer === undefined || event.shiftKey) return false;
        this.#take(answer);
        return true;
      case "Escape":
        this.closed = this.text;
        return true;
      default:
        this.chosen = 0;
        return false;
    }
  }

  protected override get listed(): string | null {
    const offered = this.#offered();
    return offered === null || offered.length === 0 ? null : `answer-${Math.min(this.chosen, offered.length - 1)}`;
  }

  protected override menu(): TemplateResult | typeof nothing {
    const offered = this.#offered();
    const w = deskWords.work;
    if (offered === null) return nothing;
    const chosen = Math.min(this.chosen, offered.length - 1);
    return html`<div class="menu">
      ${
        offered.length === 0
          ? html`<p role="status">${w.answersNone}</p>`
          : html`<ul id="menu" role="listbox" aria-label=${w.answers}>
              ${offered.map(
                (answer, i) => html`<li
                  id="answer-${i}"
                  role="option"
                  aria-selected=${i === chosen}
                  @pointerdown=${(event: Event) => event.preventDefault()}
                  @click=${() => this.#take(answer)}
                >
                  <b>/${answer.name}</b><small>${answer.of === "desk" ? w.fromDesk : w.mine}</small>
                  <span dir="auto">${answer.text}</span>
                </li>`,
              )}
            </ul>`
      }
    </div>`;
  }

  static override styles = [
    ...Composer.styles,
    css`
      :host {
        position: relative;
      }
      .menu {
        position: absolute;
        z-index: 4;
        inset-block-end: calc(100% + var(--hw-2));
        inset-inline: 0;
        max-block-size: min(22rem, 50vh);
        overflow-y: auto;
        padding: var(--hw-1);
        border: 1px solid var(--hw-line);
        border-radius: var(--hw-radius-m);
        background: var(--hw-raised);
        box-shadow: var(--hw-shadow-tall);
      }
      .menu p {
        padding: var(--hw-2) var(--hw-3);
        color: var(--hw-ink-soft);
      }
      .menu li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--hw-3);
        padding: var(--hw-2) var(--hw-3);
        border-radius: var(--hw-radius-s);
        cursor: pointer;
      }
      .menu li:hover {
        background: var(--hw-sunken);
      }
      .menu li[aria-selected="true"] {
        background: var(--hw-accent-soft);
      }
      .menu b {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .menu small {
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-xs);
      }
      .menu span {
        grid-column: 1 / -1;
        overflow: hidden;
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-s);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      @media (forced-colors: active) {
        .menu li[aria-selected="true"] {
          outline: 2px solid Highlight;
          outline-offset: -2px;
        }
      }
    `,
  ];
}
