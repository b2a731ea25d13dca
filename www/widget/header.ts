// The top of the chat: which desk, how far it can be trusted, what one can do.

import { html, nothing, type TemplateResult } from "lit";
import type { CustomerState, EventOf } from "../client/door";
import { icon, mark } from "../ui/icons";
import { locale, words } from "../ui/strings";
import type { Known } from "./screens";

/** What the header shows and does. */
export interface Header {
  phase: CustomerState;
  known: Known;
  /** Something lies over the chat. */
  hidden: boolean;
  trust(): void;
  end(): void;
  close: (() => void) | null;
}

/** States in which there is something to end. */
const RUNNING: ReadonlySet<CustomerState> = new Set(["waiting", "securing", "open", "reconnecting"]);

/** The whole header. */
export function header(at: Header): TemplateResult {
  const { desk, verified } = at.known;
  const person = at.phase === "ended" ? null : verified;
  return html`<header part="header" class="is-${at.phase}" ?inert=${at.hidden}>
    <div class="face ${person ? "person" : ""}" aria-hidden="true">${person ? initials(person.name) : mark()}</div>
    <div class="title">
      <h1 tabindex="-1">${desk?.name ?? words.chat.support}</h1>
      ${trustLine(at, verified)}
    </div>
    ${
      RUNNING.has(at.phase)
        ? html`<button class="icon" aria-label=${words.chat.end} title=${words.chat.end} @click=${at.end}>
            ${icon("erase")}
          </button>`
        : nothing
    }
    ${
      at.close
        ? html`<button class="icon" aria-label=${words.chat.minimise} title=${words.chat.minimise} @click=${at.close}>
            ${icon("down")}
          </button>`
        : nothing
    }
  </header>`;
}

function trustLine(at: Header, verified: EventOf<"verified"> | null): TemplateResult {
  if (at.phase === "refused") {
    return html`<p class="trust no">${icon("refused")}<span>${words.chat.refusedTitle}</span></p>`;
  }
  if (at.phase === "ended") {
    return html`<p class="trust">${icon("erase")}<span>${words.endChat.erasedTitle}</span></p>`;
  }
  return html`<button class="trust ${verified ? "yes" : ""}" title=${words.chat.protection} @click=${at.trust}>
    ${icon(verified ? "verified" : "shield")}<span>${trustWords(at.phase, verified)}</span>
  </button>`;
}

function trustWords(phase: CustomerState, verified: EventOf<"verified"> | null): string {
  if (verified?.proof === "pin-verified") return words.pin.pinVerified({ name: verified.name });
  if (verified?.proof === "link-verified") return words.pin.linkVerified({ name: verified.name });
  if (verified !== null) return words.chat.secureWith({ name: verified.name });
  if (phase === "securing") return words.chat.securingShort;
  return phase === "connecting" ? words.chat.connecting : words.chat.notConnected;
}

function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((p) => (p ? [...p][0] : ""));
  return letters.join("").toLocaleUpperCase(locale());
}
