// Every state a person can meet, as the events that lead to it.

import type { CustomerProof, Identity, PeerEvent } from "../../client/door";
import { invited, message, NOON } from "./stand-in";

/** What to look at. */
export interface Scene {
  screen: "chat" | "console" | "enrol";
  events: PeerEvent[];
  /** Typed by the customer before anything else; held or sent, as the state allows. */
  says?: string[];
  /** Left in the composer. */
  writes?: string;
  /** Clicked afterwards: selectors in the screen's own shadow root; ` >> ` goes into the next one. */
  clicks?: string[];
  /** For the console. */
  who?: Partial<Identity>;
  /** A refused enrolment. */
  code?: string;
  direction?: "rtl";
}

export const FINGERPRINT = "hw1k5t2m7qzv3xw4yjn6pfa2hbd7ceurgslo5iq6rt4mzvk2n7xwyaf";

/** The technician of all scenes. */
export const MARA: Identity = {
  desk: FINGERPRINT,
  deskName: "Lumen & Oak",
  name: "Mara Lindqvist",
  roles: ["technician"],
  expires: NOON + 21 * 24 * 3_600_000,
  origins: ["https://lumen-oak.example"],
  canned: {
    en: {
      "one-moment": "One moment please, I am looking into it.",
      refund: "The refund is on its way. It arrives within three working days.",
      thanks: "Thank you for your patience. Is there anything else?",
    },
    de: { "one-moment": "Einen Moment bitte, ich sehe nach." },
  },
};

const desk = (consoles: number, more: Partial<Extract<PeerEvent, { type: "desk" }>> = {}): PeerEvent => ({
  type: "desk",
  name: "Lumen & Oak",
  texts: {},
  hours: "Monday to Friday, 9:00 to 18:00 (CET)",
  retention: { archive: false, words: "" },
  consoles,
  ...more,
});

const verified: PeerEvent = {
  type: "verified",
  chat: 0,
  author: 1,
  desk: FINGERPRINT,
  name: MARA.name,
  roles: MARA.roles,
  expires: MARA.expires,
  comparison: "4821 0937 5564",
  proof: "desk-verified",
};

const state = (s: Extract<PeerEvent, { type: "state" }>["state"], position = 0): PeerEvent => ({
  type: "state",
  state: s,
  position,
});

const talk: PeerEvent[] = [
  message(0, "me", 1, -9, "Hello, I was charged twice for my order of the floor lamp."),
  message(0, "me", 2, -9, "The card is [card ••1111], and you can write to [e-mail] if that is easier."),
  message(
    0,
    "peer",
    1,
    -7,
    "Hello! Thank you for telling us. I can see the order, and I am looking at the payment now.",
  ),
  message(0, "peer", 2, -6, "One of the two is only a reservation. It falls away by itself within three days."),
  message(0, "me", 3, -4, "Ah, so nothing to do for me?"),
  { type: "read", chat: 0, upto: 3 },
];

const open: PeerEvent[] = [desk(2), verified, state("open"), ...talk];

const marks: PeerEvent[] = [
  message(
    0,
    "peer",
    3,
    -3,
    "Please try this, **in this order**:\n1. Open *Settings*, then `Payments`\n2. Press Reload\n\n```\nlamp --reset --order 2231\n```\nThe steps with pictures: https://lumen-oak.example/help/reset",
  ),
  message(0, "me", 4, -2, "I got a mail with https://lumen-0ak.example/pay, is that you?"),
];

const acts: PeerEvent[] = [
  { type: "edited", chat: 0, id: 3, from: "me", text: "So nothing to do for me?", at: NOON, placeholders: [] },
  {
    ...(message(0, "peer", 3, -3, "No, nothing at all.") as Extract<PeerEvent, { type: "message" }>),
    reply: { from: "me", id: 3 },
  },
  message(0, "me", 4, -2, "x"),
  { type: "removed", chat: 0, from: "me", id: 4 },
];

const question = (number: number, from: "me" | "peer"): PeerEvent[] => [
  { type: "asked", chat: number, ask: 9, from, placeholder: "[card ••1111]" },
];

const formed = (number: number, from: "me" | "peer"): PeerEvent[] => [
  {
    type: "asked",
    chat: number,
    ask: 9,
    from,
    form: "code",
    note: "The one that your bank sent you just now, please.",
  },
];

const chat = (
  number: number,
  s: Extract<PeerEvent, { type: "chat" }>["state"],
  minute: number,
  language = "en",
  peer: CustomerProof = "anyone",
): PeerEvent => ({
  type: "chat",
  chat: number,
  state: s,
  language,
  origin: "https://lumen-oak.example",
  since: NOON + minute * 60_000,
  comparison: "4821 0937 5564",
  peer,
});

const attached: PeerEvent = { type: "link", state: "attached", code: "" };

const queue: PeerEvent = {
  type: "queue",
  waiting: [
    { knock: 11, since: NOON - 154_000 },
    { knock: 12, since: NOON - 41_000 },
  ],
};

