import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { InviteKind } from "../client/door";
import { type IconName, icon } from "../ui/icons";
import { elapsed, sentence } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";
import { sheetStyles } from "./invite-sheet.styles";
import { addressOf, groups, type Invite, type InviteOutcome } from "./invites";
import { qrCode } from "./qr";

/** What to hand out, and for how long. */
export type InviteEvent = CustomEvent<{ kind: InviteKind; seconds: number }>;

const MINUTE = 60;
const HOUR = 3_600;
/** A PIN is typed while one talks; a link may wait in a mailbox for a day. */
const LIFETIMES: Record<InviteKind, readonly number[]> = {
  pin: [5 * MINUTE, 15 * MINUTE, HOUR],
  link: [15 * MINUTE, HOUR, 8 * HOUR, 24 * HOUR],
};
const USUAL: Record<InviteKind, number> = { pin: 15 * MINUTE, link: HOUR };
const COPIED_MS = 2_000;
/** Where the browser remembers the page that links lead to. */
const PAGE = "hushwire-page";

/**
 * Makes an invite and shows its words: digits to be read out, or a link with its picture. A native modal dialog.
 *
 * @element hw-invite-sheet
 * @prop {Invite | null} invite - what to show; nothing: a new one is to be made
 * @prop {string[]} origins - the sites that a link may lead to
 * @prop {() => number} now - the clock
 * @attr {boolean} asking - the relay has been asked for one
 * @fires hw-invite - make one; `detail.kind`, `detail.seconds`
 * @fires hw-withdraw - take this one back
 * @fires hw-another - make another one
 * @fires hw-close - it was closed
 */
export class InviteSheet extends LitElement {
  static override properties = {
    invite: { attribute: false },
    origins: { attribute: false },
    now: { attribute: false },
    asking: { type: Boolean },
    kind: { state: true },
    page: { state: true },
    copied: { state: true },
  };
  static override styles = sheetStyles;

