import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Chat } from "../client/chat";
import type { CustomerState, Finding, PeerEvent } from "../client/door";
import { codeOf } from "../client/errors";
import type { AskEvent, FillEvent } from "../ui/elements/ask";
import type { Composer, SendEvent, TypingEvent } from "../ui/elements/composer";
import { type About, begin, cancel, contextOf, give } from "../ui/elements/draft";
import type { MessageActEvent } from "../ui/elements/message-actions";
import type { Held, SeenEvent } from "../ui/elements/messages";
import type { Rating } from "../ui/elements/rating";
import { icon } from "../ui/icons";
import { hostsOf } from "../ui/model/links";
import { preview, Transcript } from "../ui/model/transcript";
import { kindsOf, nameOfKind, rolesOf, sentence, words } from "../ui/strings";
import { chatStyles } from "./chat-view.styles";
import { header } from "./header";
import type { Pin, PinEvent } from "./pin";
import { closing, type Known, refusal, waitingRoom, welcome } from "./screens";

/** Refusals of an invite after which everything is as before. */
const INVITES: ReadonlySet<string> = new Set(["unknown-invite", "bad-pin", "bad-link", "expired-invite"]);

/** A text that waits for the desk to prove itself. */
interface HeldText extends Held {
  typed: string;
}

/** Carries how many messages have not been seen. */
export type UnreadEvent = CustomEvent<{ count: number }>;

/**
 * The customer's whole chat, from greeting to erased.
 *
 * Nothing typed goes to the peer before the desk has proven itself: until then texts are held here.
 *
 * @element hw-chat
 * @attr desk - the fingerprint that the page pins
 * @attr origin - the site that the chat stands in; addresses that only look like it are warned of
 * @attr {boolean} active - the chat is on the screen: messages count as read
 * @attr {boolean} closable - shows the button that closes the window
 * @attr {boolean} resumable - the chat survives a reload of the page; if not, that is said
 * @prop {string[]} waiting - texts that waited for the desk on the page before
 * @attr ticket - the fragment of an invite's link: redeemed at once
 * @prop {() => Chat} open - begins a chat; called at once, and again after one has ended
 * @fires hw-close - the person wants the window closed
 * @fires hw-held - texts began or ceased to wait for the desk; `detail.texts`
 * @fires hw-unread - the number of unseen messages changed; `detail.count`
 * @csspart header - desk, trust state, buttons
 */
export class ChatView extends LitElement {
  static override properties = {
    desk: { type: String },
    origin: { type: String },
    active: { type: Boolean },
    closable: { type: Boolean },
    open: { attribute: false },
    resumable: { type: Boolean },
    waiting: { attribute: false },
    ticket: { type: String },
    pinning: { state: true },
    phase: { state: true },
    sheet: { state: true },
  };
  static override styles = chatStyles;

  declare desk: string;
  declare origin: string;
  declare active: boolean;
  declare closable: boolean;
  declare open: (() => Chat) | null;
  declare resumable: boolean;
  declare waiting: string[];
  declare ticket: string;
  /** The field for a PIN is open. */
  declare protected pinning: boolean;
  declare protected phase: CustomerState;
  declare protected sheet: "none" | "trust" | "end";

  #chat: Chat | null = null;
  #position = 0;
  #started = false;
  #known: Known = { desk: null, verified: null };
  #transcript = new Transcript();
  #held: HeldText[] = [];
  #unread = 0;
  #about: About | null = null;

  constructor() {
    super();
    this.desk = "";
    this.origin = "";
    this.active = false;
    this.closable = false;
    this.open = null;
    this.resumable = true;
    this.waiting = [];
    this.ticket = "";
    this.pinning = false;
    this.phase = "connecting";
    this.sheet = "none";
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chat?.stop();
    this.#chat = null;
  }

