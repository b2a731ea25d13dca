import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { EventOf, Retention } from "../../client/door";
import { icon, iconStyles } from "../icons";
import { dayOf, rolesOf, words } from "../strings";
import { base, buttons } from "../tokens";
import { promiseStyles } from "./promises.styles";

/**
 * Says in plain words what is protected, by whom, what the desk keeps, and what others can see.
 *
 * @element hw-trust
 * @attr desk - the fingerprint that the page pins
 * @attr deskname - what the desk calls itself in its signed manifest; empty if not known yet
 * @attr {boolean} resumable - the chat survives a reload; if not, that is said
 * @prop {EventOf<"verified"> | null} verified - the technician who proved to speak for the desk
 * @prop {Retention | null} retention - what the desk keeps
 * @fires hw-close - back to the chat
 */
export class Trust extends LitElement {
  static override properties = {
    desk: { type: String },
    deskName: { type: String, attribute: "deskname" },
    resumable: { type: Boolean },
    verified: { attribute: false },
    retention: { attribute: false },
  };

  declare desk: string;
  declare deskName: string;
  declare resumable: boolean;
  declare verified: EventOf<"verified"> | null;
  declare retention: Retention | null;

  constructor() {
    super();
    this.desk = "";
    this.deskName = "";
    this.resumable = true;
    this.verified = null;
    this.retention = null;
  }

  override focus(): void {
    this.updateComplete.then(() => this.renderRoot.querySelector("button")?.focus());
  }

  protected override render(): TemplateResult {
    return html`
      <div class="bar">
        <button
          class="icon"
          aria-label=${words.trust.close}
          title=${words.trust.close}
          @click=${() => this.dispatchEvent(new CustomEvent("hw-close"))}
        >
          ${icon("back")}
        </button>
        <h1>${words.trust.title}</h1>
      </div>
      <div class="page" tabindex="0" role="region" aria-label=${words.trust.title}>
        ${this.#who()}
        <section>
          <ul class="promises">
            <li>${icon("lock")}<p>${words.promises.readable}</p></li>
            <li>${icon("hushed")}<p>${words.promises.masked}</p></li>
            ${keptBy(this.retention, this.deskName)}
            ${this.resumable ? nothing : html`<li>${icon("info")}<p>${words.pin.lost}</p></li>`}
          </ul>
        </section>
        ${this.verified ? this.#comparison(this.verified) : nothing}
        <section>
          <h2>${words.trust.canSee}</h2>
          <p class="soft">${words.trust.relaySees}</p>
          <p class="soft">${words.trust.siteSees}</p>
        </section>
        <section>
          <h2>${words.trust.fingerprint}</h2>
          <p class="fingerprint">${groups(this.desk)}</p>
        </section>
      </div>
    `;
  }

  #who(): TemplateResult {
    const v = this.verified;
    return html`<section class="who ${v ? "verified" : ""}">
      ${icon(v ? "verified" : "shield")}
      <div>
        <h2>${v ? words.trust.verified : words.trust.notYet}</h2>
        <p>${v ? words.trust.verifiedText({ name: v.name, role: rolesOf(v.roles), desk: this.deskName }) : words.trust.notYetText}</p>
        ${v && v.proof !== "desk-verified" ? html`<p>${v.proof === "pin-verified" ? words.pin.pinText : words.pin.linkText}</p>` : nothing}
        ${v ? html`<p class="soft">${words.trust.validUntil} ${dayOf(v.expires)}</p>` : nothing}
      </div>
    </section>`;
  }

  #comparison(v: EventOf<"verified">): TemplateResult {
    return html`<section>
      <h2>${words.trust.comparison}</h2>
      <p class="digits">${v.comparison}</p>
      <p class="soft">${words.trust.comparisonText}</p>
    </section>`;
  }

  static override styles = [
    base,
    buttons,
    iconStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        background: var(--hw-surface);
      }
      .bar {
        display: flex;
        align-items: center;
        gap: var(--hw-2);
        padding: var(--hw-3);
      }
      h1 {
        font-size: var(--hw-text-l);
      }
      h2 {
        font-size: var(--hw-text-m);
        margin-block-end: var(--hw-1);
      }
      .page {
        flex: 1;
        min-block-size: 0;
        overflow-y: auto;
        scrollbar-width: thin;
        padding: var(--hw-1) var(--hw-5) var(--hw-5);
        display: flex;
        flex-direction: column;
        gap: var(--hw-5);
      }
      .page:focus-visible {
        outline-offset: -3px;
      }
      .who {
        display: flex;
        gap: var(--hw-3);
        padding: var(--hw-4);
        border-radius: var(--hw-radius-m);
        background: var(--hw-sunken);
      }
      .who.verified {
        background: var(--hw-accent-soft);
      }
      .who > .hw-icon {
        inline-size: 1.75rem;
        block-size: 1.75rem;
        color: var(--hw-ink-soft);
      }
      .who.verified > .hw-icon {
        color: var(--hw-accent);
      }
      .who .soft {
        margin-block-start: var(--hw-1);
      }
      .soft {
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-s);
      }
      .soft + .soft {
        margin-block-start: var(--hw-2);
      }
      .digits {
        font: 600 var(--hw-text-xl) / 1.4 var(--hw-mono);
        letter-spacing: 0.06em;
        direction: ltr;
        text-align: match-parent;
      }
      .fingerprint {
        font: var(--hw-text-s) / 1.7 var(--hw-mono);
        color: var(--hw-ink-soft);
        direction: ltr;
        text-align: match-parent;
        overflow-wrap: break-word;
        user-select: all;
      }
      ${promiseStyles}
      @media (forced-colors: active) {
        .who {
          border: 1px solid CanvasText;
        }
      }
    `,
  ];
}

/** What the desk keeps, as an item of a list of promises. */
export function keptBy(retention: Retention | null, deskName: string): TemplateResult | typeof nothing {
  if (retention === null) return nothing;
  const own = retention.words.trim();
  if (!retention.archive) return html`<li>${icon("erase")}<p>${own || words.promises.keepsNothing}</p></li>`;
  const { days } = retention;
  return html`<li>
    ${icon("file")}
    <div>
      <p>${days === undefined ? words.promises.keeps : words.promises.keepsDays(days)}</p>
      ${own ? html`<p class="soft">${words.promises.kept({ desk: deskName, own })}</p>` : nothing}
    </div>
  </li>`;
}

function groups(fingerprint: string): string {
  return fingerprint
    .replace(/^(hw1)/, "$1 ")
    .replace(/(?<= )(.+)$/, (rest) => rest.match(/.{1,4}/g)?.join(" ") ?? rest);
}