  declare invite: Invite | null;
  declare origins: string[];
  declare now: () => number;
  declare asking: boolean;
  declare protected kind: InviteKind;
  declare protected page: string;
  declare protected copied: boolean;
  #forget: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.invite = null;
    this.origins = [];
    this.now = Date.now;
    this.asking = false;
    this.kind = "pin";
    this.page = "";
    this.copied = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("invite")) this.copied = false;
    if (!changed.has("origins")) return;
    const remembered = localStorage.getItem(PAGE) ?? "";
    this.page = addressOf(remembered, "", this.origins) === null ? pageOf(this.origins[0]) : remembered;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  protected override updated(changed: PropertyValues<this>): void {
    // What was focused is gone: the heading says what came instead.
    const before = changed.get("invite");
    if (before !== undefined && before !== this.invite) this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#forget);
  }

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  #make(event: Event): void {
    event.preventDefault();
    if (this.asking) return;
    const seconds = Number(new FormData(event.target as HTMLFormElement).get("seconds"));
    this.dispatchEvent(new CustomEvent("hw-invite", { detail: { kind: this.kind, seconds } }) satisfies InviteEvent);
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Not allowed here (a frame without the permission): it stands there to be marked and copied by hand.
      return;
    }
    this.copied = true;
    clearTimeout(this.#forget);
    this.#forget = setTimeout(() => {
      this.copied = false;
    }, COPIED_MS);
  }

  #choosePage(event: Event): void {
    this.page = (event.target as HTMLInputElement).value.trim();
    if (addressOf(this.page, "", this.origins) !== null) localStorage.setItem(PAGE, this.page);
  }

  protected override render(): TemplateResult {
    const { invite } = this;
    return html`<dialog
      aria-labelledby="heading"
      @close=${() => this.#tell("hw-close")}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Escape") event.stopPropagation();
      }}
    >
      ${invite === null ? this.#choice() : invite.outcome === null ? this.#words(invite) : this.#over(invite, invite.outcome)}
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

  #choice(): TemplateResult {
    const w = deskWords.invite;
    const choice = (kind: InviteKind, sign: IconName, name: string, text: string): TemplateResult =>
      html`<label class="choice">
        <input
          type="radio"
          name="kind"
          value=${kind}
          .checked=${this.kind === kind}
          @change=${() => {
            this.kind = kind;
          }}
        />
        ${icon(sign)}<span><b>${name}</b><small>${text}</small></span>
      </label>`;
    return html`<form @submit=${this.#make}>
      <h2 id="heading" tabindex="-1">${w.open}</h2>
      <p class="soft">${w.text}</p>
      <fieldset>
        <legend class="visually-hidden">${w.open}</legend>
        ${choice("pin", "digits", w.pin, w.pinText)} ${choice("link", "chain", w.link, w.linkText)}
      </fieldset>
      <label class="field"
        ><span>${w.lifetime}</span>
        <select name="seconds">
          ${LIFETIMES[this.kind].map(
            (seconds) =>
              html`<option value=${seconds} .selected=${seconds === USUAL[this.kind]}>${span(seconds)}</option>`,
          )}
        </select>
      </label>
      <button class="button primary" aria-disabled=${this.asking}>${this.asking ? w.asking : w.create}</button>
    </form>`;
  }

  #words(invite: Invite): TemplateResult {
    const left = elapsed(invite.expires - this.now());
    return html`
      ${invite.kind === "pin" ? this.#pin(invite) : this.#link(invite)}
      <p class="once">${icon("info")}<span>${deskWords.invite.once}</span></p>
      <div class="answers">
        <p class="left" role="timer">${icon("clock")}${deskWords.invite.endsIn({ time: left })}</p>
        <button class="button quiet" @click=${() => this.#tell("hw-withdraw")}>${deskWords.invite.withdraw}</button>
      </div>
    `;
  }

  #pin({ words }: Invite): TemplateResult {
    const shown = groups(words);
    // Read digit by digit, with a pause after three: nobody writes "four hundred and twenty-one" down.
    const spoken = shown.map((group) => [...group].join(" ")).join(", ");
    return html`
      <h2 id="heading" tabindex="-1">${deskWords.invite.pinTitle}</h2>
      <p class="soft">${deskWords.invite.pinHow}</p>
      <p class="pin" dir="ltr">
        <span class="visually-hidden">${spoken}</span>
        ${shown.map((group) => html`<b aria-hidden="true">${group}</b>`)}
      </p>
      ${this.#copyButton(shown.join(" "))}
    `;
  }

  #link({ words }: Invite): TemplateResult {
    const w = deskWords.invite;
    const address = addressOf(this.page, words, this.origins);
    return html`
      <h2 id="heading" tabindex="-1">${w.linkTitle}</h2>
      <p class="soft">${w.linkHow}</p>
      <label class="field wide"
        ><span>${w.site}</span>
        <input
          type="url"
          dir="ltr"
          list="sites"
          autocomplete="off"
          spellcheck="false"
          .value=${this.page}
          aria-invalid=${address === null}
          aria-describedby=${address === null ? "wrong" : nothing}
          @input=${this.#choosePage}
        />
      </label>
      <datalist id="sites">${this.origins.map((origin) => html`<option value=${pageOf(origin)}></option>`)}</datalist>
      ${
        address === null
          ? html`<p id="wrong" class="wrong" role="alert">${icon("warning")}<span>${w.siteWrong}</span></p>`
          : html`<div class="link">
              ${qrCode(address, w.code)}
              <div>
                <input class="address" readonly dir="ltr" aria-label=${w.link} .value=${address} @focus=${marked} />
                ${this.#copyButton(address)}
              </div>
            </div>`
      }
    `;
  }

  #copyButton(text: string): TemplateResult {
    const w = deskWords.invite;
    return html`<button class="button quiet copy" @click=${() => this.#copy(text)}>
        ${icon(this.copied ? "check" : "copy")}${this.copied ? w.copied : w.copy}
      </button>
      <span class="visually-hidden" role="status">${this.copied ? w.copied : ""}</span>`;
  }

  #over({ kind, code }: Invite, outcome: InviteOutcome): TemplateResult {
    const w = deskWords.invite;
    const [sign, tone] = signOf(outcome);
    return html`<section class="over ${tone}">
      <div class="seal">${icon(sign)}</div>
      <h2 id="heading" tabindex="-1">${kind === "pin" ? w.pin : w.link}</h2>
      <p>${w.ended[outcome]}</p>
      ${code ? html`<p class="soft">${sentence(code)}</p>` : nothing}
      <button class="button primary" @click=${() => this.#tell("hw-another")}>${w.another}</button>
    </section>`;
  }
}

/** How an end looks. */
export function signOf(outcome: InviteOutcome): [IconName, "good" | "bad" | "plain"] {
  if (outcome === "used") return ["check", "good"];
  if (outcome === "wrong" || outcome === "refused") return ["refused", "bad"];
  return ["clock", "plain"];
}

function span(seconds: number): string {
  const w = deskWords.invite;
  return seconds < HOUR ? w.minutes(seconds / MINUTE) : w.hours(seconds / HOUR);
}

function pageOf(origin: string | undefined): string {
  return origin === undefined ? "" : `${origin}/`;
}

function marked(event: Event): void {
  (event.target as HTMLInputElement).select();
}
