import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Desk } from "../client/desk";
import type { PeerEvent } from "../client/door";
import { codeOf } from "../client/errors";
import { fromNow, sentence, words } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";
import { type Alert, Watch, wish, wishes } from "./alerts";
import type { Aside } from "./aside";
import { consoleStyles } from "./console-view.styles";
import type { InviteEvent } from "./invite-sheet";
import type { Invite } from "./invites";
import { DeskModel, type Talk } from "./model";
import type { Pane } from "./pane";
import { mayNotify } from "./settings";
import { type Act, actOf } from "./shortcuts";
import { side } from "./side";
import { play } from "./sound";

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
 * @prop {Aside | null} recalled - what the page before this one remembered
 * @attr {boolean} active - the page is on the screen: messages count as read
 * @prop {() => number} now - the clock
 * @fires hw-signout - leave this tab's desk
 * @fires hw-aside - what the next page is to remember changed; `detail`
 * @fires hw-unread - how many messages and customers wait to be seen changed; `detail.count`
 */
export class ConsoleView extends LitElement {
  static override properties = {
    desk: { attribute: false },
    recalled: { attribute: false },
    active: { type: Boolean },
    now: { attribute: false },
    current: { state: true },
    dialog: { state: true },
    details: { state: true },
  };
  static override styles = consoleStyles;

  declare desk: Desk;
  declare recalled: Aside | null;
  declare active: boolean;
  declare now: () => number;
  declare protected current: number | null;
  declare protected dialog: "none" | "end" | "shortcuts" | "invite" | "settings" | "overview";
  declare protected details: boolean;

  #model = new DeskModel();
  #claiming = false;
  /** The invite that the dialog shows; nothing: one is to be made. */
  #invite: Invite | null = null;
  #inviting = false;
  readonly #watch = new Watch();
  /** What is shown again after a reload is no news. */
  #showing = false;
  #unread = 0;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #stopListening: (() => void) | undefined;

  constructor() {
    super();
    this.active = false;
    this.recalled = null;
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
    this.#model = new DeskModel(this.recalled);
    this.current = null;
    this.#stopListening = this.desk.onAny((event) => this.#take(event));
    this.#showing = true;
    this.desk.show();
    this.#showing = false;
    const open = this.#model.talk(this.recalled?.current ?? null);
    if (open !== undefined) this.#open(open);
  }

  protected override updated(): void {
    this.#pane?.requestUpdate();
    this.renderRoot.querySelector<LitElement>("hw-details")?.requestUpdate();
    this.renderRoot.querySelector<LitElement>("hw-invite-sheet, hw-overview")?.requestUpdate();
    this.#remember();
    const count = this.#model.unread + this.#model.waiting.length;
    if (count !== this.#unread) {
      this.#unread = count;
      this.dispatchEvent(new CustomEvent("hw-unread", { detail: { count } }));
    }
  }

