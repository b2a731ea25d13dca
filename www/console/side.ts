// The console's left column: who is signed in, who waits, which chats there are.

import { html, nothing, type TemplateResult } from "lit";
import type { Identity } from "../client/door";
import { icon, mark } from "../ui/icons";
import { clockTime, elapsed, rolesOf, words } from "../ui/strings";
import { siteName } from "./facts";
import type { DeskModel, Talk } from "./model";

/** What the column shows and does. */
export interface Side {
  identity: Identity;
  current: number | null;
  now: number;
  open(talk: Talk): void;
  claim(knock: number): void;
  shortcuts(): void;
  signOut(): void;
}

/** The whole column. */
export function side(model: DeskModel, at: Side): TemplateResult {
  return html`<nav class="side" aria-label=${words.desk.title}>
    <header class="who">
      <div class="face" aria-hidden="true">${mark()}</div>
      <div>
        <b>${at.identity.deskName}</b>
        <p>${words.desk.signedInAs(at.identity.name, rolesOf(at.identity.roles))}</p>
      </div>
    </header>
    <div class="lists">
      ${queue(model, at)} ${chats(model, at)}
    </div>
    <footer>
      <span class="link ${model.link.state}" role="status"><i></i>${words.desk.link[model.link.state === "lost" ? "connecting" : model.link.state]}</span>
      <button class="icon" aria-label=${words.desk.shortcuts} title=${words.desk.shortcuts} @click=${at.shortcuts}>
        ${icon("keyboard")}
      </button>
      <button class="icon" aria-label=${words.desk.signOut} title=${words.desk.signOut} @click=${at.signOut}>
        ${icon("leave")}
      </button>
    </footer>
  </nav>`;
}

function queue(model: DeskModel, at: Side): TemplateResult {
  const { waiting } = model;
  return html`<section class="queue">
    <h2>${words.desk.queue}<span class="count" ?hidden=${waiting.length === 0}>${waiting.length}</span></h2>
    <div class="visually-hidden" role="status">${words.desk.queue}: ${waiting.length}</div>
    ${
      waiting.length === 0
        ? html`<p class="empty">${model.link.state === "attached" ? words.desk.queueEmpty : words.desk.queueUnknown}</p>`
        : html`<ul>
            ${waiting.map(({ knock, since }, i) => {
              const waited = elapsed(at.now - since);
              return html`<li class="knock">
                <div class="tile waiting" aria-hidden="true">${icon("person")}</div>
                <div class="words">
                  <b>${words.desk.customer}</b>
                  <p>${words.desk.waits(waited)}</p>
                </div>
                <button
                  class="button ${i === 0 ? "primary" : "quiet"}"
                  aria-label=${words.desk.claimLabel(i + 1, waited)}
                  @click=${() => at.claim(knock)}
                >
                  ${words.desk.claim}
                </button>
              </li>`;
            })}
          </ul>`
    }
  </section>`;
}

function chats(model: DeskModel, at: Side): TemplateResult {
  return html`<section>
    <h2>${words.desk.chats}</h2>
    ${
      model.talks.length === 0
        ? html`<p class="empty">${words.desk.chatsEmpty}</p>`
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
          <b>${words.desk.customerNumber(talk.number)}</b>
          <time>${clockTime(last?.at ?? talk.since)}</time>
        </span>
        <span class="bottom">
          <span class="last ${transcript.typing ? "typing" : ""}">${lastLine(talk)}</span>
          ${
            unread > 0
              ? html`<span class="count" aria-hidden="true">${unread}</span
                  ><span class="visually-hidden">${words.desk.unread(unread)}</span>`
              : nothing
          }
        </span>
      </span>
    </button>
  </li>`;
}

function lastLine(talk: Talk): string {
  const { transcript } = talk;
  if (talk.over) return words.desk.states.ended;
  if (talk.state === "away" || talk.state === "securing") return words.desk.states[talk.state];
  if (transcript.typing) return `${words.desk.typing} …`;
  const last = transcript.messages.at(-1);
  if (last === undefined) return siteName(talk.origin);
  return last.from === "me" ? `${words.desk.you}: ${last.text}` : last.text;
}
