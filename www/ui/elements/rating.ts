import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { icon, iconStyles } from "../icons";
import { words } from "../strings";
import { base } from "../tokens";

/**
 * One to five stars and, once one is chosen, room for a sentence. Radio buttons, so arrow keys and screen readers know it.
 *
 * @element hw-rating
 */
export class Rating extends LitElement {
  static override properties = { stars: { state: true } };

  /** Chosen so far; 0: none. */
  declare stars: number;

  constructor() {
    super();
    this.stars = 0;
  }

  /** What was written beside the stars. */
  get comment(): string {
    return this.renderRoot.querySelector("textarea")?.value.trim() ?? "";
  }

  protected override render(): TemplateResult {
    return html`<fieldset>
        <legend>${words.rating.title}</legend>
        <div class="stars">
          ${[1, 2, 3, 4, 5].map(
            (n) => html`<label class=${n <= this.stars ? "lit" : ""} title=${words.rating.stars(n)}>
              <input
                type="radio"
                name="stars"
                aria-label=${words.rating.stars(n)}
                @change=${() => {
                  this.stars = n;
                }}
              />${icon("star")}</label
            >`,
          )}
        </div>
      </fieldset>
      ${
        this.stars > 0
          ? html`<textarea rows="2" maxlength="600" dir="auto" placeholder=${words.rating.comment} aria-label=${words.rating.comment}></textarea>`
          : nothing
      }
      <p>${words.rating.hint}</p>`;
  }

  static override styles = [
    base,
    iconStyles,
    css`
      :host {
        display: grid;
        gap: var(--hw-2);
      }
      fieldset {
        border: 0;
        padding: 0;
        margin: 0;
      }
      legend {
        font-weight: 600;
      }
      .stars {
        display: flex;
        margin-inline-start: -0.4rem;
      }
      label {
        position: relative;
        display: grid;
        place-items: center;
        inline-size: var(--hw-touch, 2.75rem);
        block-size: var(--hw-touch, 2.75rem);
        font-size: 1.35rem;
        color: var(--hw-ink-soft);
        cursor: pointer;
      }
      label.lit {
        color: var(--hw-accent);
      }
      label.lit .hw-icon {
        fill: currentColor;
      }
      input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--hw-accent);
        border-radius: var(--hw-radius-s);
      }
      textarea {
        inline-size: 100%;
        padding: var(--hw-2) var(--hw-3);
        border: 1px solid var(--hw-edge);
        border-radius: var(--hw-radius-m);
        background: var(--hw-raised);
        color: var(--hw-ink);
        font: inherit;
        font-size: max(1rem, 16px);
        resize: none;
      }
      p {
        font-size: var(--hw-text-s);
        color: var(--hw-ink-soft);
      }
    `,
  ];
}
