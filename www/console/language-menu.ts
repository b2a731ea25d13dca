import { css, html, LitElement, type TemplateResult } from "lit";
import { icon, iconStyles } from "../ui/icons";
import { tongue } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";
import type { Tongue } from "../ui/strings/pick";
import { base, buttons } from "../ui/tokens";

/** Each in its own words: whoever cannot read the page finds theirs. */
const NAMES: Record<Tongue, string> = {
  ar: "العربية",
  de: "Deutsch",
  en: "English",
  es: "Español",
  fr: "Français",
  ja: "日本語",
  pt: "Português",
};

/** Carries the language that was chosen. */
export type LanguageEvent = CustomEvent<{ tongue: Tongue }>;

/**
 * The menu of languages: a real select, so every platform's own list opens.
 *
 * @element hw-language-menu
 * @fires hw-language - another one was chosen; bubbles to the window; `detail.tongue`
 */
export class LanguageMenu extends LitElement {
  #choose(event: Event): void {
    const chosen = (event.target as HTMLSelectElement).value as Tongue;
    this.dispatchEvent(
      new CustomEvent("hw-language", {
        detail: { tongue: chosen },
        bubbles: true,
        composed: true,
      }) satisfies LanguageEvent,
    );
  }

  protected override render(): TemplateResult {
    return html`<label title=${deskWords.language}>
      ${icon("language")}
      <select aria-label=${deskWords.language} .value=${tongue} @change=${this.#choose}>
        ${Object.entries(NAMES).map(
          ([code, name]) => html`<option value=${code} lang=${code} ?selected=${code === tongue}>${name}</option>`,
        )}
      </select>
    </label>`;
  }

  static override styles = [
    base,
    buttons,
    iconStyles,
    css`
      :host {
        display: inline-block;
      }
      label {
        position: relative;
        display: grid;
        place-items: center;
        inline-size: 2.25rem;
        block-size: 2.25rem;
        border-radius: var(--hw-radius-m);
        color: var(--hw-ink-soft);
      }
      label:hover {
        background: var(--hw-sunken);
        color: var(--hw-ink);
      }
      label:focus-within {
        outline: 2px solid var(--hw-accent);
        outline-offset: 2px;
      }
      select {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        opacity: 0;
        cursor: pointer;
        font-size: 16px;
      }
      option {
        background: Canvas;
        color: CanvasText;
      }
    `,
  ];
}