  #remember(): void {
    this.dispatchEvent(new CustomEvent("hw-aside", { detail: this.#model.aside(this.current) }));
  }

  get #pane(): Pane | null {
    return this.renderRoot.querySelector<Pane>("hw-pane");
  }

  #take(event: PeerEvent): void {
    const toasts = this.#model.toasts.length;
    const begun = this.#model.apply(event);
    const alert = this.#watch.take(event, this.active ? this.current : null);
    if (alert !== null && !this.#showing) this.#alert(alert);
    if (begun !== null && this.#claiming) {
      this.#claiming = false;
      this.#open(begun);
    }
    if (event.type === "refused") {
      // What the relay said is behind the dialog.
      if (this.#inviting) this.dialog = "none";
      this.#claiming = this.#inviting = false;
    }
    if (event.type === "invited" && this.#inviting) {
      this.#inviting = false;
      this.#invite = this.#model.invites.find(event.invite) ?? null;
    }
    if (event.type === "chat" && begun === null && event.state === "open") this.#welcome(event.chat);
    if (this.#model.toasts.length > toasts) this.#fadeToast();
    this.requestUpdate();
  }

  #alert(alert: Alert): void {
    const { notify, sound } = wishes(localStorage);
    if (sound) play(alert.about);
    if (!notify || this.active || typeof Notification === "undefined" || Notification.permission !== "granted") return;
    const talk = alert.about === "message" ? this.#model.talk(alert.chat) : undefined;
    const title =
      alert.about === "waiting"
        ? deskWords.alerts.waiting(alert.count)
        : deskWords.alerts.wrote({ number: talk?.number ?? "" });
    // One for the queue and one for each chat: a later one takes the place of an earlier one.
    const shown = new Notification(title, {
      tag: `hushwire-${talk?.chat ?? "queue"}`,
      lang: document.documentElement.lang,
    });
    shown.onclick = () => {
      window.focus();
      if (talk !== undefined) this.#open(talk);
      shown.close();
    };
  }

  /** Asked when it makes sense: somebody has taken a chat and will look elsewhere. */
  #offer(): TemplateResult | typeof nothing {
    const asked = wishes(localStorage).offered || typeof Notification === "undefined";
    if (asked || this.#model.talks.length === 0 || Notification.permission === "denied") return nothing;
    const answer = async (yes: boolean): Promise<void> => {
      wish(localStorage, { offered: true, notify: yes && (await mayNotify()) });
      this.requestUpdate();
    };
    return html`<hw-notice tone="calm" icon="bell">
      ${deskWords.alerts.offer}
      <div class="offer">
        <button class="button primary" @click=${() => answer(true)}>${deskWords.alerts.turnOn}</button>
        <button class="button quiet" @click=${() => answer(false)}>${deskWords.alerts.notNow}</button>
      </div>
    </hw-notice>`;
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

  #showInvite(invite: Invite | null): void {
    this.#invite = invite;
    this.dialog = "invite";
    this.requestUpdate();
  }

  #askForInvite({ detail: { kind, seconds } }: InviteEvent): void {
    this.#inviting = true;
    this.#try(() => this.desk.invite(kind, seconds));
  }

  /** Whoever the technician waits for, with the invite on the screen, is here. */
  #welcome(chat: number): void {
    if (this.dialog !== "invite" || this.#invite?.chat !== chat) return;
    const talk = this.#model.talk(chat);
    if (talk !== undefined) this.#open(talk);
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
      case "invite":
        this.#showInvite(null);
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
          invite: (invite) => this.#showInvite(invite),
          dismiss: (invite) => {
            this.#model.invites.remove(invite.invite);
            this.requestUpdate();
          },
          overview: () => {
            this.dialog = "overview";
          },
          settings: () => {
            this.dialog = "settings";
          },
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
        @hw-draft=${() => this.#remember()}
      ></hw-pane>
      <hw-details
        role="complementary"
        aria-label=${deskWords.desk.details}
        .talk=${talk}
        closable
        @hw-changed=${() => this.requestUpdate()}
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
      ${this.#offer()}
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
    if (this.dialog === "invite") {
      const invite = this.#invite;
      return html`<hw-invite-sheet
        .invite=${invite}
        .origins=${this.desk.identity.origins}
        .now=${this.now}
        ?asking=${this.#inviting}
        @hw-invite=${this.#askForInvite}
        @hw-withdraw=${() => {
          close();
          if (invite !== null) this.#try(() => this.desk.withdraw(invite.invite));
        }}
        @hw-another=${() => {
          if (invite !== null) this.#model.invites.remove(invite.invite);
          this.#showInvite(null);
        }}
        @hw-close=${close}
      ></hw-invite-sheet>`;
    }
    if (this.dialog === "overview") {
      return html`<hw-overview .model=${this.#model} .now=${this.now} @hw-close=${close}></hw-overview>`;
    }
    if (this.dialog === "settings") return html`<hw-settings @hw-close=${close}></hw-settings>`;
    if (this.dialog === "shortcuts") return html`<hw-shortcuts @hw-close=${close}></hw-shortcuts>`;
    return nothing;
  }
}
