// One sentence for every code. `Record<Code, …>`: a code without a sentence does not compile.

import type { Code } from "../../client/codes";

export const codes: Record<Code, string> = {
  // The relay said no.
  malformed: "The relay did not understand this page. Reload it; if that does not help, the site is out of date.",
  "too-large": "That was too much at once for the relay.",
  "unknown-room": "The relay does not know this chat any more.",
  "not-a-member": "The relay does not count this end as part of the chat.",
  "not-attached": "This console is not signed in to its desk.",
  "bad-certificate": "The certificate could not be verified.",
  "expired-certificate": "The certificate has expired. The desk owner has to renew it.",
  "role-not-sufficient": "The certificate does not allow this.",
  "bad-signature": "A signature does not match. Somebody may be pretending to be this desk.",
  "bad-manifest": "The desk's signed settings could not be verified.",
  "room-full": "This chat has no room for another member.",
  "too-many-rooms": "This connection has too many chats open.",
  "already-claimed": "A colleague has already taken this customer.",
  "rate-limited": "Too many requests in a short time. Wait a moment and try again.",
  "origin-not-allowed": "The desk has not allowed this site to open chats with it.",
  "queue-full": "Too many people are waiting at the moment. Please try again later.",
  "no-such-member": "The other end is not in this chat any more.",
  revoked: "The certificate has been revoked by the desk.",
  draining: "The relay is about to restart. The chat reconnects by itself.",
  "room-taken": "The relay refused this chat. Please try again.",
  "bad-root": "The desk's key does not match its fingerprint.",
  "already-attached": "This console is already signed in on this connection.",

  // A peer said no, or noticed that somebody did not keep to the protocol.
  "bad-enrolment": "This is not a complete enrolment. Ask the desk owner for a new one.",
  "bad-fingerprint": "This page names its desk with a fingerprint that cannot be right, so there is nobody to trust.",
  "bad-options": "This page starts the chat in a way that cannot work.",
  blocked: "This text holds something that must not be sent.",
  "blocked-content": "A message came with something this desk does not accept. It is not shown.",
  desynchronised: "The two ends lost track of each other. The chat was closed; please start a new one.",
  "expired-manifest": "The desk's signed settings have expired. The desk owner has to sign them again.",
  fork: "The two ends have seen different conversations. The chat was closed to keep it honest.",
  "not-genuine": "The answer was not genuine. Somebody between the two ends may have changed it.",
  "not-open": "The chat is not open.",
  "other-key": "The certificate of this enrolment belongs to another key. Ask the desk owner for a new one.",
  "peer-misbehaved": "The other end did not keep to the rules. The chat was closed.",
  platform: "This browser lacks something the chat needs.",
  "relay-misbehaved": "The relay did not keep to the rules. Reconnecting.",
  "relay-silent": "The relay is silent. Reconnecting.",
  "stale-manifest": "The other end showed settings of the desk that are older than ones already seen.",
  "too-long": "This message is too long. Send it in parts.",
  "too-many-unsent": "Too many messages wait for the other end. Wait until it is back.",
  "unknown-content": "A message came that this version cannot show. Reload the page to update it.",
  "unknown-knock": "This customer is not waiting any more.",
  "wrong-desk": "Refused: the other end is not the desk that this page names.",

  // The page could not run the peer.
  "not-initialised": "The chat is not ready yet.",
  "no-origin": "This program did not say for which site it opens a chat.",
  "no-websocket": "This browser cannot open the connection the chat needs.",
  "tampered-asset": "A part of the chat's code was changed on its way here. It was not run.",
  "load-failed": "A part of the chat's code could not be loaded. Check the connection and try again.",
  internal: "Something went wrong inside the chat. Nothing more is sent.",
};

/** For a code this build has never heard of: a newer relay or peer. */
export const unknownCode = (code: string): string =>
  `The other side answered with “${code}”, which this version does not know.`;