const busy: PeerEvent[] = [
  attached,
  queue,
  chat(3, "open", -12, "de"),
  chat(4, "open", -9),
  chat(5, "away", -31, "fr"),
  chat(6, "ended", -50),
  message(3, "peer", 1, -11, "Guten Tag, meine Lampe flackert seit gestern."),
  message(3, "me", 1, -10, "Guten Tag! Welche Lampe ist es denn?"),
  message(3, "peer", 2, -1, "Die Stehlampe „Alder“. Rückruf gern unter [phone]."),
  message(4, "peer", 1, -9, "Hello, I was charged twice for my order of the floor lamp."),
  message(4, "peer", 2, -9, "The card is [card ••1111], and you can write to [e-mail] if that is easier."),
  message(4, "me", 1, -7, "Hello! Thank you for telling us. I can see the order, and I am looking at the payment now."),
  message(4, "me", 2, -6, "One of the two is only a reservation. It falls away by itself within three days."),
  message(4, "peer", 3, -4, "Ah, so nothing to do for me?"),
  { type: "delivered", chat: 4, upto: 2 },
  { type: "typing", chat: 4, on: true },
  message(5, "me", 1, -22, "Je regarde votre commande."),
];

/** One invite waits, one was used, one was guessed wrong, one ran out. */
const guessed: PeerEvent[] = [
  invited(31, "pin", 740),
  invited(32, "link", 3_600),
  invited(33, "pin", 900),
  invited(34, "link", 900),
  { type: "uninvited", invite: 32, end: "used", chat: 7 },
  chat(7, "open", -1, "en", "link"),
  message(7, "peer", 1, 0, "Hello, you sent me this link."),
  { type: "uninvited", invite: 33, end: "used", chat: 8 },
  { type: "refused", chat: 8, code: "wrong-pin" },
  { type: "uninvited", invite: 34, end: "expired" },
];

