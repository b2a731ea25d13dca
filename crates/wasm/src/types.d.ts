/** Something the masker found. Offsets are UTF-16, end exclusive. */
export interface Finding {
  start: number;
  end: number;
  /** Kebab-case, stable: "credit-card", "email", … */
  kind: string;
  /** 0 to 1; only findings above their kind's threshold are given. */
  score: number;
  action: "allow" | "warn" | "mask" | "block";
  /** ISO 3166-1 alpha-2, for kinds that belong to a country. */
  country?: string | undefined;
  /** Which numbering scheme of that country. */
  scheme?: string | undefined;
}

/** Where a placeholder stands in a masked text. Offsets are UTF-16, end exclusive. */
export interface PlaceholderInfo {
  kind: string;
  start: number;
  end: number;
}

export interface Masked {
  /** The text with placeholders. */
  text: string;
  /** Offsets in the text that was given. */
  findings: Finding[];
  /** Offsets in `text` of this object. */
  placeholders: PlaceholderInfo[];
}

export interface MaskerOptions {
  /** Rules on top of the default, which masks every kind. */
  policy?: { kind: string; action: Finding["action"] }[];
  /** ISO 3166-1 alpha-2: whose numbers are likelier than others. */
  countries?: string[];
}

export interface CustomerOptions {
  /** The desk's fingerprint, "hw1…". */
  desk: string;
  /** The page's origin; "" outside browsers. */
  origin: string;
  /** BCP 47. */
  language: string;
  /** Milliseconds since 1970. */
  now: number;
}

export interface Identity {
  desk: string;
  deskName: string;
  name: string;
  roles: string[];
  /** Milliseconds since 1970. */
  expires: number;
}

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

export type ChatState = "securing" | "open" | "away" | "ended";

export type LinkState = "connecting" | "attached" | "refused" | "lost";

/** What a technician hands out: nine digits to be spoken, or a secret for the fragment of a page's address. */
export type InviteKind = "pin" | "link";

/** How an invite came to its end. */
export type InviteEnd = "used" | "expired" | "withdrawn" | "refused";

/** What a technician knows of who sits at the other end. */
export type CustomerProof = "anyone" | InviteKind;

/** What a customer knows of who sits at the other end. */
export type TechnicianProof = "desk-verified" | "pin-verified" | "link-verified";

/** What the module asks the page to do, in this order. */
export type Effect =
  /** Give these bytes to the socket as one binary message. */
  | { type: "send"; bytes: Uint8Array<ArrayBuffer> }
  /** Call `tick` at this time; a later one replaces an earlier one. */
  | { type: "wake"; at: number }
  /** Close the socket and do not come back. */
  | { type: "close"; reason: string }
  /** Close the socket and connect anew. */
  | { type: "drop"; reason: string }
  /** Tell the person at the screen. */
  | { type: "event"; event: PeerEvent };

/** Which of the two ends. */
export type Side = "me" | "peer";

/** What a small secure form asks for. */
export type Form = "card" | "password" | "code" | "other";

/** The message that another one answers. */
export interface Reference {
  from: Side;
  id: number;
}

/** `chat` is the console's own number of a chat; a customer has one chat, 0. Times are milliseconds since 1970. */
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
      retention: { archive: boolean; days?: number | undefined; words: string };
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
  | { type: "queue"; waiting: { knock: number; since: number }[] }
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
