// Every English word that a customer reads, by where it stands. Other languages have the same leaves (`Translation`).

import { codes } from "./codes.en";
import { kinds } from "./kinds.en";

export const en = {
  codes,
  /** A newer relay or peer said something that this build has never heard of. */
  unknownCode: "The other side answered with “{code}”, which this version does not know.",
  kinds,
  /** How many of a kind; `{kind}` is the first of its two names in the form "one", else the second. */
  countOfKind: { one: "{count} {kind}", other: "{count} {kind}" },

  roles: {
    technician: "technician",
    supervisor: "supervisor",
    auditor: "auditor",
    owner: "desk owner",
  },

  composer: {
    label: "Your message",
    placeholder: "Write a message",
    first: "Write your question",
    send: "Send",
    willBeMasked: "{kinds} will be masked",
    sentAsTyped: "{kinds}: sent as typed",
    notAccepted: "{kinds}: not accepted by this desk",
    hint: "Enter sends, Shift + Enter starts a new line",
  },

  messages: {
    log: "Conversation",
    empty: "No messages yet",
    you: "You",
    held: "Held on this device",
    sending: "Sending",
    delivered: "Delivered",
    read: "Read",
    typing: "{name} is typing",
    today: "Today",
    yesterday: "Yesterday",
    newMessages: "New messages",
    masked: "Masked: {kind}",
    gap: { one: "{count} message has not arrived yet.", other: "{count} messages have not arrived yet." },
    gapWhy: "They are asked for again by themselves. Nothing is skipped silently.",
  },

  link: {
    title: "Open this address?",
    doubtful: "Careful with this address",
    text: "It opens outside this chat. What you type there is not protected by it.",
    stay: "Stay here",
    open: "Open",
    doubts: {
      lookalike: "It is written with letters that look like other ones.",
      resembles: "It looks like {like}, but it is not.",
      number: "It is a number instead of a name.",
      disguised: "It pretends to be another place with what stands before the @.",
      plain: "The connection to it is not encrypted.",
      label: "The words name another place than the one it leads to.",
    },
  },

  chat: {
    support: "Support",
    minimise: "Close the chat window",
    menu: "More",
    protection: "What is protected",
    end: "End and erase",
    greeting: "How can we help?",
    greetingText: "Write your question below. Somebody from the desk answers in this window.",
    connecting: "Connecting",
    notConnected: "Nobody is connected yet",
    nothingSent: "Nothing you write leaves this device until the desk has proven who it is.",
    peopleHere: { one: "{count} person is at the desk", other: "{count} people are at the desk" },
    waiting: "Waiting for a technician",
    next: "You are next.",
    position: "You are number {position} in the queue.",
    heldWhileWaiting: "You can write already. It stays on this device until the desk has proven who it is.",
    offline: "Nobody is at the desk right now",
    offlineText:
      "You can write your question. It stays on this device and is sent when somebody arrives, as long as this page is open.",
    hours: "Hours",
    securing: "Making sure this is really the desk",
    securingShort: "Verifying the desk",
    reconnecting: "The connection is interrupted. It comes back by itself, and nothing you sent is lost.",
    secureWith: "Verified: {name}",
    verifiedNotice: "{name}, {role}, has proven to speak for {desk}. Only the two of you can read this.",
    technician: "The technician",
    refusedTitle: "Not verified: refused",
    refusedNothingSent: "Nothing you wrote was sent.",
    faultTitle: "The chat was closed",
    tryAgain: "Try again",
    code: "Code: {code}",
  },

  blocked: {
    title: "Not sent",
    text: "This desk does not accept this in a chat: {kinds}. Take it out and send again.",
    dismiss: "Close this note",
  },

  promises: {
    readable: "Only you and the technician can read this chat. The relay in between cannot.",
    masked: "Card numbers, passwords and the like are masked before they leave this device.",
    kept: "{desk} says about what it keeps: “{own}”",
    keepsNothing: "When the chat ends, keys and text are erased on both ends. Nothing is kept.",
    keepsDays: {
      one: "The desk keeps the masked text, sealed, for {count} day.",
      other: "The desk keeps the masked text, sealed, for {count} days.",
    },
    keeps: "The desk keeps the masked text, sealed, without a set end.",
  },

  trust: {
    title: "What is protected",
    close: "Back to the chat",
    verified: "Desk verified",
    verifiedText: "{name}, {role}, showed a certificate of {desk} that matches the fingerprint in this page.",
    notYet: "Not verified yet",
    notYetText:
      "No technician has joined. As soon as one does, this page checks the desk's signature before anything is sent.",
    validUntil: "Certificate valid until",
    comparison: "Comparison code",
    comparisonText: "On the phone with them? Both of you must see the same digits.",
    fingerprint: "Fingerprint of the desk, set by this page",
    canSee: "What others can see",
    relaySees: "The relay sees that a chat is going on, when, and padded sizes. Not the text, not who you are.",
    siteSees: "Whoever runs this website could show you a different page. The chat cannot protect against that.",
  },

  endChat: {
    title: "End and erase this chat?",
    text: "Keys and text are erased on both ends. This cannot be undone.",
    confirm: "End and erase",
    cancel: "Keep chatting",
    erasedTitle: "Erased",
    byMe: "You ended the chat. Its keys and its text are gone from this device, and the other end was told to erase too.",
    byPeer: "The technician ended the chat. Its keys and its text are gone from this device.",
    byFault: "The chat could not go on safely. Its keys and its text are gone from this device.",
    again: "Start a new chat",
    close: "Close",
  },
} as const;
