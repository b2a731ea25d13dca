// What one conversation looks like, computed from events. No DOM, no clock: the widget and the console show it.

import type { Finding, PeerEvent, PlaceholderInfo } from "../../client/door";

/** A message on the screen. */
export interface Message {
  from: "me" | "peer";
  id: number;
  text: string;
  at: number;
  placeholders: PlaceholderInfo[];
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

  /** The text goes, what is known about the end stays. */
  erase(): void {
    this.messages = [];
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
