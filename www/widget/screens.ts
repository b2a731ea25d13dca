// What stands in the chat when there is no conversation: greeting, waiting, ended, refused.

import { html, nothing, type TemplateResult } from "lit";
import type { CustomerState, EventOf } from "../client/door";
import { keptBy } from "../ui/elements/trust";
import { icon, mark } from "../ui/icons";
import { sentence, words } from "../ui/strings";

/** What is known about the other end. */
export interface Known {
  desk: EventOf<"desk"> | null;
  verified: EventOf<"verified"> | null;
}

/** Before the first message. */
export function welcome(
  phase: CustomerState,
  desk: EventOf<"desk"> | null,
  invited: TemplateResult | typeof nothing,
): TemplateResult {
  const texts = desk?.texts ?? {};
  return html`<section class="welcome">
    <h2>${texts.welcome ?? words.chat.greeting}</h2>
    <p class="lead">${phase === "offline-desk" ? offlineText(texts) : words.chat.greetingText}</p>
    ${phase === "offline-desk" ? nobody(desk) : somebody(desk)}
    ${invited}
    <ul class="promises">
      <li>${icon("lock")}<p>${words.promises.readable}</p></li>
      <li>${icon("hushed")}<p>${words.promises.masked}</p></li>
      ${keptBy(desk?.retention ?? null, desk?.name ?? words.chat.support)}
    </ul>
  </section>`;
}

function somebody(desk: EventOf<"desk"> | null): TemplateResult | typeof nothing {
  if (desk === null || desk.consoles === 0) return nothing;
  return html`<p class="presence here"><i></i>${words.chat.peopleHere(desk.consoles)}</p>`;
}

function nobody(desk: EventOf<"desk"> | null): TemplateResult {
  return html`<div class="presence away">
    <p><i></i>${words.chat.offline}</p>
    ${desk?.hours ? html`<p class="hours">${icon("clock")}<span>${words.chat.hours}: ${desk.hours}</span></p>` : nothing}
  </div>`;
}

function offlineText(texts: Record<string, string>): string {
  return texts.offline ?? words.chat.offlineText;
}

/** After the first message, before somebody is there. */
export function waitingRoom(phase: CustomerState, position: number, desk: EventOf<"desk"> | null): TemplateResult {
  const [heading, line] = waitingWords(phase, position, desk);
  return html`<section class="waiting" role="status">
    <div class="pulse" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
    <h2>${heading}</h2>
    ${line ? html`<p class="lead">${line}</p>` : nothing}
    ${
      phase === "offline-desk"
        ? desk?.hours
          ? html`<p class="hours">${icon("clock")}<span>${words.chat.hours}: ${desk.hours}</span></p>`
          : nothing
        : nothing
    }
    <p class="heldnote">
      ${icon("lock")}<span>${phase === "securing" ? words.chat.nothingSent : words.chat.heldWhileWaiting}</span>
    </p>
  </section>`;
}

function waitingWords(phase: CustomerState, position: number, desk: EventOf<"desk"> | null): [string, string] {
  if (phase === "securing") return [words.chat.securing, ""];
  if (phase === "offline-desk") return [words.chat.offline, offlineText(desk?.texts ?? {})];
  if (phase === "waiting") {
    const line = position <= 0 ? "" : position === 1 ? words.chat.next : words.chat.position({ position });
    return [words.chat.waiting, line];
  }
  return [words.chat.connecting, ""];
}

/** The chat is over and erased. */
export function closing(
  by: "me" | "peer" | "fault",
  fault: string | null,
  again: () => void,
  close: (() => void) | null,
): TemplateResult {
  const why = { me: words.endChat.byMe, peer: words.endChat.byPeer, fault: words.endChat.byFault }[by];
  return html`<section class="final">
    <div class="seal">${by === "fault" ? icon("warning") : mark()}</div>
    <h2 tabindex="-1">${by === "fault" ? words.chat.faultTitle : words.endChat.erasedTitle}</h2>
    ${fault ? html`<p>${sentence(fault)}</p>` : nothing}
    <p>${why}</p>
    <div class="answers">
      <button class="button primary" @click=${again}>${words.endChat.again}</button>
      ${close ? html`<button class="button quiet" @click=${close}>${words.endChat.close}</button>` : nothing}
    </div>
  </section>`;
}

/** The other end, or the relay, is not to be talked to. */
export function refusal(code: string, again: () => void): TemplateResult {
  return html`<section class="final no" role="alert">
    <div class="seal">${icon("refused")}</div>
    <h2 tabindex="-1">${words.chat.refusedTitle}</h2>
    <p>${sentence(code)}</p>
    <p class="quietly">${words.chat.refusedNothingSent}</p>
    <div class="answers">
      <button class="button quiet" @click=${again}>${words.chat.tryAgain}</button>
    </div>
    <p class="code">${words.chat.code({ code })}</p>
  </section>`;
}
