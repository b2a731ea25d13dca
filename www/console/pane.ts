import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Desk } from "../client/desk";
import type { Finding } from "../client/door";
import type { AskEvent } from "../ui/elements/ask";
import type { SendEvent, TypingEvent } from "../ui/elements/composer";
import { begin, cancel, contextOf, give } from "../ui/elements/draft";
import type { MessageActEvent } from "../ui/elements/message-actions";
import type { SeenEvent } from "../ui/elements/messages";
import { icon } from "../ui/icons";
import { hostsOf } from "../ui/model/links";
import { elapsed, kindsOf, sentence, words } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";
import { type Answer, ofDesk, own } from "./answers";
import type { AskFormEvent } from "./ask-form";
import type { DeskComposer } from "./desk-composer";
import { languageName, proofName, proofText, siteName } from "./facts";
import type { Talk } from "./model";
import { paneStyles } from "./pane.styles";

/**
 * One chat of the console: who it is, the conversation, the composer.
 *
 * @element hw-pane
 * @prop {Desk} desk - what to talk through
 * @prop {Talk} talk - the chat shown; what was being written stays with each chat
 * @prop {() => number} now - the clock
 * @attr {boolean} active - the page is on the screen: messages count as read
 * @fires hw-back - phone: back to the list
 * @fires hw-end - end this chat (to be confirmed)
 * @fires hw-details - show or hide what is known about the chat
 * @fires hw-remove - take the ended chat off the list
 * @fires hw-draft - what is being written changed
 * @fires hw-changed - something was seen or sent: marks elsewhere may change
 */
export class Pane extends LitElement {
  static override properties = {
    desk: { attribute: false },
    talk: { attribute: false },
    active: { type: Boolean },
    now: { attribute: false },
  };
  static override styles = paneStyles;

  declare desk: Pick<
    Desk,
    "identity" | "scan" | "send" | "edit" | "remove" | "reply" | "askValue" | "askForm" | "hide" | "typing" | "read"
  >;
  declare talk: Talk;
  declare active: boolean;
  declare now: () => number;

  constructor() {
    super();
    this.now = Date.now;
  }

  get #composer(): DeskComposer | null {
    return this.renderRoot.querySelector<DeskComposer>("hw-desk-composer");
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(this.talk.over ? "h2" : "hw-desk-composer")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("talk");
    if (before !== undefined && this.#composer !== null) before.draft = this.#composer.value;
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.renderRoot.querySelector<LitElement>("hw-messages")?.requestUpdate();
    if (changed.has("talk") && this.#composer !== null) this.#composer.value = this.talk.draft;
  }

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  #scan = (text: string): Finding[] => (this.talk.over ? [] : this.desk.scan(this.talk.chat, text));

  /** The technician's own hide the desk's of the same name. */
  #answers(): Answer[] {
    const mine = own(localStorage);
    const named = new Set(mine.map(({ name }) => name));
    const theirs = ofDesk(this.desk.identity.canned, this.talk.language).filter(({ name }) => !named.has(name));
    return [...mine, ...theirs];
  }

