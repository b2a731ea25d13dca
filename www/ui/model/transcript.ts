// What one conversation looks like, computed from events. No DOM, no clock: the widget and the console show it.

import type { EventOf, Finding, Form, PeerEvent, PlaceholderInfo, Reference, Side } from "../../client/door";

/** A message on the screen. */
export interface Message {
  from: Side;
  id: number;
  text: string;
  at: number;
  placeholders: PlaceholderInfo[];
  /** The message that this one answers. */
  reply?: Reference | undefined;
  /** It reads otherwise than at first, or its author took it back: then there is no text any more. */
  changed?: "edited" | "removed";
}

/** A technician's question for a value, where it stands between the messages. */
export interface Ask {
  ask: number;
  from: Side;
  /** It stands after so many messages. */
  after: number;
  /** The placeholder whose value is asked for; or else a form. */
  placeholder: string | null;
  form: Form | null;
  /** The technician's words beside a form. */
  note: string;
  state: "open" | "given" | "declined" | "shown" | "hidden";
  /** At the technician's end, while it is shown. */
  value: string | null;
  kind: string;
  /** When it goes off the screen. */
  until: number;
}

/** How far an own message got. */
export type Mark = "held" | "sending" | "delivered" | "read";

/** A stretch of a text: plain, or a placeholder of some kind. */
export interface Piece {
  text: string;
  kind: string | null;
}

/** One conversation, as far as this end has seen it. */
export class Transcript {
  messages: Message[] = [];
  asks: Ask[] = [];
  /** What the customer says of this chat. */
  rating: { stars: number; comment: string } | null = null;
  delivered = 0;
  read = 0;
  /** The highest message of the peer. */
  received = 0;
  /** The highest message of the peer that has been on the screen. */
  seen = 0;
  typing = false;
  /** Messages of the peer known to be missing. */
  missing = 0;
  blocked: Finding[] = [];
  fault: string | null = null;
  refused: string | null = null;
  ended: "me" | "peer" | "fault" | null = null;

  /** Takes in an event of this conversation; false if it was none that changes it. */
  apply(event: PeerEvent): boolean {
    switch (event.type) {
      case "message":
        this.messages = [...this.messages, event];
        if (event.from === "peer") {
          this.received = Math.max(this.received, event.id);
          this.typing = false;
        } else {
          this.blocked = [];
        }
        return true;
      case "edited":
        return this.#change(event, { text: event.text, placeholders: event.placeholders, changed: "edited" });
      case "removed":
        return this.#change(event, { text: "", placeholders: [], changed: "removed" });
      case "asked":
        this.asks = [...this.asks, asked(event, this.messages.length)];
        return true;
      case "answered":
        return this.#answer(event.ask, { state: event.given ? "given" : "declined" });
      case "revealed":
        return this.#answer(event.ask, {
          state: "shown",
          value: event.value,
          kind: event.kind,
          until: event.until,
        });
      case "hidden":
        return this.#answer(event.ask, { state: "hidden", value: null });
      case "rated":
        this.rating = { stars: event.stars, comment: event.comment };
        return true;
      case "delivered":
        this.delivered = Math.max(this.delivered, event.upto);
        return true;
      case "read":
        this.read = Math.max(this.read, event.upto);
        this.delivered = Math.max(this.delivered, event.upto);
        return true;
      case "typing":
        this.typing = event.on;
        return true;
      case "blocked":
        this.blocked = event.findings;
        return true;
      case "gap":
        this.missing = event.missing;
        return true;
      case "fault":
        this.fault = event.code;
        return true;
      case "refused":
        this.refused = event.code;
        return true;
      case "ended":
        this.erase();
        this.ended = event.by;
        return true;
      default:
        return false;
    }
  }

  #change({ from, id }: { from: Side; id: number }, change: Partial<Message>): boolean {
    this.messages = this.messages.map((m) => (m.from === from && m.id === id ? { ...m, ...change } : m));
    return true;
  }

  #answer(ask: number, change: Partial<Ask>): boolean {
    this.asks = this.asks.map((a) => (a.ask === ask ? { ...a, ...change } : a));
    return true;
  }

  /** The message that another one answers, if it is there. */
  find(to: Reference | undefined): Message | undefined {
    return to && this.messages.find((m) => m.from === to.from && m.id === to.id);
  }

  /** The text goes, what is known about the end stays. */
  erase(): void {
    this.messages = [];
    this.asks = [];
    this.blocked = [];
    this.typing = false;
    this.missing = 0;
    this.seen = this.received;
  }

  /** Messages of the peer that have not been on the screen. */
  get unread(): number {
    return this.messages.filter((m) => m.from === "peer" && m.id > this.seen).length;
  }

  /** How far an own message got. */
  markOf(id: number): Mark {
    if (id <= this.read) return "read";
    return id <= this.delivered ? "delivered" : "sending";
  }

  /** How many placeholders of which kind stand in the messages. */
  get maskedKinds(): [kind: string, count: number][] {
    const counts = new Map<string, number>();
    for (const { placeholders } of this.messages) {
      for (const { kind } of placeholders) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return [...counts];
  }
}

function asked(event: EventOf<"asked">, after: number): Ask {
  return {
    ask: event.ask,
    from: event.from,
    after,
    placeholder: event.placeholder ?? null,
    form: event.form ?? null,
    note: event.note ?? "",
    state: "open",
    value: null,
    kind: "",
    until: 0,
  };
}

/** Cuts a text where its placeholders stand. Spans that overlap or lie outside are left as text. */
export function pieces(text: string, spans: readonly { start: number; end: number; kind: string }[]): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const { start, end, kind } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start < at || end <= start || end > text.length) continue;
    if (start > at) out.push({ text: text.slice(at, start), kind: null });
    out.push({ text: text.slice(start, end), kind });
    at = end;
  }
  if (at < text.length) out.push({ text: text.slice(at), kind: null });
  return out;
}

/**
 * What a text becomes when its findings are masked; for showing it before the peer itself masks and sends it, so with the
 * kind's name where the peer will put its own placeholder.
 */
export function preview(
  text: string,
  findings: readonly Finding[],
  nameOf: (kind: string) => string,
): { text: string; placeholders: PlaceholderInfo[] } {
  const masked = findings.filter((f) => f.action === "mask");
  const placeholders: PlaceholderInfo[] = [];
  let out = "";
  for (const piece of pieces(text, masked)) {
    const shown = piece.kind === null ? piece.text : `[${nameOf(piece.kind)}]`;
    if (piece.kind !== null) placeholders.push({ kind: piece.kind, start: out.length, end: out.length + shown.length });
    out += shown;
  }
  return { text: out, placeholders };
}
