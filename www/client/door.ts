// What the wasm module (crates/wasm) offers to JavaScript. Types only: the code behind them is Rust.
// `build/door-agrees.ts` compares this file with crates/wasm/src/types.d.ts when types are checked.
// Times are milliseconds since 1970, text offsets UTF-16, ids of messages count per direction from 1.

/** What a peer asks of the world that drives it; to be carried out in order. */
export type Effect =
  | { type: "send"; bytes: Uint8Array<ArrayBuffer> }
  | { type: "wake"; at: number }
  /** Close the socket and do not come back. */
  | { type: "close"; reason: string }
  /** Close the socket and connect anew: it is silent, or talks nonsense. */
  | { type: "drop"; reason: string }
  | { type: "event"; event: PeerEvent };

/** What the masker does with a span. */
export type Action = "allow" | "warn" | "mask" | "block";

/** A span of text the masker recognised. */
export interface Finding {
  start: number;
  end: number;
  kind: string;
  score: number;
  action: Action;
  /** ISO 3166-1 alpha-2, for kinds that belong to a country. */
  country?: string | undefined;
  /** Which numbering scheme of that country. */
  scheme?: string | undefined;
}

/** A masked text, with the findings that refer to the text given in. */
export interface Masked {
  text: string;
  findings: Finding[];
  /** Offsets in `text` of this object. */
  placeholders: PlaceholderInfo[];
}

/** Where a placeholder stands in a text that is masked already. */
export interface PlaceholderInfo {
  kind: string;
  start: number;
  end: number;
}

/** Where one of a console's chats stands. */
export type ChatState = "securing" | "open" | "away" | "ended";

/** Where a console stands with its relay. */
export type LinkState = "connecting" | "attached" | "refused" | "lost";

/** What a technician hands out: nine digits to be spoken, or a secret for the fragment of a page's address. */
export type InviteKind = "pin" | "link";

/** How an invite came to its end. */
export type InviteEnd = "used" | "expired" | "withdrawn" | "refused";

/** What a technician knows of who sits at the other end. */
export type CustomerProof = "anyone" | InviteKind;

/** What a customer knows of who sits at the other end. */
export type TechnicianProof = "desk-verified" | "pin-verified" | "link-verified";

/** Where the customer's chat stands. */
export type CustomerState =
  | "connecting"
  | "offline-desk"
  | "ready"
  | "waiting"
  | "securing"
  | "open"
  | "reconnecting"
  | "ended"
  | "refused";

/** What the desk keeps, in its own signed words. */
export interface Retention {
  archive: boolean;
  days?: number | undefined;
  words: string;
}

/** A knock in the desk's queue. */
export interface Waiting {
  knock: number;
  since: number;
}

/** Which of the two ends. */
export type Side = "me" | "peer";

/** What a small secure form asks for. */
export type Form = "card" | "password" | "code" | "other";

/** The message that another one answers. */
export interface Reference {
  from: Side;
  id: number;
}

/** Everything a peer tells the screen. A customer's `chat` is always 0. */
export type PeerEvent =
  | {
      type: "message";
      chat: number;
      id: number;
      from: "me" | "peer";
      /** Who wrote it: 0 the customer, then the technicians in the order in which they came. */
      author: number;
      text: string;
      at: number;
      placeholders: PlaceholderInfo[];
      reply?: Reference | undefined;
    }
  /** A message now reads otherwise. One that is not on the screen means nothing. */
  | {
      type: "edited";
      chat: number;
      id: number;
      from: Side;
      text: string;
      at: number;
      placeholders: PlaceholderInfo[];
    }
  | { type: "removed"; chat: number; id: number; from: Side }
  /** A technician asks for a value behind a placeholder, or opens a small form. */
  | {
      type: "asked";
      chat: number;
      ask: number;
      from: Side;
      placeholder?: string | undefined;
      form?: Form | undefined;
      note?: string | undefined;
    }
  /** At the customer's end what it said; at the technician's, a no. */
  | { type: "answered"; chat: number; ask: number; given: boolean }
  /** A value to show until then, and to keep nowhere. */
  | { type: "revealed"; chat: number; ask: number; kind: string; value: string; until: number }
  /** It is off the technician's screen. */
  | { type: "hidden"; chat: number; ask: number }
  | { type: "rated"; chat: number; stars: number; comment: string }
  | { type: "delivered"; chat: number; upto: number }
  | { type: "read"; chat: number; upto: number }
  | { type: "typing"; chat: number; on: boolean }
  | { type: "blocked"; chat: number; findings: Finding[] }
  | { type: "gap"; chat: number; missing: number }
  /** What both ends hold when it is over: verifies offline (`hushwire receipt`). */
  | { type: "receipt"; chat: number; receipt: Uint8Array<ArrayBuffer> }
  /** The chat will end at this time, unless the desk renews what runs out. */
  | { type: "ending"; chat: number; code: string; at: number }
  | { type: "fault"; chat: number; code: string }
  | { type: "ended"; chat: number; by: "me" | "peer" | "fault" }
  | { type: "refused"; chat: number; code: string }
  | { type: "state"; state: CustomerState; position: number }
  | {
      type: "desk";
      name: string;
      texts: Record<string, string>;
      hours: string;
      retention: Retention;
      consoles: number;
    }
  | {
      type: "verified";
      chat: number;
      /** Which of the technicians, as in their messages. */
      author: number;
      desk: string;
      name: string;
      roles: string[];
      expires: number;
      comparison: string;
      proof: TechnicianProof;
    }
  /** An invite is open. This is the only time that its words are told. */
  | { type: "invited"; invite: number; kind: InviteKind; words: string; expires: number }
  /** An invite is no more: "used" comes with the chat, "refused" with a code. */
  | { type: "uninvited"; invite: number; end: InviteEnd; chat?: number | undefined; code?: string | undefined }
  | { type: "link"; state: LinkState; code: string }
  | { type: "queue"; waiting: Waiting[] }
  | {
      type: "chat";
      chat: number;
      state: ChatState;
      language: string;
      origin: string;
      since: number;
      comparison: string;
      peer: CustomerProof;
    };