  #hold(): void {
    this.talk.heldSince = this.talk.heldSince === null ? this.now() : null;
    this.requestUpdate();
    this.#tell("hw-changed");
  }

  #send(event: SendEvent): void {
    const { transcript, chat } = this.talk;
    const { text } = event.detail;
    transcript.blocked = [];
    transcript.refused = null;
    give(text, this.talk.about, {
      send: (words) => this.desk.send(chat, words),
      edit: (id, words) => this.desk.edit(chat, id, words),
      reply: (to, words) => this.desk.reply(chat, to, words),
    });
    const kept = transcript.blocked.length > 0 || transcript.refused !== null;
    if (!kept) this.talk.about = null;
    // Whoever writes to a customer does not let them wait any more.
    if (!kept) this.talk.heldSince = null;
    if (kept && this.#composer?.value === "") this.#composer.value = text;
    this.talk.draft = this.#composer?.value ?? "";
    this.requestUpdate();
    this.#tell("hw-changed");
  }

  #drafted(): void {
    this.talk.draft = this.#composer?.value ?? "";
    this.#tell("hw-draft");
  }

  #typing(event: TypingEvent): void {
    if (this.talk.state === "open") this.desk.typing(this.talk.chat, event.detail.on);
  }

  #act({ detail: { act, message } }: MessageActEvent): void {
    if (act === "remove") {
      this.desk.remove(this.talk.chat, message.id);
    } else {
      this.talk.about = begin({ act, message }, this.#composer);
    }
    this.requestUpdate();
  }

  #cancel(): void {
    this.talk.about = cancel(this.talk.about, this.#composer);
    this.requestUpdate();
  }

  #askValue(event: CustomEvent<{ placeholder: string }>): void {
    this.desk.askValue(this.talk.chat, event.detail.placeholder);
    this.requestUpdate();
  }

  #askForm({ detail: { form, note } }: AskFormEvent): void {
    const { transcript, chat } = this.talk;
    transcript.blocked = [];
    this.desk.askForm(chat, form, note);
    this.requestUpdate();
  }

  #hide(event: AskEvent): void {
    this.desk.hide(this.talk.chat, event.detail.ask);
    this.requestUpdate();
  }

  #seen(event: SeenEvent): void {
    if (!this.talk.over) this.desk.read(this.talk.chat, event.detail.upto);
    this.#tell("hw-changed");
  }

  protected override render(): TemplateResult {
    const { talk } = this;
    return html`
      ${this.#header()}
      ${talk.over ? this.#ended() : this.#conversation()}
    `;
  }

  #header(): TemplateResult {
    const { talk } = this;
    return html`<div class="bar">
      <button class="icon back" aria-label=${deskWords.desk.back} title=${deskWords.desk.back} @click=${() => this.#tell("hw-back")}>
        ${icon("back")}
      </button>
      <div class="title">
        <div class="name">
          <h2 tabindex="-1">${deskWords.desk.customerNumber({ number: talk.number })}</h2>
          <span class="badge ${talk.peer}" title=${proofText(talk.peer)}>${icon(talk.peer === "anyone" ? "person" : "verified")}<span>${proofName(talk.peer)}</span></span>
        </div>
        <p class="facts">
          <span class="state ${talk.over ? "ended" : talk.state}"><i></i>${deskWords.desk.states[talk.over ? "ended" : talk.state]}</span>
          ${talk.heldSince === null ? nothing : html`<span class="held">${icon("hold")}${deskWords.work.heldFor({ time: elapsed(this.now() - talk.heldSince) })}</span>`}
          ${talk.origin ? html`<span>${siteName(talk.origin)}</span>` : nothing}
          ${talk.language ? html`<span class="language">${languageName(talk.language)}</span>` : nothing}
        </p>
      </div>
      ${talk.over ? nothing : this.#holdButton()}
      ${talk.over ? nothing : html`<hw-ask-form ?disabled=${talk.state !== "open"} @hw-ask-form=${this.#askForm}></hw-ask-form>`}
      <button
        class="icon about"
        aria-label=${deskWords.desk.showDetails}
        title=${deskWords.desk.showDetails}
        @click=${() => this.#tell("hw-details")}
      >
        ${icon("info")}
      </button>
      ${
        talk.over
          ? nothing
          : html`<button
              class="button quiet end"
              aria-label=${words.chat.end}
              title=${words.chat.end}
              @click=${() => this.#tell("hw-end")}
            >
              ${icon("erase")}<span>${words.chat.end}</span>
            </button>`
      }
    </div>`;
  }

  #holdButton(): TemplateResult {
    const held = this.talk.heldSince !== null;
    const name = held ? deskWords.work.resume : deskWords.work.hold;
    return html`<button class="icon hold" aria-label=${name} title=${name} @click=${this.#hold}>
      ${icon(held ? "resume" : "hold")}
    </button>`;
  }

  #conversation(): TemplateResult {
    const { transcript, state } = this.talk;
    return html`
      ${state === "away" ? html`<hw-notice tone="hush" icon="broken">${deskWords.desk.awayText}</hw-notice>` : nothing}
      <hw-messages
        .transcript=${transcript}
        ?active=${this.active}
        peer=${deskWords.desk.customer}
        .hosts=${hostsOf(this.talk.origin)}
        .now=${this.now}
        ?acts=${state === "open"}
        ?asks=${state === "open"}
        @hw-act=${this.#act}
        @hw-ask-value=${this.#askValue}
        @hw-hide=${this.#hide}
        @hw-seen=${this.#seen}
      >
        <p class="opening">${icon(this.talk.peer === "anyone" ? "person" : "verified")}<span>${proofText(this.talk.peer)}</span></p>
      </hw-messages>
      ${
        transcript.blocked.length > 0
          ? html`<hw-notice
              tone="no"
              icon="warning"
              heading=${words.blocked.title}
              dismissible
              @hw-dismiss=${() => {
                transcript.blocked = [];
                this.requestUpdate();
              }}
              >${words.blocked.text({ kinds: kindsOf(transcript.blocked) })}</hw-notice
            >`
          : nothing
      }
      <hw-desk-composer
        .answers=${this.#answers()}
        ?hold=${state === "securing"}
        .scan=${this.#scan}
        .context=${contextOf(this.talk.about, deskWords.desk.customer)}
        @input=${this.#drafted}
        @hw-cancel=${this.#cancel}
        @hw-send=${this.#send}
        @hw-typing=${this.#typing}
      ></hw-desk-composer>
    `;
  }

  #rating(): TemplateResult | typeof nothing {
    const { rating } = this.talk.transcript;
    if (rating === null) return nothing;
    return html`<p class="rating">${icon("star")}${deskWords.ask.rated({ stars: words.rating.stars(rating.stars) })}</p>
      ${rating.comment ? html`<p dir="auto">“${rating.comment}”</p>` : nothing}`;
  }

  #ended(): TemplateResult {
    const { ended, fault } = this.talk.transcript;
    return html`<section class="final">
      <div class="seal">${icon(fault ? "warning" : "erase")}</div>
      <h3>${deskWords.desk.endedTitle}</h3>
      ${fault ? html`<p>${sentence(fault)}</p>` : nothing}
      <p>${deskWords.desk.endedBy[ended ?? "peer"]}</p>
      ${this.#rating()}
      <button class="button quiet" @click=${() => this.#tell("hw-remove")}>${deskWords.desk.remove}</button>
    </section>`;
  }
}
