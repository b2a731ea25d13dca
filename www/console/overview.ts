import { css, html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { icon, iconStyles } from "../ui/icons";
import { elapsed, nameOfKind } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";
import { base, buttons, dialogs } from "../ui/tokens";
import { proofName } from "./facts";
import type { DeskModel, Talk } from "./model";

/** As many minutes as bars can be told apart on a phone. */
const MINUTES = 30;
const KINDS = 6;
const BAR = 10;
const HEIGHT = 48;

/**
 * This console's chats in numbers: how many, how long, what masking did. Never a text. A native modal dialog.
 *
 * @element hw-overview
 * @prop {DeskModel} model - what to count
 * @prop {() => number} now - the clock
 * @fires hw-close - it was closed
 */
export class Overview extends LitElement {
  static override properties = { model: { attribute: false }, now: { attribute: false } };

  declare model: DeskModel;
  declare now: () => number;

  constructor() {
    super();
    this.now = Date.now;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  protected override render(): TemplateResult {
    const w = deskWords.overview;
    const { model } = this;
    const first = model.waiting[0];
    return html`<dialog
      aria-labelledby="heading"
      @close=${() => this.dispatchEvent(new CustomEvent("hw-close"))}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Escape") event.stopPropagation();
      }}
    >
      <h2 id="heading" tabindex="-1">${w.title}</h2>
      <p class="soft">${w.text}</p>
      <dl class="tiles">
        ${tile(w.now, String(model.talks.filter((talk) => !talk.over).length))}
        ${tile(deskWords.desk.queue, String(model.waiting.length))}
        ${tile(w.longest, first ? elapsed(this.now() - first.since) : "–")}
        ${tile(w.maskedAll, String(model.tally.maskedAll))}
      </dl>
      <div class="charts">${this.#perMinute()} ${this.#byKind()}</div>
      ${model.talks.length === 0 ? html`<p class="soft">${w.none}</p>` : this.#table()}
      <button
        class="icon close"
        aria-label=${deskWords.desk.close}
        title=${deskWords.desk.close}
        @click=${() => this.renderRoot.querySelector("dialog")?.close()}
      >
        ${icon("close")}
      </button>
    </dialog>`;
  }

  #perMinute(): TemplateResult {
    const counts = this.model.tally.lastMinutes(this.now(), MINUTES);
    const most = Math.max(1, ...counts);
    const name = deskWords.overview.perMinute({ minutes: MINUTES });
    return html`<figure>
      <figcaption>${name}</figcaption>
      <svg viewBox="0 0 ${MINUTES * BAR} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${name}: ${counts.join(", ")}">
        ${counts.map((count, i) => {
          // A minute without messages is a line, not a hole.
          const high = Math.max(1, (count / most) * HEIGHT);
          return svg`<rect x=${i * BAR + 1} y=${HEIGHT - high} width=${BAR - 2} height=${high} />`;
        })}
      </svg>
    </figure>`;
  }

  #byKind(): TemplateResult | typeof nothing {
    const kinds = this.model.tally.kinds.slice(0, KINDS);
    const most = kinds[0]?.[1] ?? 1;
    if (kinds.length === 0) return nothing;
    return html`<figure>
      <figcaption>${deskWords.overview.byKind}</figcaption>
      <ul class="kinds">
        ${kinds.map(
          ([kind, count]) => html`<li>
            <span>${nameOfKind(kind)}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect width=${(count / most) * 100} height="8" rx="2" />
            </svg>
            <b>${count}</b>
          </li>`,
        )}
      </ul>
    </figure>`;
  }

  #table(): TemplateResult {
    const w = deskWords.overview;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${deskWords.desk.chats}>
      <table>
        <thead>
          <tr>
            <th scope="col">${deskWords.desk.customer}</th>
            <th scope="col">${w.state}</th>
            <th scope="col">${w.proof}</th>
            <th scope="col">${w.duration}</th>
            <th scope="col">${w.messages}</th>
            <th scope="col">${w.masked}</th>
            <th scope="col">${deskWords.work.caseNumber}</th>
          </tr>
        </thead>
        <tbody>${this.model.talks.map((talk) => this.#row(talk))}</tbody>
      </table>
    </div>`;
  }

  #row(talk: Talk): TemplateResult {
    const state = talk.over ? "ended" : talk.state;
    const until = talk.endedAt ?? this.now();
    return html`<tr>
      <th scope="row">${talk.number}</th>
      <td>${talk.heldSince === null ? deskWords.desk.states[state] : deskWords.work.held}</td>
      <td>${proofName(talk.peer)}</td>
      <td class="number">${elapsed(until - talk.since)}</td>
      <td class="number">${talk.tally.messages}</td>
      <td class="number">${talk.tally.maskedAll}</td>
      <td>${talk.caseNumber || "–"}</td>
    </tr>`;
  }

  static override styles = [
    base,
    dialogs,
    buttons,
    iconStyles,
    css`
      dialog {
        inline-size: min(50rem, calc(100vw - 2rem));
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
      }
      h2:focus {
        outline: none;
      }
      .soft {
        color: var(--hw-ink-soft);
      }
      .tiles {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr));
        gap: var(--hw-3);
        margin-block: var(--hw-4);
      }
      .tiles div {
        display: flex;
        flex-direction: column-reverse;
        padding: var(--hw-3);
        border-radius: var(--hw-radius-m);
        background: var(--hw-sunken);
      }
      .tiles dt {
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-s);
      }
      .tiles dd {
        font-size: var(--hw-text-xl);
        font-weight: 650;
        font-variant-numeric: tabular-nums;
        line-height: 1.3;
      }
      .charts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr));
        gap: var(--hw-5);
        margin-block-end: var(--hw-4);
      }
      figcaption {
        margin-block-end: var(--hw-2);
        color: var(--hw-ink-soft);
        font-size: var(--hw-text-s);
      }
      figure > svg {
        inline-size: 100%;
        block-size: 5rem;
        fill: var(--hw-accent);
      }
      .kinds li {
        display: grid;
        grid-template-columns: 9rem minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--hw-3);
        font-size: var(--hw-text-s);
      }
      .kinds svg {
        inline-size: 100%;
        block-size: 0.5rem;
        fill: var(--hw-hush-line);
      }
      :host(:dir(rtl)) svg {
        transform: scaleX(-1);
      }
      :host(:dir(rtl)) .close svg {
        transform: none;
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-size: var(--hw-text-s);
      }
      th,
      td {
        padding: var(--hw-2);
        border-block-end: 1px solid var(--hw-line);
        text-align: start;
        white-space: nowrap;
      }
      thead th {
        color: var(--hw-ink-soft);
        font-weight: 600;
      }
      .number {
        font-variant-numeric: tabular-nums;
      }
      @media (forced-colors: active) {
        rect {
          fill: CanvasText;
        }
      }
    `,
  ];
}

function tile(name: string, value: string): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