/** One event by its name. */
export type EventOf<T extends PeerEvent["type"]> = Extract<PeerEvent, { type: T }>;

/** One line of a masking policy. */
export interface PolicyRule {
  kind: string;
  action: Action;
}

/** Finds and masks personal data; meets no key and no network. */
export interface DoorMasker {
  scan(text: string): Finding[];
  mask(text: string): Masked;
  free(): void;
}

/** The part of both peers that a pump drives. */
export interface DoorPeer {
  opened(host: string, now: number): Effect[];
  closed(now: number): Effect[];
  received(bytes: Uint8Array, now: number): Effect[];
  tick(now: number): Effect[];
  /** Whether a closed socket should be opened again. */
  wantsLink(): boolean;
  free(): void;
}

/** The customer's end of a chat. */
export interface DoorCustomer extends DoorPeer {
  start(now: number): Effect[];
  /** A PIN as typed, or the fragment of a link. */
  redeem(ticket: string, now: number): Effect[];
  scan(text: string): Finding[];
  send(text: string, now: number): Effect[];
  typing(on: boolean, now: number): Effect[];
  read(upto: number, now: number): Effect[];
  edit(id: number, text: string, now: number): Effect[];
  remove(id: number, now: number): Effect[];
  reply(from: Side, id: number, text: string, now: number): Effect[];
  approve(ask: number, now: number): Effect[];
  fill(ask: number, value: string, now: number): Effect[];
  decline(ask: number, now: number): Effect[];
  rate(stars: number, comment: string, now: number): Effect[];
  end(now: number): Effect[];
  state(): CustomerState;
  /**
   * Everything this end holds, sealed under 32 bytes of the caller's, or nothing when the session is over. `count` rises
   * from one sealing to the next. Store it before the effects of the same call are carried out.
   */
  seal(key: Uint8Array, count: number): Uint8Array<ArrayBuffer> | undefined;
  /** After `restore`: what shows the screen as it was, once. */
  shown(): Effect[];
}

/** Who a console speaks as. */
export interface Identity {
  desk: string;
  deskName: string;
  name: string;
  roles: string[];
  expires: number;
}

/** The technician's end of many chats. */
export interface DoorConsole extends DoorPeer {
  identity(): Identity;
  claim(knock: number, now: number): Effect[];
  invite(kind: InviteKind, seconds: number, now: number): Effect[];
  withdraw(invite: number, now: number): Effect[];
  scan(chat: number, text: string): Finding[];
  send(chat: number, text: string, now: number): Effect[];
  typing(chat: number, on: boolean, now: number): Effect[];
  read(chat: number, upto: number, now: number): Effect[];
  edit(chat: number, id: number, text: string, now: number): Effect[];
  remove(chat: number, id: number, now: number): Effect[];
  reply(chat: number, from: Side, id: number, text: string, now: number): Effect[];
  askValue(chat: number, placeholder: string, now: number): Effect[];
  askForm(chat: number, form: Form, note: string, now: number): Effect[];
  hide(chat: number, ask: number, now: number): Effect[];
  end(chat: number, now: number): Effect[];
  /** All chats, sealed under 32 bytes of the caller's; see `DoorCustomer.seal`. */
  seal(key: Uint8Array, count: number): Uint8Array<ArrayBuffer>;
  /** After `restore`: what shows the screens as they were, once. */
  shown(): Effect[];
}

/** What `new Customer(…)` takes. */
export interface CustomerOptions {
  desk: string;
  origin: string;
  language: string;
  now: number;
}

/** What `new Masker(…)` takes. */
export interface MaskerOptions {
  policy?: PolicyRule[];
  countries?: string[];
}

/** The classes of the wasm module, or of a stand-in for it. */
export interface Door {
  Masker: new (options?: MaskerOptions) => DoorMasker;
  Customer: {
    new (options: CustomerOptions): DoorCustomer;
    /** Throws a HushError: "not-genuine", "stale-state", "other-place", "other-format", "malformed-state". */
    restore(options: CustomerOptions, kept: Uint8Array, key: Uint8Array, atLeast: number): DoorCustomer;
  };
  Console: {
    new (enrolment: string, now: number): DoorConsole;
    restore(enrolment: string, kept: Uint8Array, key: Uint8Array, atLeast: number, now: number): DoorConsole;
  };
}
