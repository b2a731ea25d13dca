import { css, html, LitElement, type TemplateResult } from "lit";
import { deskWords } from "../ui/strings/desk";
import { base, buttons, dialogs } from "../ui/tokens";

/** What a key can do. */
export type Act = "next" | "previous" | "unread" | "claim" | "end" | "invite" | "list" | "help";

/** Alt and a key that no input method uses with it; `code`, because Alt changes `key` on a Mac. */
const KEYS: Record<string, Act> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  ArrowRight: "unread",
  Enter: "claim",
  NumpadEnter: "claim",
  Backspace: "end",
  KeyH: "help",
  KeyI: "invite",
};

/** What a key press asks for. */
export function actOf(event: KeyboardEvent): Act | null {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return null;
  if (event.altKey) return KEYS[event.code] ?? null;
  return event.key === "Escape" ? "list" : null;
}

/**
 * The list of keyboard shortcuts.
 *
 * @element hw-shortcuts
 * @fires hw-close - it was closed
 */
export class Shortcuts extends LitElement {
  protected override firstUpdated(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  protected override render(): TemplateResult {
    const w = deskWords.desk.shortcutList;
    const rows: [string[], string][] = [
      [["Alt", "↓ ↑"], w.next],
      [["Alt", "→"], w.unread],
      [["Alt", "Enter"], w.claim],
      [["Alt", "Backspace"], w.end],
      [["Alt", "I"], w.invite],
      [["Esc"], w.list],
      [["Alt", "H"], w.help],
    ];
    return html`<dialog aria-labelledby="heading" @close=${() => this.dispatchEvent(new CustomEvent("hw-close"))}>
      <h2 id="heading">${deskWords.desk.shortcuts}</h2>
      <dl>
        ${rows.map(([keys, what]) => html`<dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${what}</dd>`)}
      </dl>
      <button class="button quiet" @click=${() => this.renderRoot.querySelector("dialog")?.close()}>
        ${deskWords.desk.close}
      </button>
    </dialog>`;
  }

  static override styles = [
    base,
    dialogs,
    buttons,
    css`
      dialog {
        inline-size: min(27rem, calc(100vw - 2rem));
      }
      h2 {
        font-size: var(--hw-text-l);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        align-items: center;
        gap: var(--hw-3) var(--hw-4);
        margin-block: var(--hw-4) var(--hw-5);
      }
      dt {
        display: flex;
        gap: var(--hw-1);
      }
      kbd {
        padding: 0.1rem 0.5rem;
        border: 1px solid var(--hw-line);
        border-block-end-width: 2px;
        border-radius: var(--hw-radius-s);
        background: var(--hw-sunken);
        font: var(--hw-text-s) / 1.5 var(--hw-font);
        white-space: nowrap;
      }
      .button {
        inline-size: 100%;
      }
    `,
  ];
}
