// Every code a screen may have to put into words. ui/strings must hold a sentence for each: tsc fails if one is missing.

/** The relay said no (crates/wire, refusal codes). */
export const RELAY_CODES = [
  "malformed",
  "too-large",
  "unknown-room",
  "not-a-member",
  "not-attached",
  "bad-certificate",
  "expired-certificate",
  "role-not-sufficient",
  "bad-signature",
  "bad-manifest",
  "room-full",
  "too-many-rooms",
  "already-claimed",
  "rate-limited",
  "origin-not-allowed",
  "queue-full",
  "no-such-member",
  "revoked",
  "draining",
  "room-taken",
  "bad-root",
  "already-attached",
  "unknown-invite",
  "invites-full",
  "invite-taken",
  "wrong-region",
] as const;

/** A peer said no, or noticed that the other end or the relay did not keep to the protocol (crates/session, crates/wasm). */
export const PEER_CODES = [
  "bad-enrolment",
  "bad-fingerprint",
  "bad-link",
  "bad-options",
  "bad-pin",
  "blocked",
  "blocked-content",
  "desynchronised",
  "expired-invite",
  "expired-manifest",
  "fork",
  "invite-unanswered",
  "no-such-message",
  "no-such-question",
  "no-such-value",
  "not-genuine",
  "not-now",
  "not-open",
  "not-ready",
  "other-invite",
  "other-key",
  "peer-misbehaved",
  "platform",
  "receipt-refused",
  "relay-misbehaved",
  "relay-silent",
  "stale-manifest",
  "too-long",
  "too-many-unsent",
  "unknown-content",
  "unknown-knock",
  "wrong-desk",
  "wrong-link",
  "wrong-pin",
] as const;

/** The page could not run the peer at all. */
export const PAGE_CODES = [
  "not-initialised",
  "no-origin",
  "no-websocket",
  "tampered-asset",
  "load-failed",
  "internal",
] as const;

/** Any of them. */
export type Code = (typeof RELAY_CODES)[number] | (typeof PEER_CODES)[number] | (typeof PAGE_CODES)[number];

const KNOWN: ReadonlySet<string> = new Set<string>([...RELAY_CODES, ...PEER_CODES, ...PAGE_CODES]);

/** True for a code this build has words for. */
export function isCode(code: string): code is Code {
  return KNOWN.has(code);
}