export const scenes: Record<string, Scene> = {
  "chat-connecting": { screen: "chat", events: [] },
  "chat-welcome": { screen: "chat", events: [desk(2), state("ready")] },
  "chat-welcome-kept": {
    screen: "chat",
    events: [
      desk(1, { retention: { archive: true, days: 30, words: "We keep chats for a month to train colleagues." } }),
      state("ready"),
    ],
  },
  "chat-pin": { screen: "chat", events: [desk(2), state("ready")], clicks: [".invited"] },
  "chat-pin-open": {
    screen: "chat",
    events: [desk(2), { ...verified, proof: "pin-verified" } as PeerEvent, state("open"), ...talk],
    clicks: [".trust"],
  },
  "chat-pin-unknown": {
    screen: "chat",
    events: [desk(2), state("ready"), { type: "refused", chat: 0, code: "unknown-invite" }],
    clicks: [".invited"],
  },
  "chat-pin-wrong": {
    screen: "chat",
    events: [desk(2), { type: "refused", chat: 0, code: "wrong-pin" }, state("refused")],
  },
  "chat-offline": { screen: "chat", events: [desk(0), state("offline-desk")] },
  "chat-offline-held": {
    screen: "chat",
    events: [desk(0), state("offline-desk")],
    says: ["Is the Alder lamp back in stock next week? You reach me at jo.doe@mail.example."],
  },
  "chat-waiting": {
    screen: "chat",
    events: [desk(2), state("waiting", 2)],
    says: ["Hello, I was charged twice. The card is 4111 1111 1111 1111."],
  },
  "chat-securing": { screen: "chat", events: [desk(2), state("securing")], says: ["Hello, I was charged twice."] },
  "chat-open": { screen: "chat", events: [...open, { type: "typing", chat: 0, on: true }] },
  "chat-open-finding": {
    screen: "chat",
    events: open,
    writes: "My IBAN is DE89 3704 0044 0532 0130 00 and you can call me at +44 20 7946 0123.",
  },
  "chat-blocked": { screen: "chat", events: open, says: ["the password is hunter2-hunter2"] },
  "chat-marks": { screen: "chat", events: [...open, ...marks] },
  "chat-acts": { screen: "chat", events: [...open, ...acts], clicks: ["hw-messages >> .message.mine .bubble"] },
  "chat-answering": {
    screen: "chat",
    events: [...open, ...acts],
    clicks: ["hw-messages >> .theirs .act"],
    writes: "Yes, since yesterday.",
  },
  "chat-asked": { screen: "chat", events: [...open, ...question(0, "peer")] },
  "chat-asked-form": { screen: "chat", events: [...open, ...formed(0, "peer")] },
  "chat-asked-shown": {
    screen: "chat",
    events: [...open, ...question(0, "peer"), { type: "answered", chat: 0, ask: 9, given: true }],
  },
  "chat-link": { screen: "chat", events: [...open, ...marks], clicks: ["hw-messages >> .link"] },
  "chat-link-doubtful": { screen: "chat", events: [...open, ...marks], clicks: ["hw-messages >> .doubtful"] },
  "chat-gap": { screen: "chat", events: [...open, { type: "gap", chat: 0, missing: 2 }] },
  "chat-reconnecting": {
    screen: "chat",
    events: [...open, state("reconnecting")],
    says: ["Thank you, that helps a lot."],
  },
  "chat-trust": { screen: "chat", events: open, clicks: [".trust"] },
  "chat-trust-before": { screen: "chat", events: [desk(2), state("ready")], clicks: [".trust"] },
  "chat-end": { screen: "chat", events: open, clicks: ["header .icon"] },
  "chat-ended": { screen: "chat", events: [...open, state("ended"), { type: "ended", chat: 0, by: "me" }] },
  "chat-ended-peer": { screen: "chat", events: [...open, state("ended"), { type: "ended", chat: 0, by: "peer" }] },
  "chat-fault": {
    screen: "chat",
    events: [
      ...open,
      { type: "fault", chat: 0, code: "fork" },
      state("ended"),
      { type: "ended", chat: 0, by: "fault" },
    ],
  },
  "chat-refused": {
    screen: "chat",
    events: [desk(1), { type: "refused", chat: 0, code: "wrong-desk" }, state("refused")],
  },
  "chat-rtl": { screen: "chat", events: open, direction: "rtl", writes: "My card is 4111 1111 1111 1111" },
  "console-empty": { screen: "console", events: [attached, { type: "queue", waiting: [] }] },
  "console-queue": { screen: "console", events: [attached, queue] },
  "console-open": { screen: "console", events: busy, clicks: ["[data-chat='4']"] },
  "console-asked": { screen: "console", events: [...busy, ...question(4, "me")], clicks: ["[data-chat='4']"] },
  "console-revealed": {
    screen: "console",
    events: [
      ...busy,
      ...question(4, "me"),
      { type: "revealed", chat: 4, ask: 9, kind: "credit-card", value: "4111 1111 1111 1111", until: NOON + 24_000 },
    ],
    clicks: ["[data-chat='4']"],
  },
  "console-asking": { screen: "console", events: busy, clicks: ["[data-chat='4']", "hw-pane >> hw-ask-form >> .icon"] },
  "console-rated": {
    screen: "console",
    events: [...busy, { type: "rated", chat: 6, stars: 4, comment: "Quick, thank you." }],
    clicks: ["[data-chat='6']"],
  },
  "console-invite": { screen: "console", events: busy, clicks: [".invite"] },
  "console-invite-pin": { screen: "console", events: busy, clicks: [".invite", "hw-invite-sheet >> .primary"] },
  "console-invite-link": {
    screen: "console",
    events: busy,
    clicks: [".invite", "hw-invite-sheet >> [value=link]", "hw-invite-sheet >> .primary"],
  },
  "console-invites": {
    screen: "console",
    events: [...busy, ...guessed],
    clicks: ["[data-chat='7']"],
  },
  "console-invite-again": {
    screen: "console",
    events: [...busy, invited(31, "pin", 900)],
    clicks: ["[data-invite='31']"],
  },
  "console-answers": { screen: "console", events: busy, clicks: ["[data-chat='4']"], writes: "/" },
  "console-settings": { screen: "console", events: busy, clicks: ["footer .settings"] },
  "console-overview": { screen: "console", events: busy, clicks: ["footer .overview"] },
  "console-held": { screen: "console", events: busy, clicks: ["[data-chat='4']", "hw-pane >> .hold"] },
  "console-list": { screen: "console", events: busy, clicks: ["[data-chat='4']", "hw-back"] },
  "console-writing": {
    screen: "console",
    events: busy,
    clicks: ["[data-chat='4']"],
    writes: "I will write to jo.doe@mail.example",
  },
  "console-details": { screen: "console", events: busy, clicks: ["[data-chat='4']", "hw-details"] },
  "console-away": { screen: "console", events: busy, clicks: ["[data-chat='5']"] },
  "console-ended": { screen: "console", events: busy, clicks: ["[data-chat='6']"] },
  "console-lost": {
    screen: "console",
    events: [...busy, { type: "link", state: "lost", code: "" }],
    clicks: ["[data-chat='4']"],
  },
  "console-refused": {
    screen: "console",
    events: [{ type: "link", state: "refused", code: "expired-certificate" }],
    who: { expires: NOON - 3_600_000 },
  },
  "console-expiring": {
    screen: "console",
    events: [attached, queue],
    who: { expires: NOON + 3 * 24 * 3_600_000 },
  },
  "console-toast": { screen: "console", events: [attached, queue], clicks: [".knock .button"] },
  "console-end": { screen: "console", events: busy, clicks: ["[data-chat='4']", "hw-end"] },
  "console-shortcuts": { screen: "console", events: busy, clicks: ["footer .shortcuts"] },
  "console-rtl": { screen: "console", events: busy, clicks: ["[data-chat='4']"], direction: "rtl" },
  enrol: { screen: "enrol", events: [] },
  "enrol-failed": { screen: "enrol", events: [], code: "bad-enrolment" },
};
