// The console's left column: who is signed in, who waits, which chats there are.

import { html, nothing, type TemplateResult } from "lit";
import type { Identity } from "../client/door";
import { icon, mark } from "../ui/icons";
import { clockTime, elapsed, rolesOf } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";
import { siteName } from "./facts";
import { signOf } from "./invite-sheet";
import type { Invite } from "./invites";
import type { DeskModel, Talk } from "./model";

/** What the column shows and does. */
export interface Side {
  identity: Identity;
  current: number | null;
  now: number;
  open(talk: Talk): void;
  claim(knock: number): void;
  /** Shows an invite; nothing: makes one. */
  invite(invite: Invite | null): void;
  /** The end of an invite has been read. */
  dismiss(invite: Invite): void;
  overview(): void;
  settings(): void;
  shortcuts(): void;
  signOut(): void;
}

/** The whole column. */
export function side(model: DeskModel, at: Side): TemplateResult {
  return html`<nav class="side" aria-label=${deskWords.desk.title}>
    <header class="who">
      <div class="face" aria-hidden="true">${mark()}</div>
      <div>
        <b>${at.identity.deskName}</b>
        <p>${deskWords.desk.signedInAs({ name: at.identity.name, roles: rolesOf(at.identity.roles) })}</p>
      </div>
    </header>
    <div class="lists">
      ${queue(model, at)} ${invites(model, at)} ${chats(model, at)}
    </div>
    <footer>
      <span class="link ${model.link.state}" role="status"><i></i>${deskWords.desk.link[model.link.state === "lost" ? "connecting" : model.link.state]}</span>
      <hw-language-menu></hw-language-menu>
      <button class="icon overview" aria-label=${deskWords.overview.title} title=${deskWords.overview.title} @click=${at.overview}>
        ${icon("chart")}
      </button>
      <button class="icon settings" aria-label=${settingsName()} title=${settingsName()} @click=${at.settings}>
        ${icon("bell")}
      </button>
      <button class="icon shortcuts" aria-label=${deskWords.desk.shortcuts} title=${deskWords.desk.shortcuts} @click=${at.shortcuts}>
        ${icon("keyboard")}
      </button>
      <button class="icon" aria-label=${deskWords.desk.signOut} title=${deskWords.desk.signOut} @click=${at.signOut}>
        ${icon("leave")}
      </button>
    </footer>
  </nav>`;
}

function settingsName(): string {
  return `${deskWords.alerts.title}, ${deskWords.work.answersOwn}`;
}

function queue(model: DeskModel, at: Side): TemplateResult {
  const { waiting } = model;
  return html`<section class="queue">
    <h2>${deskWords.desk.queue}<span class="count" ?hidden=${waiting.length === 0}>${waiting.length}</span></h2>
    <div class="visually-hidden" role="status">${deskWords.desk.queue}: ${waiting.length}</div>
    ${
      waiting.length === 0
        ? html`<p class="empty">${model.link.state === "attached" ? deskWords.desk.queueEmpty : deskWords.desk.queueUnknown}</p>`
        : html`<ul>
            ${waiting.map(({ knock, since }, i) => {
              const waited = elapsed(at.now - since);
              return html`<li class="knock">
                <div class="tile waiting" aria-hidden="true">${icon("person")}</div>
                <div class="words">
                  <b>${deskWords.desk.customer}</b>
                  <p>${deskWords.desk.waits({ waited })}</p>
                </div>
                <button
                  class="button ${i === 0 ? "primary" : "quiet"}"
                  aria-label=${deskWords.desk.claimLabel({ number: i + 1, waited })}
                  @click=${() => at.claim(knock)}
                >
                  ${deskWords.desk.claim}
                </button>
              </li>`;
            })}
          </ul>`
    }
  </section>`;
}

