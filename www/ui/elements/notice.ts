import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { type IconName, icon, iconStyles } from "../icons";
import { words } from "../strings";
import { base, buttons } from "../tokens";

/** How grave it is. */
export type Tone = "calm" | "hush" | "no";

/**
 * A short note that stands in the page: connection lost, not sent, certificate about to expire.
 *
 * @element hw-notice
 * @attr {calm|hush|no} tone - how grave it is; `no` is announced at once, the others politely
 * @attr icon - name of an icon
 * @attr heading - a few words before the text
 * @attr {boolean} dismissible - shows a button to close it
 * @slot - the text
 * @fires hw-dismiss - the button was pressed
 */
export class Notice extends LitElement {
  static override properties = {
    tone: { type: String, reflect: true },
    icon: { type: String },
    heading: { type: String },
    dismissible: { type: Boolean },
  };

  declare tone: Tone;
  declare icon: IconName;
  declare heading: string;
  declare dismissible: boolean;

  constructor() {
    super();
    this.tone = "calm";
    this.icon = "info";
    this.heading = "";
    this.dismissible = false;
  }

  protected override render(): TemplateResult {
    return html`
      <div class="note" role=${this.tone === "no" ? "alert" : "status"}>
        ${icon(this.icon)}
        <p>${this.heading ? html`<b>${this.heading}</b> ` : nothing}<slot></slot></p>
        ${
          this.dismissible
            ? html`<button
                aria-label=${words.blocked.dismiss}
                @click=${() => this.dispatchEvent(new CustomEvent("hw-dismiss"))}
              >
                ${icon("close")}
              </button>`
            : nothing
        }
      </div>
    `;
  }

  static override styles = [
    base,
    buttons,
    iconStyles,
    css`
      :host {
        display: block;
        font-size: var(--hw-text-s);
      }
      .note {
        display: flex;
        align-items: flex-start;
        gap: var(--hw-2);
        padding: var(--hw-2) var(--hw-3);
        border-radius: var(--hw-radius-m);
        background: var(--hw-accent-soft);
        color: var(--hw-ink);
      }
      .note > .hw-icon {
        margin-block-start: 0.1em;
        color: var(--hw-accent);
      }
      :host([tone="hush"]) .note {
        background: var(--hw-hush-soft);
      }
      :host([tone="hush"]) .note > .hw-icon {
        color: var(--hw-hush);
      }
      :host([tone="no"]) .note {
        background: var(--hw-no-soft);
      }
      :host([tone="no"]) .note > .hw-icon {
        color: var(--hw-no);
      }
      p {
        flex: 1;
        min-inline-size: 0;
        overflow-wrap: break-word;
      }
      button {
        margin: -0.15rem -0.3rem -0.15rem 0;
        padding: 0.25rem;
        border-radius: var(--hw-radius-s);
      }
      @media (forced-colors: active) {
        .note {
          border: 1px solid CanvasText;
        }
      }
    `,
  ];
}
