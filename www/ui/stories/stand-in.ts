// A stand-in for the wasm module, for looking at screens: it plays the events of a scene and echoes what is sent.
// Built only with `--stories`; nothing of it ships.

import type {
  CustomerState,
  Door,
  DoorConsole,
  DoorCustomer,
  Effect,
  EventOf,
  Finding,
  Form,
  Identity,
  InviteKind,
  PeerEvent,
  Side,
} from "../../client/door";
import type { SocketLike, World } from "../../client/world";

/** Noon of a day in March: screenshots do not change with the clock. */
export const NOON = Date.UTC(2027, 2, 3, 12, 0, 0);

/** Time stands still; the socket opens at once; nothing is sent anywhere. */
export const stillWorld: World = {
  WebSocket: class implements SocketLike {
    binaryType = "";
    onopen: SocketLike["onopen"] = null;
    onclose: SocketLike["onclose"] = null;
    onerror: SocketLike["onerror"] = null;
    onmessage: SocketLike["onmessage"] = null;
    constructor() {
      setTimeout(() => this.onopen?.());
    }
    send(): void {}
    close(): void {}
  },
  now: () => NOON,
  random: () => 0.5,
  after: () => () => {},
};

const PATTERNS: [RegExp, string, Finding["action"], (hit: string) => string][] = [
  [/\b(?:\d[ -]?){13,19}\b/g, "credit-card", "mask", (hit) => `[card ••${hit.replace(/\D/g, "").slice(-4)}]`],
  [/[\w.+-]+@[\w-]+\.[\w.]+/g, "email", "mask", () => "[e-mail]"],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g, "iban", "mask", () => "[IBAN]"],
  [/(?<=password(?: is|:) )\S+/gi, "password", "block", () => "[password]"],
  [/\+\d[\d ]{7,}\d/g, "phone", "warn", () => "[phone]"],
];

function scan(text: string): Finding[] {
  const found = PATTERNS.flatMap(([pattern, kind, action]) =>
    [...text.matchAll(pattern)].map((hit) => ({
      start: hit.index,
      end: hit.index + hit[0].length,
      kind,
      score: 0.99,
      action,
    })),
  );
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return found.filter((f, i) => !found.slice(0, i).some((before) => f.start < before.end));
}

function placeholderOf(kind: string, hit: string): string {
  return PATTERNS.find(([, k]) => k === kind)?.[3](hit) ?? "[…]";
}

const event = (e: PeerEvent): Effect => ({ type: "event", event: e });

/** A message as it would come through the door, its placeholders found again. */
export function message(chat: number, from: "me" | "peer", id: number, minute: number, text: string): PeerEvent {
  const kinds: Record<string, string> = { card: "credit-card", "e-mail": "email", IBAN: "iban", phone: "phone" };
  const placeholders = [...text.matchAll(/\[(card|e-mail|IBAN|phone)[^\]]*\]/g)].map((hit) => ({
    kind: kinds[hit[1] ?? ""] ?? "secret",
    start: hit.index,
    end: hit.index + hit[0].length,
  }));
  return {
    type: "message",
    chat,
    from,
    author: from === "me" ? 1 : 0,
    id,
    text,
    at: NOON + minute * 60_000,
    placeholders,
  };
}

/** An invite as it would come through the door. */
export function invited(invite: number, kind: InviteKind, seconds: number): PeerEvent {
  const words = kind === "pin" ? "421 482 913" : "hwlink1aa2bqxk3f5ynwz7dhm4tcru6pe2ojlgvs3iqa5ykbxw7nfdzt4hmcru";
  return { type: "invited", invite, kind, words, expires: NOON + seconds * 1_000 };
}

function sent(chat: number, id: number, text: string): Effect[] {
  const findings = scan(text);
  if (findings.some((f) => f.action === "block")) return [event({ type: "blocked", chat, findings })];
  let masked = text;
  for (const f of [...findings].reverse()) {
    if (f.action === "mask")
      masked = masked.slice(0, f.start) + placeholderOf(f.kind, text.slice(f.start, f.end)) + masked.slice(f.end);
  }
  return [event(message(chat, "me", id, 0, masked))];
}

