import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Desk } from "../client/desk";
import type { PeerEvent } from "../client/door";
import { codeOf } from "../client/errors";
import { fromNow, sentence, words } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";
import { consoleStyles } from "./console-view.styles";
import { DeskModel, type Talk } from "./model";
import type { Pane } from "./pane";
import { type Act, actOf } from "./shortcuts";
import { side } from "./side";

/** A refusal is read within this time, or looked up with the mouse over it. */
const TOAST_MS = 8_000;
/** Enough for a desk owner to renew a certificate of thirty days without hurry. */
const EXPIRY_WARNING_MS = 7 * 24 * 3_600_000;

/**
 * The technician's console: queue, chats, the open chat, what is known about it.
 *
 * Keyboard: see `shortcuts.ts`; Alt+H shows the list.
 *
 * @element hw-console
 * @prop {Desk} desk - an attached desk
 * @attr {boolean} active - the page is on the screen: messages count as read
 * @prop {() => number} now - the clock
 * @fires hw-signout - leave this tab's desk
 * @fires hw-unread - messages waiting to be seen changed; `detail.count`
 */
export class ConsoleView extends LitElement {
  static override properties = {
    desk: { attribute: false },
    active: { type: Boolean },
    now: { attribute: false },
    current: { state: true },
    dialog: { state: true },
    details: { state: true },
  };
  static override styles = consoleStyles;

  declare desk: Desk;
  declare active: boolean;
  declare now: () => number;
  declare protected current: number | null;
  declare protected dialog: "none" | "end" | "shortcuts";
  declare protected details: boolean;

  #model = new DeskModel();
  #claiming = false;
  #unread = 0;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #stopListening: (() => void) | undefined;

  constructor() {
    super();
    this.active = false;
    this.now = Date.now;
    this.current = null;
    this.dialog = "none";
    this.details = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Waiting times run on; once a second is what a reader can see.
    this.#ticker = setInterval(() => this.requestUpdate(), 1000);
    window.addEventListener("keydown", this.#key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticker);
    window.removeEventListener("keydown", this.#key);
    this.#stopListening?.();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("desk")) return;
    this.#stopListening?.();
    this.#model = new DeskModel();
    this.current = null;
    this.#stopListening = this.desk.onAny((event) => this.#take(event));
  }

  protected override updated(): void {
    this.#pane?.requestUpdate();
    this.renderRoot.querySelector<LitElement>("hw-details")?.requestUpdate();
    const count = this.#model.unread;
    if (count !== this.#unread) {
      this.#unread = count;
      this.dispatchEvent(new CustomEvent("hw-unread", { detail: { count } }));
    }
  }

  get #pane(): Pane | null {
    return this.renderRoot.querySelector<Pane>("hw-pane");
  }

  #take(event: PeerEvent): void {
    const toasts = this.#model.toasts.length;
    const begun = this.#model.apply(event);
    if (begun !== null && this.#claiming) {
      this.#claiming = false;
      this.#open(begun);
    }
    if (event.type === "refused") this.#claiming = false;
    if (this.#model.toasts.length > toasts) this.#fadeToast();
    this.requestUpdate();
  }

  #fadeToast(): void {
    const toast = this.#model.toasts.at(-1);
    if (toast === undefined) return;
    setTimeout(() => this.#dismiss(toast.id), TOAST_MS);
  }

  #dismiss(id: number): void {
    this.#model.dismiss(id);
    this.requestUpdate();
  }