  override focus(): void {
    // On a phone the field would bring up the keyboard before anything has been read.
    const touch = matchMedia("(pointer: coarse)").matches;
    const target = this.sheet === "trust" ? "hw-trust" : touch ? "h1" : "hw-composer, .final h2";
    this.renderRoot.querySelector<HTMLElement>(target)?.focus();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("open")) this.#begin();
  }

  protected override updated(changed: PropertyValues): void {
    // The transcript is the same object with new things in it.
    this.renderRoot.querySelector<LitElement>("hw-messages")?.requestUpdate();
    const count = this.#transcript.unread;
    if (count !== this.#unread) {
      this.#unread = count;
      this.dispatchEvent(new CustomEvent("hw-unread", { detail: { count } }) satisfies UnreadEvent);
    }
    const over = this.phase === "ended" || this.phase === "refused";
    if (changed.has("phase") && over && this.active) this.focus();
    if (changed.has("sheet") && changed.get("sheet") === "trust") this.#trustLine?.focus();
    if (changed.has("sheet") && this.sheet === "trust") this.focus();
  }

  get #trustLine(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".trust");
  }

  get #composer(): Composer | null {
    return this.renderRoot.querySelector<Composer>("hw-composer");
  }

  #begin(): void {
    this.#chat?.stop();
    this.#known = { desk: this.#known.desk, verified: null };
    this.#transcript = new Transcript();
    this.#held = [];
    this.#about = null;
    this.#position = 0;
    this.#started = false;
    this.sheet = "none";
    this.phase = "connecting";
    this.#chat = null;
    try {
      this.#listen(this.open?.() ?? null);
    } catch (error) {
      // A page that pins a fingerprint which cannot be one, for example: nothing was connected.
      this.#transcript.refused = codeOf(error);
      this.phase = "refused";
    }
  }

  #listen(chat: Chat | null): void {
    this.#chat = chat;
    if (chat === null) return;
    // Once: a link opens one chat.
    const { ticket } = this;
    this.ticket = "";
    if (ticket !== "" && !chat.resumed) queueMicrotask(() => this.#redeem(ticket));
    this.phase = chat.state;
    this.#started = chat.resumed;
    if (chat.resumed) this.#setHeld(this.waiting.map((typed) => this.#heldText(typed, chat.scan(typed))));
    this.waiting = [];
    // What comes back to the screen has been there before.
    if (chat.resumed) {
      queueMicrotask(() => {
        this.#transcript.seen = this.#transcript.received;
        this.requestUpdate();
      });
    }
    chat.onAny((event) => {
      if (chat === this.#chat) this.#take(event);
    });
  }

  #take(event: PeerEvent): void {
    if (event.type === "state") {
      this.phase = event.state;
      this.#position = event.position;
    }
    if (event.type === "desk") this.#known = { ...this.#known, desk: event };
    if (event.type === "verified") this.#known = { ...this.#known, verified: event };
    this.#transcript.apply(event);
    // `ended` and `refused` may stand alone, without a `state` beside them; a refusal may be of one request only.
    if (event.type === "ended") this.phase = "ended";
    if (event.type === "refused" && this.#chat?.state === "refused") this.phase = "refused";
    // Another one can be brought.
    if (event.type === "refused" && INVITES.has(event.code)) this.#started = false;
    if (event.type === "verified") this.pinning = false;
    if (this.phase === "ended" || this.phase === "refused") {
      this.#held = [];
      this.sheet = "none";
    }
    if (this.phase === "open" && this.#known.verified !== null) this.#release();
    this.requestUpdate();
  }

  /** The desk has proven itself: what was held goes out, in order. */
  #release(): void {
    const held = this.#held;
    this.#setHeld([]);
    const refused = held.filter(({ typed }) => !this.#give(typed));
    if (refused.length > 0) this.#giveBack(refused.map(({ typed }) => typed).join("\n"));
  }

  /** Sends; false if the peer would not. */
  #give(text: string, about: About | null = null): boolean {
    const transcript = this.#transcript;
    transcript.blocked = [];
    transcript.refused = null;
    if (this.#chat !== null) give(text, about, this.#chat);
    return transcript.blocked.length === 0 && transcript.refused === null;
  }

  #giveBack(text: string): void {
    const composer = this.#composer;
    if (composer !== null && composer.value === "") composer.value = text;
  }

  #send(event: SendEvent): void {
    const { text } = event.detail;
    if (this.phase === "open" || this.phase === "reconnecting") {
      if (this.#give(text, this.#about)) this.#about = null;
      else this.#giveBack(text);
    } else {
      this.#hold(text);
    }
    this.requestUpdate();
  }

  #hold(text: string): void {
    const findings = this.#scan(text);
    const blocked = findings.filter((f) => f.action === "block");
    this.#transcript.blocked = blocked;
    if (blocked.length > 0) {
      this.#giveBack(text);
      return;
    }
    this.#setHeld([...this.#held, this.#heldText(text, findings)]);
    if (!this.#started) {
      this.#started = true;
      this.#chat?.start();
    }
  }

  #heldText(typed: string, findings: Finding[]): HeldText {
    return { typed, ...preview(typed, findings, nameOfKind) };
  }

  #setHeld(held: HeldText[]): void {
    if (held.length === 0 && this.#held.length === 0) return;
    this.#held = held;
    this.dispatchEvent(new CustomEvent("hw-held", { detail: { texts: held.map(({ typed }) => typed) } }));
  }

  #scan = (text: string): Finding[] => this.#chat?.scan(text) ?? [];

  #typing(event: TypingEvent): void {
    if (this.phase === "open") this.#chat?.typing(event.detail.on);
  }

  #act({ detail: { act, message } }: MessageActEvent): void {
    if (act === "remove") {
      this.#chat?.remove(message.id);
    } else {
      this.#about = begin({ act, message }, this.#composer);
    }
    this.requestUpdate();
  }

  #answer(event: AskEvent | FillEvent): void {
    const { detail } = event;
    if (event.type === "hw-decline") this.#chat?.decline(detail.ask);
    else if ("value" in detail) this.#chat?.fill(detail.ask, detail.value);
    else this.#chat?.approve(detail.ask);
    this.requestUpdate();
  }

  #seen(event: SeenEvent): void {
    if (this.phase === "open" || this.phase === "reconnecting") this.#chat?.read(event.detail.upto);
    this.requestUpdate();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    if (this.sheet === "none") this.#close();
    else this.sheet = "none";
  }

  #close(): void {
    if (this.closable) this.dispatchEvent(new CustomEvent("hw-close"));
  }

  #end(): void {
    const rating = this.renderRoot.querySelector<Rating>("hw-rating");
    // Before the end: afterwards there is nobody left to tell.
    if (rating !== null && rating.stars > 0) this.#chat?.rate(rating.stars, rating.comment);
    this.sheet = "none";
    if (this.phase === "ended" || this.phase === "refused") return;
    this.#chat?.end();
  }

  protected override render(): TemplateResult {
    return html`
      ${header({
        phase: this.phase,
        known: this.#known,
        hidden: this.sheet === "trust",
        trust: () => {
          this.sheet = "trust";
        },
        end: () => {
          this.sheet = "end";
        },
        close: this.closable ? () => this.#close() : null,
      })}
      <main ?inert=${this.sheet === "trust"}>${this.#body()}</main>
      ${
        this.sheet === "trust"
          ? html`<hw-trust
              role="main"
              desk=${this.desk}
              ?resumable=${this.resumable}
              deskname=${this.#known.desk?.name ?? words.chat.support}
              .verified=${this.#known.verified}
              .retention=${this.#known.desk?.retention ?? null}
              @hw-close=${() => {
                this.sheet = "none";
              }}
            ></hw-trust>`
          : nothing
      }
      ${
        this.sheet === "end"
          ? html`<hw-confirm
              heading=${words.endChat.title}
              text=${words.endChat.text}
              yes=${words.endChat.confirm}
              no=${words.endChat.cancel}
              @hw-yes=${this.#end}
              @hw-no=${() => {
                this.sheet = "none";
              }}
              >${this.phase === "open" ? html`<hw-rating></hw-rating>` : nothing}</hw-confirm
            >`
          : nothing
      }
    `;
  }

  #body(): TemplateResult {
    if (this.phase === "refused") {
      return refusal(this.#transcript.refused ?? "internal", () => this.#begin());
    }
    if (this.phase === "ended") {
      return closing(
        this.#transcript.ended ?? "me",
        this.#transcript.fault,
        () => this.#begin(),
        this.closable ? () => this.#close() : null,
      );
    }
    const { verified } = this.#known;
    return html`
      ${
        this.phase === "reconnecting"
          ? html`<hw-notice tone="hush" icon="broken">${words.chat.reconnecting}</hw-notice>`
          : nothing
      }
      <hw-messages
        .transcript=${this.#transcript}
        .held=${this.#held}
        ?active=${this.active}
        peer=${verified?.name ?? words.chat.technician}
        .hosts=${hostsOf(this.origin)}
        ?acts=${this.phase === "open"}
        @hw-act=${this.#act}
        @hw-approve=${this.#answer}
        @hw-decline=${this.#answer}
        @hw-fill=${this.#answer}
        @hw-seen=${this.#seen}
      >
        ${this.#intro()}
      </hw-messages>
      ${this.#blocked()} ${this.#refusedOnce()}
      <hw-composer
        placeholder=${this.#started || verified !== null ? words.composer.placeholder : words.composer.first}
        .scan=${this.#scan}
        .context=${contextOf(this.#about, verified?.name ?? words.chat.technician)}
        @hw-cancel=${() => {
          this.#about = cancel(this.#about, this.#composer);
          this.requestUpdate();
        }}
        @hw-send=${this.#send}
        @hw-typing=${this.#typing}
      ></hw-composer>
    `;
  }

  #intro(): TemplateResult {
    const { desk, verified } = this.#known;
    if (verified !== null) {
      return html`<p class="opening">
        ${icon("verified")}
        <span>${words.chat.verifiedNotice({ name: verified.name, role: rolesOf(verified.roles), desk: desk?.name ?? words.chat.support })}</span>
      </p>`;
    }
    if (this.#started) return waitingRoom(this.phase, this.#position, desk);
    return welcome(this.phase, desk, this.#invited());
  }

  /** For those who were given a PIN: past the queue, to the person who read it out. */
  #invited(): TemplateResult {
    if (!this.pinning) {
      return html`<button
        class="invited"
        @click=${() => {
          this.pinning = true;
          this.updateComplete.then(() => this.renderRoot.querySelector<Pin>("hw-pin")?.focus());
        }}
      >
        ${icon("keyboard")}${words.pin.offer}
      </button>`;
    }
    return html`<hw-pin
      @hw-pin=${(event: PinEvent) => this.#redeem(event.detail.pin)}
      @hw-back=${() => {
        this.pinning = false;
      }}
    ></hw-pin>`;
  }

  #redeem(ticket: string): void {
    this.#transcript.refused = null;
    this.#started = true;
    this.#chat?.redeem(ticket);
    this.requestUpdate();
  }

  #blocked(): TemplateResult | typeof nothing {
    const { blocked } = this.#transcript;
    if (blocked.length === 0) return nothing;
    return html`<hw-notice
      tone="no"
      icon="warning"
      heading=${words.blocked.title}
      dismissible
      @hw-dismiss=${() => {
        this.#transcript.blocked = [];
        this.requestUpdate();
      }}
      >${words.blocked.text({ kinds: kindsOf(blocked) })}</hw-notice
    >`;
  }

  /** A refusal that does not end the chat, such as too many messages at once. */
  #refusedOnce(): TemplateResult | typeof nothing {
    const { refused } = this.#transcript;
    if (refused === null) return nothing;
    return html`<hw-notice
      tone="hush"
      icon="warning"
      dismissible
      @hw-dismiss=${() => {
        this.#transcript.refused = null;
        this.requestUpdate();
      }}
      >${sentence(refused)}</hw-notice
    >`;
  }
}