function invites(model: DeskModel, at: Side): TemplateResult {
  const w = deskWords.invite;
  const { shown } = model.invites;
  return html`<section class="invites">
    <button class="button quiet invite" @click=${() => at.invite(null)}>${icon("invite")}${w.open}</button>
    ${
      shown.length === 0
        ? nothing
        : html`<ul aria-label=${w.section}>
            ${shown.map((invite) => (invite.outcome === null ? openInvite(invite, at) : overInvite(invite, at)))}
          </ul>`
    }
  </section>`;
}

function openInvite(invite: Invite, at: Side): TemplateResult {
  const w = deskWords.invite;
  return html`<li>
    <button class="row" data-invite=${invite.invite} @click=${() => at.invite(invite)}>
      <span class="tile waiting" aria-hidden="true">${icon(invite.kind === "pin" ? "digits" : "chain")}</span>
      <span class="words">
        <b>${invite.kind === "pin" ? w.pin : w.link}</b>
        <span class="last">${w.endsIn({ time: elapsed(invite.expires - at.now) })}</span>
      </span>
    </button>
  </li>`;
}

function overInvite(invite: Invite, at: Side): TemplateResult | typeof nothing {
  const w = deskWords.invite;
  if (invite.outcome === null) return nothing;
  const [sign, tone] = signOf(invite.outcome);
  return html`<li class="over ${tone}">
    <span class="tile" aria-hidden="true">${icon(sign)}</span>
    <span class="words">
      <b>${invite.kind === "pin" ? w.pin : w.link}</b>
      <span class="last">${w.ended[invite.outcome]}</span>
    </span>
    <button class="icon" aria-label=${deskWords.desk.dismiss} title=${deskWords.desk.dismiss} @click=${() => at.dismiss(invite)}>
      ${icon("close")}
    </button>
  </li>`;
}

function chats(model: DeskModel, at: Side): TemplateResult {
  return html`<section>
    <h2>${deskWords.desk.chats}</h2>
    ${
      model.talks.length === 0
        ? html`<p class="empty">${deskWords.desk.chatsEmpty}</p>`
        : html`<ul>
            ${model.talks.map((talk) => row(talk, at))}
          </ul>`
    }
  </section>`;
}

function row(talk: Talk, at: Side): TemplateResult {
  const { transcript } = talk;
  const last = transcript.messages.at(-1);
  const { unread } = transcript;
  const state = talk.over ? "ended" : talk.state;
  return html`<li>
    <button
      class="row ${state} ${unread > 0 ? "unread" : ""}"
      data-chat=${talk.chat}
      aria-current=${talk.chat === at.current ? "true" : nothing}
      @click=${() => at.open(talk)}
    >
      <span class="tile" aria-hidden="true">${talk.number}<i></i></span>
      <span class="words">
        <span class="top">
          <b>${deskWords.desk.customerNumber({ number: talk.number })}</b>
          ${talk.peer === "anyone" ? nothing : html`<span class="proof">${icon("verified")}${deskWords.invite[talk.peer]}</span>`}
          ${talk.heldSince === null ? nothing : html`<span class="held">${icon("hold")}<span class="visually-hidden">${deskWords.work.held}</span></span>`}
          <time>${clockTime(last?.at ?? talk.since)}</time>
        </span>
        <span class="bottom">
          <span class="last ${transcript.typing ? "typing" : ""}">${lastLine(talk)}</span>
          ${
            unread > 0
              ? html`<span class="count" aria-hidden="true">${unread}</span
                  ><span class="visually-hidden">${deskWords.desk.unread(unread)}</span>`
              : nothing
          }
        </span>
      </span>
    </button>
  </li>`;
}

function lastLine(talk: Talk): string {
  const { transcript } = talk;
  if (talk.over) return deskWords.desk.states.ended;
  if (talk.state === "away" || talk.state === "securing") return deskWords.desk.states[talk.state];
  if (transcript.typing) return `${deskWords.desk.typing} …`;
  const last = transcript.messages.at(-1);
  if (last === undefined) return siteName(talk.origin);
  return last.from === "me" ? `${deskWords.desk.you}: ${last.text}` : last.text;
}