  /** Does what the wasm peer may refuse to do, and says so if it does. */
  #try(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#model.toast(codeOf(error));
      this.#fadeToast();
    }
    this.requestUpdate();
  }

  #claim(knock: number): void {
    this.#claiming = true;
    this.#try(() => this.desk.claim(knock));
  }

  #open(talk: Talk): void {
    this.current = talk.chat;
    this.dialog = "none";
    this.updateComplete.then(() => this.#pane?.focus());
  }

  #toList(): void {
    const chat = this.current;
    this.current = null;
    this.details = false;
    this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(`[data-chat="${chat}"]`)?.focus();
    });
  }

  #remove(chat: number): void {
    const after = this.#model.neighbour(chat, 1, "any");
    this.#model.remove(chat);
    if (after !== undefined && window.innerWidth >= 768) this.#open(after);
    else this.#toList();
    this.requestUpdate();
  }

  #end(): void {
    const talk = this.#model.talk(this.current);
    this.dialog = "none";
    if (talk !== undefined && !talk.over) this.#try(() => this.desk.end(talk.chat));
  }

  #key = (event: KeyboardEvent): void => {
    const act = event.isComposing ? null : actOf(event);
    if (act === null || this.dialog !== "none") return;
    if (this.#act(act)) event.preventDefault();
  };

  #act(act: Act): boolean {
    const model = this.#model;
    const go = (talk: Talk | undefined): boolean => {
      if (talk !== undefined) this.#open(talk);
      return talk !== undefined;
    };
    switch (act) {
      case "next":
        return go(model.neighbour(this.current, 1, "any"));
      case "previous":
        return go(model.neighbour(this.current, -1, "any"));
      case "unread":
        return go(model.neighbour(this.current, 1, "unread"));
      case "claim": {
        const first = model.waiting[0];
        if (first !== undefined) this.#claim(first.knock);
        return first !== undefined;
      }
      case "end": {
        const talk = model.talk(this.current);
        if (talk === undefined || talk.over) return false;
        this.dialog = "end";
        return true;
      }
      case "list":
        if (this.current === null) return false;
        this.#toList();
        return true;
      case "help":
        this.dialog = "shortcuts";
        return true;
    }
  }

  protected override render(): TemplateResult {
    const model = this.#model;
    const talk = model.talk(this.current);
    return html`
      ${this.#banners()}
      <div class="columns ${talk ? "talking" : "listing"} ${this.details ? "detailed" : ""}">
        ${side(model, {
          identity: this.desk.identity,
          current: this.current,
          now: this.now(),
          open: (opened) => this.#open(opened),
          claim: (knock) => this.#claim(knock),
          shortcuts: () => {
            this.dialog = "shortcuts";
          },
          signOut: () => this.dispatchEvent(new CustomEvent("hw-signout")),
        })}
        ${talk ? this.#talk(talk) : this.#nothingOpen()}
      </div>
      ${this.#toasts()} ${this.#dialogs()}
    `;
  }

  #talk(talk: Talk): TemplateResult {
    return html`
      <hw-pane
        role="main"
        .desk=${this.desk}
        .talk=${talk}
        .now=${this.now}
        ?active=${this.active}
        @hw-back=${this.#toList}
        @hw-end=${() => {
          this.dialog = "end";
        }}
        @hw-details=${() => {
          this.details = !this.details;
        }}
        @hw-remove=${() => this.#remove(talk.chat)}
        @hw-changed=${() => this.requestUpdate()}
      ></hw-pane>
      <hw-details
        role="complementary"
        aria-label=${deskWords.desk.details}
        .talk=${talk}
        closable
        @hw-close=${() => {
          this.details = false;
        }}
      ></hw-details>
    `;
  }

  #nothingOpen(): TemplateResult {
    const first = this.#model.waiting[0];
    return html`<main class="nothing">
      <div class="still" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
      <h2>${deskWords.desk.none}</h2>
      <p>${deskWords.desk.noneText}</p>
      ${
        first
          ? html`<button class="button primary" @click=${() => this.#claim(first.knock)}>
              ${deskWords.desk.nextCustomer}
            </button>`
          : nothing
      }
    </main>`;
  }

  #banners(): TemplateResult {
    const { link } = this.#model;
    const left = this.desk.identity.expires - this.now();
    return html`<header class="banners">
      <h1 class="visually-hidden">${deskWords.desk.title}</h1>
      ${
        link.state === "lost"
          ? html`<hw-notice tone="hush" icon="broken">${deskWords.desk.link.lost}</hw-notice>`
          : link.state === "refused"
            ? html`<hw-notice tone="no" icon="refused" heading="${deskWords.desk.link.refused}.">${sentence(link.code)}</hw-notice>`
            : nothing
      }
      ${
        left < 0
          ? html`<hw-notice tone="no" icon="warning">${deskWords.desk.expired}</hw-notice>`
          : left < EXPIRY_WARNING_MS
            ? html`<hw-notice tone="hush" icon="clock">${deskWords.desk.expires({ when: fromNow(left) })}</hw-notice>`
            : nothing
      }
    </header>`;
  }

  #toasts(): TemplateResult {
    return html`<div class="toasts">
      ${this.#model.toasts.map(
        (toast) => html`<hw-notice
          tone="no"
          icon="warning"
          dismissible
          @hw-dismiss=${() => this.#dismiss(toast.id)}
          >${sentence(toast.code)}</hw-notice
        >`,
      )}
    </div>`;
  }

  #dialogs(): TemplateResult | typeof nothing {
    const close = (): void => {
      this.dialog = "none";
    };
    if (this.dialog === "end") {
      return html`<hw-confirm
        heading=${words.endChat.title}
        text=${words.endChat.text}
        yes=${words.endChat.confirm}
        no=${words.endChat.cancel}
        @hw-yes=${this.#end}
        @hw-no=${close}
      ></hw-confirm>`;
    }
    if (this.dialog === "shortcuts") return html`<hw-shortcuts @hw-close=${close}></hw-shortcuts>`;
    return nothing;
  }
}
