// The invites that this console gave out, computed from events. No DOM, no clock.

import type { InviteEnd, InviteKind, PeerEvent } from "../client/door";

/** How an invite ended, as a technician sees it: "wrong" is a guess that used it up, "lost" a reload of this page. */
export type InviteOutcome = InviteEnd | "wrong" | "lost";

/** One invite. Its words are told once: what is over has none. */
export interface Invite {
  /** Negative for one that a page before this one gave out. */
  readonly invite: number;
  readonly kind: InviteKind;
  words: string;
  readonly expires: number;
  outcome: InviteOutcome | null;
  /** The chat that came of it. */
  chat: number | null;
  /** Why the relay refused it, or what was wrong with the guess. */
  code: string;
}

/** Codes of an invited chat that never began: whoever came did not know the secret. */
const GUESSES: ReadonlySet<string> = new Set(["wrong-pin", "wrong-link", "other-invite", "invite-unanswered"]);

/** All invites of a tab, the newest last. */
export class Invites {
  list: Invite[] = [];
  #lost = 0;

  /** Takes in an event; answers the invite that it changed. */
  apply(event: PeerEvent): Invite | null {
    switch (event.type) {
      case "invited": {
        const { invite, kind, words, expires } = event;
        const opened: Invite = { invite, kind, words, expires, outcome: null, chat: null, code: "" };
        this.list = [...this.list, opened];
        return opened;
      }
      case "uninvited":
        return this.#end(this.find(event.invite), event.end, event.chat, event.code);
      case "refused": {
        if (!GUESSES.has(event.code)) return null;
        const used = this.list.find((each) => each.chat === event.chat && each.chat !== null);
        return this.#end(used, "wrong", event.chat, event.code);
      }
      default:
        return null;
    }
  }

  #end(invite: Invite | undefined, outcome: InviteOutcome, chat?: number, code?: string): Invite | null {
    if (invite === undefined) return null;
    Object.assign(invite, { outcome, chat: chat ?? invite.chat, code: code ?? "", words: "" });
    return invite;
  }

  find(invite: number | null): Invite | undefined {
    return this.list.find((each) => each.invite === invite);
  }

  /** Takes it off the list. */
  remove(invite: number): void {
    this.list = this.list.filter((each) => each.invite !== invite);
  }

  /** Those that somebody can still use. */
  get open(): Invite[] {
    return this.list.filter((each) => each.outcome === null);
  }

  /** What the list shows: those that are open, and those whose end the technician has not read. A used one is a chat now. */
  get shown(): Invite[] {
    return this.list.filter(({ outcome }) => outcome !== "used" && outcome !== "withdrawn");
  }

  /** A page before this one gave it out, and it ended with that page. */
  lose(kind: InviteKind, expires: number): void {
    this.#lost -= 1;
    const lost: Invite = { invite: this.#lost, kind, words: "", expires, outcome: "lost", chat: null, code: "" };
    this.list = [...this.list, lost];
  }
}

/** "421 482 913" of whatever form a PIN comes in. */
export function groups(pin: string): string[] {
  return pin.replace(/\D/g, "").match(/\d{1,3}/g) ?? [];
}

/** The address that a link's words make of a page; nothing if the page is not on one of the desk's sites. */
export function addressOf(page: string, words: string, origins: readonly string[]): string | null {
  if (!URL.canParse(page)) return null;
  const url = new URL(page);
  if (!origins.includes(url.origin)) return null;
  url.hash = words;
  return url.href;
}