/** A module whose peers play these events as soon as their socket is open. */
export function standIn(events: readonly PeerEvent[], who: Identity, news: () => PeerEvent[] = () => []): Door {
  class Peer {
    state_: CustomerState = "connecting";
    ids = 100;
    opened(): Effect[] {
      for (const e of events) if (e.type === "state") this.state_ = e.state;
      return events.map(event);
    }
    closed(): Effect[] {
      return [];
    }
    received(): Effect[] {
      return [];
    }
    tick(): Effect[] {
      return news().map(event);
    }
    wantsLink(): boolean {
      return true;
    }
    seal(): Uint8Array<ArrayBuffer> {
      return new Uint8Array();
    }
    shown(): Effect[] {
      return [];
    }
    free(): void {}
  }
  class Customer extends Peer implements DoorCustomer {
    static restore(): Customer {
      return new Customer();
    }
    start(): Effect[] {
      return [];
    }
    redeem(): Effect[] {
      return [event({ type: "refused", chat: 0, code: "unknown-invite" })];
    }
    scan = scan;
    send(text: string): Effect[] {
      this.ids += 1;
      return sent(0, this.ids, text);
    }
    edit(id: number, text: string): Effect[] {
      return [event({ type: "edited", chat: 0, id, from: "me", text, at: NOON, placeholders: [] })];
    }
    remove(id: number): Effect[] {
      return [event({ type: "removed", chat: 0, id, from: "me" })];
    }
    reply(from: Side, id: number, text: string): Effect[] {
      this.ids += 1;
      return [event({ ...(message(0, "me", this.ids, 0, text) as EventOf<"message">), reply: { from, id } })];
    }
    approve(ask: number): Effect[] {
      return [event({ type: "answered", chat: 0, ask, given: true })];
    }
    fill = this.approve;
    decline(ask: number): Effect[] {
      return [event({ type: "answered", chat: 0, ask, given: false })];
    }
    rate(): Effect[] {
      return [];
    }
    typing(): Effect[] {
      return [];
    }
    read(): Effect[] {
      return [];
    }
    end(): Effect[] {
      this.state_ = "ended";
      return [event({ type: "state", state: "ended", position: 0 }), event({ type: "ended", chat: 0, by: "me" })];
    }
    state(): CustomerState {
      return this.state_;
    }
  }
  class Console extends Peer implements DoorConsole {
    static restore(): Console {
      return new Console();
    }
    identity(): Identity {
      return who;
    }
    claim(): Effect[] {
      return [event({ type: "refused", chat: 0, code: "already-claimed" })];
    }
    invite(kind: InviteKind, seconds: number): Effect[] {
      this.ids += 1;
      return [event(invited(this.ids, kind, seconds))];
    }
    withdraw(invite: number): Effect[] {
      return [event({ type: "uninvited", invite, end: "withdrawn" })];
    }
    scan(_chat: number, text: string): Finding[] {
      return scan(text);
    }
    send(chat: number, text: string): Effect[] {
      this.ids += 1;
      return sent(chat, this.ids, text);
    }
    edit(chat: number, id: number, text: string): Effect[] {
      return [event({ type: "edited", chat, id, from: "me", text, at: NOON, placeholders: [] })];
    }
    remove(chat: number, id: number): Effect[] {
      return [event({ type: "removed", chat, id, from: "me" })];
    }
    reply(chat: number, from: Side, id: number, text: string): Effect[] {
      this.ids += 1;
      return [event({ ...(message(chat, "me", this.ids, 0, text) as EventOf<"message">), reply: { from, id } })];
    }
    askValue(chat: number, placeholder: string): Effect[] {
      this.ids += 1;
      return [event({ type: "asked", chat, ask: this.ids, from: "me", placeholder })];
    }
    askForm(chat: number, form: Form, note: string): Effect[] {
      this.ids += 1;
      return [event({ type: "asked", chat, ask: this.ids, from: "me", form, note })];
    }
    hide(chat: number, ask: number): Effect[] {
      return [event({ type: "hidden", chat, ask })];
    }
    typing(): Effect[] {
      return [];
    }
    read(): Effect[] {
      return [];
    }
    end(chat: number): Effect[] {
      return [event({ type: "ended", chat, by: "me" })];
    }
  }
  class Masker {
    scan = scan;
    mask(text: string): { text: string; findings: Finding[]; placeholders: [] } {
      return { text, findings: scan(text), placeholders: [] };
    }
    free(): void {}
  }
  return { Customer, Console, Masker };
}
