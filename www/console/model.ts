// What a technician sees, computed from events. No DOM, no clock.

import type { EventOf, PeerEvent, Waiting } from "../client/door";
import type { About } from "../ui/elements/draft";
import { Transcript } from "../ui/model/transcript";

/** One customer's chat. */
export class Talk {
  readonly chat: number;
  /** What the technician calls this customer: counted from 1 in this tab. */
  readonly number: number;
  readonly transcript = new Transcript();
  /** What was being written when another chat was opened. */
  draft = "";
  /** The message that it answers or changes. */
  about: About | null = null;
  state: EventOf<"chat">["state"];
  origin: string;
  language: string;
  since: number;
  /** The digits both ends see; empty until keys are agreed. */
  comparison: string;

  constructor(event: EventOf<"chat">, number: number) {
    this.chat = event.chat;
    this.number = number;
    this.state = event.state;
    this.origin = event.origin;
    this.language = event.language;
    this.since = event.since;
    this.comparison = event.comparison;
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
  #toasts = 0;
  #talks = 0;

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
        this.toast(event.code);
        this.talk(event.chat)?.transcript.apply(event);
        return null;
      case "invited":
      case "uninvited":
        return null;
      default:
        if ("chat" in event) this.talk(event.chat)?.transcript.apply(event);
        return null;
    }
  }

  #chat(event: EventOf<"chat">): Talk | null {
    const known = this.talk(event.chat);
    if (known === undefined) {
      this.#talks += 1;
      const talk = new Talk(event, this.#talks);
      this.talks = [...this.talks, talk];
      return talk;
    }
    known.state = event.state;
    known.origin = event.origin || known.origin;
    known.language = event.language || known.language;
    known.comparison = event.comparison || known.comparison;
    if (event.state === "ended") known.transcript.erase();
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
