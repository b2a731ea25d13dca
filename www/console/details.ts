import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { icon, iconStyles } from "../ui/icons";
import { clockTime, listKinds } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";
import { base, buttons } from "../ui/tokens";
import { languageName, proofName, proofText, siteName } from "./facts";
import type { Talk } from "./model";

/**
 * What is known about a chat: who says it is, where from, what masking did. Never more than the two ends know.
 *
 * @element hw-details
 * @prop {Talk} talk - the chat
 * @attr {boolean} closable - shows the button that closes it
 * @fires hw-close - hide it
 * @fires hw-changed - the case number or the notes changed
 */
export class Details extends LitElement {
  static override properties = { talk: { attribute: false }, closable: { type: Boolean } };

  declare talk: Talk;
  declare closable: boolean;

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("button, h2")?.focus();
  }

  #changed(): void {
    this.dispatchEvent(new CustomEvent("hw-changed"));
  }

  #own(): TemplateResult {
    const { talk } = this;
    return html`<section class="own">
      <label
        >${deskWords.work.caseNumber}
        <input
          maxlength="80"
          autocomplete="off"
          spellcheck="false"
          dir="auto"
          .value=${talk.caseNumber}
          @input=${(event: Event) => {
            talk.caseNumber = (event.target as HTMLInputElement).value;
            this.#changed();
          }}
        />
      </label>
      <label
        >${deskWords.work.notes}
        <textarea
          rows="3"
          maxlength="4000"
          dir="auto"
          aria-describedby="notes"
          .value=${talk.notes}
          @input=${(event: Event) => {
            talk.notes = (event.target as HTMLTextAreaElement).value;
            this.#changed();
          }}
        ></textarea>
      </label>
      <p class="soft" id="notes">${deskWords.work.notesText}</p>
    </section>`;
  }

  protected override render(): TemplateResult {
    const { talk } = this;
    const masked = talk.transcript.maskedKinds;
    return html`
      <div class="bar">
        <h2 tabindex="-1">${deskWords.desk.details}</h2>
        <button
          class="icon"
          ?hidden=${!this.closable}
          aria-label=${deskWords.desk.close}
          @click=${() => this.dispatchEvent(new CustomEvent("hw-close"))}
        >
          ${icon("close")}
        </button>
      </div>
      <section class="proof ${talk.peer}">
        ${icon(talk.peer === "anyone" ? "person" : "verified")}
        <div>
          <h3>${proofName(talk.peer)}</h3>
          <p>${proofText(talk.peer)}</p>
        </div>
      </section>
      <dl>
        <dt>${icon("globe")}${deskWords.desk.origin}</dt>
        <dd>${talk.origin ? siteName(talk.origin) : "–"}</dd>
        <dt>${icon("language")}${deskWords.desk.languageOf}</dt>
        <dd>${talk.language ? languageName(talk.language) : "–"}</dd>
        <dt>${icon("clock")}${deskWords.desk.started}</dt>
        <dd>${clockTime(talk.since)}</dd>
      </dl>
      <section>
        <h3>${deskWords.desk.maskedSoFar}</h3>
        ${
          masked.length === 0
            ? html`<p class="soft">${deskWords.desk.nothingMasked}</p>`
            : html`<ul class="masked">
                ${masked.map(([kind, count]) => html`<li>${icon("hushed")}${listKinds([[kind, count]])}</li>`)}
              </ul>`
        }
      </section>
      ${talk.over ? nothing : this.#own()}
      ${
        talk.comparison && !talk.over
          ? html`<section>
              <h3>${deskWords.desk.comparison}</h3>
              <p class="digits">${talk.comparison}</p>
              <p class="soft">${deskWords.desk.comparisonText}</p>
            </section>`
          : nothing
      }
    `;
  }

  static override styles = [
    base,
    buttons,
    iconStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--hw-5);
        padding: 0 var(--hw-5) var(--hw-5);
        overflow-y: auto;
        background: var(--hw-canvas);
      }
      .bar {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-block-size: 4.25rem;
        margin-block-end: calc(-1 * var(--hw-3));
      }
      h2 {
        font-size: var(--hw-text-m);
      }
      h2:focus {
        outline: none;
      }
      h3 {
        font-size: var(--hw-text-s);
        margin-block-end: var(--hw-1);
      }
      .proof {
        display: flex;
        gap: var(--hw-3);
        padding: var(--hw-3);
        border-radius: var(--hw-radius-m);
        background: var(--hw-hush-soft);
        font-size: var(--hw-text-s);
      }
      .proof .hw-icon {
        margin-block-start: 0.1em;
        color: var(--hw-hush);
      }
      .proof.pin,
      .proof.link {
        background: var(--hw-accent-soft);
      }
      .proof.pin .hw-icon,
      .proof.link .hw-icon {
        color: var(--hw-accent);
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--hw-2) var(--hw-4);
        font-size: var(--hw-text-s);
      }
      dt {
        display: flex;
        align-items: center;
        gap: var(--hw-2);
        color: var(--hw-ink-soft);
      }
      dd {
        text-align: end;
        overflow-wrap: anywhere;
      }
      .masked {
        display: flex;
        flex-wrap: wrap;
        gap: var(--hw-2);
        margin-block-start: var(--hw-2);
      }
      .masked li {
        display: inline-flex;
        align-items: center;
        gap: 0.3rem;
        padding: 0.1rem 0.6rem 0.1rem 0.45rem;
        border-radius: var(--hw-radius-pill);
        background: var(--hw-hush-soft);
        color: var(--hw-hush);
        font-size: var(--hw-text-s);
      }
      .own {
        display: grid;
        gap: var(--hw-2);
      }
      .own label {
        display: grid;
        gap: var(--hw-1);
        font-size: var(--hw-text-s);
        font-weight: 600;
      }
      .own input,
      .own textarea {
        inline-size: 100%;
        padding: var(--hw-2) var(--hw-3);
        border: 1px solid var(--hw-edge);
        border-radius: var(--hw-radius-m);
        background: var(--hw-raised);
        font-weight: 400;
        resize: vertical;
      }
      .digits {
        font: 600 var(--hw-text-l) / 1.5 var(--hw-mono);
        direction: ltr;
        text-align: match-parent;
      }
      .soft {
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-s);
      }
      @media (min-width: 75rem) {
        .bar .icon {
          display: none;
        }
      }
      @media (forced-colors: active) {
        .proof,
        .masked li {
          border: 1px solid CanvasText;
        }
      }
    `,
  ];
}
