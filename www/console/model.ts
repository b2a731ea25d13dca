// What a technician sees, computed from events. No DOM, no clock.

import type { EventOf, PeerEvent, Waiting } from "../client/door";
import type { About } from "../ui/elements/draft";
import { Transcript } from "../ui/model/transcript";
import type { Aside, AsideTalk } from "./aside";
import { Invites } from "./invites";
import { Tally } from "./tally";

/** One customer's chat. */
export class Talk {
  readonly chat: number;
  /** What the technician calls this customer: counted from 1 in this tab. */
  readonly number: number;
  readonly transcript = new Transcript();
  readonly tally = new Tally();
  /** When it was over: the last time that anything was heard of it. */
  endedAt: number | null = null;
  /** What is being written. */
  draft = "";
  /** For the technician alone; never sent. */
  notes = "";
  /** Of the tool in which the desk keeps its cases. */
  caseNumber = "";
  /** Since when it is on hold; the customer is not told. */
  heldSince: number | null = null;
  /** The message that it answers or changes. */
  about: About | null = null;
  state: EventOf<"chat">["state"];
  origin: string;
  language: string;
  since: number;
  /** The digits both ends see; empty until keys are agreed. */
  comparison: string;
  /** How the customer came: from the queue, or with something that this console gave out. */
  peer: EventOf<"chat">["peer"];

  constructor(event: EventOf<"chat">, number: number) {
    this.chat = event.chat;
    this.number = number;
    this.state = event.state;
    this.origin = event.origin;
    this.language = event.language;
    this.since = event.since;
    this.comparison = event.comparison;
    this.peer = event.peer;
  }

  /** Goes on where the page before this one stopped. */
  recall({ draft, notes, caseNumber, heldSince, seen }: AsideTalk): void {
    Object.assign(this, { draft, notes, caseNumber, heldSince });
    this.transcript.seen = seen;
  }

  /** What somebody wrote goes with the chat. */
  erase(): void {
    this.transcript.erase();
    this.draft = "";
    this.notes = "";
    this.about = null;
    this.heldSince = null;
  }

  /** True once keys and text are gone. */
  get over(): boolean {
    return this.state === "ended" || this.transcript.ended !== null;
  }
}

/** A refusal or another thing that happened, said once. */
export interface Toast {
  id: number;
  code: string;
}

/** The whole console. */
export class DeskModel {
  link: EventOf<"link"> = { type: "link", state: "connecting", code: "" };
  waiting: Waiting[] = [];
  talks: Talk[] = [];
  toasts: Toast[] = [];
  readonly invites = new Invites();
  /** Of all chats. */
  readonly tally = new Tally();
  #toasts = 0;
  #talks = 0;
  readonly #recalled: Map<number, AsideTalk>;

  /** `before`: what the page before this one remembered. */
  constructor(before: Aside | null = null) {
    this.#recalled = new Map(before?.talks.map((talk) => [talk.chat, talk]));
    for (const { number } of this.#recalled.values()) this.#talks = Math.max(this.#talks, number);
    for (const { kind, expires } of before?.invites ?? []) this.invites.lose(kind, expires);
  }

  /** What the next page is to remember. */
  aside(current: number | null): Aside {
    const talks = this.talks.map((talk) => {
      const { chat, number, draft, notes, caseNumber, heldSince } = talk;
      return { chat, number, draft, notes, caseNumber, heldSince, seen: talk.transcript.seen };
    });
    return { talks, current, invites: this.invites.open.map(({ kind, expires }) => ({ kind, expires })) };
  }

  /** Takes in an event; answers a talk that began with it. */
  apply(event: PeerEvent): Talk | null {
    switch (event.type) {
      case "link":
        this.link = event;
        // Lost: whoever waited then is told again after the next attach.
        if (event.state !== "attached") this.waiting = [];
        return null;
      case "queue":
        this.waiting = [...event.waiting].sort((a, b) => a.since - b.since);
        return null;
      case "chat":
        return this.#chat(event);
      case "refused":
        // A guess that was wrong is said where the invite stands.
        if (this.invites.apply(event) === null) this.toast(event.code);
        this.talk(event.chat)?.transcript.apply(event);
        return null;
      case "invited":
      case "uninvited":
        this.invites.apply(event);
        return null;
      default:
        if ("chat" in event) this.#said(event);
        return null;
    }
  }

  #said(event: Extract<PeerEvent, { chat: number }> | EventOf<"uninvited">): void {
    const talk = this.talk(event.chat ?? null);
    if (talk === undefined) return;
    if (event.type === "message") {
      talk.tally.count(event);
      this.tally.count(event);
    }
    if (event.type === "ended") talk.endedAt ??= talk.transcript.messages.at(-1)?.at ?? talk.since;
    talk.transcript.apply(event);
    if (event.type === "ended") talk.erase();
  }

  #chat(event: EventOf<"chat">): Talk | null {
    const known = this.talk(event.chat);
    if (known === undefined) {
      const before = this.#recalled.get(event.chat);
      if (before === undefined) this.#talks += 1;
      const talk = new Talk(event, before?.number ?? this.#talks);
      if (before !== undefined) talk.recall(before);
      this.talks = [...this.talks, talk];
      return talk;
    }
    known.state = event.state;
    known.origin = event.origin || known.origin;
    known.language = event.language || known.language;
    known.comparison = event.comparison || known.comparison;
    known.peer = event.peer;
    if (event.state === "ended") {
      known.endedAt ??= known.transcript.messages.at(-1)?.at ?? known.since;
      known.erase();
    }
    return null;
  }

  /** The talk with this number. */
  talk(chat: number | null): Talk | undefined {
    return this.talks.find((talk) => talk.chat === chat);
  }

  /** Takes an ended talk off the list. */
  remove(chat: number): void {
    this.talks = this.talks.filter((talk) => talk.chat !== chat);
  }

  /** Says something once. */
  toast(code: string): number {
    this.#toasts += 1;
    this.toasts = [...this.toasts, { id: this.#toasts, code }];
    return this.#toasts;
  }

  /** It has been read, or its time is over. */
  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  /** Messages of all customers that have not been on the screen. */
  get unread(): number {
    return this.talks.reduce((sum, talk) => sum + talk.transcript.unread, 0);
  }

  /** The talk `steps` away in the list from this one, round the end. */
  neighbour(chat: number | null, steps: 1 | -1, which: "any" | "unread"): Talk | undefined {
    const { talks } = this;
    const at = talks.findIndex((talk) => talk.chat === chat);
    const from = at < 0 ? (steps === 1 ? -1 : 0) : at;
    for (let i = 1; i <= talks.length; i += 1) {
      const talk = talks[(from + steps * i + talks.length * i) % talks.length];
      if (talk !== undefined && talk.chat !== chat && (which === "any" || talk.transcript.unread > 0)) return talk;
    }
    return undefined;
  }
}
