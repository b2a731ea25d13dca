// Every English word a person reads, by where it stands. Another language is another object of the same type.

import { codes, unknownCode } from "./codes.en";
import { countOfKind, nameOfKind } from "./kinds.en";
import { launcher } from "./launcher.en";

const list = new Intl.ListFormat("en", { type: "conjunction" });

export const en = {
  language: "en",
  launcher,
  codes,
  unknownCode,
  nameOfKind,
  listKinds: (counts: [kind: string, count: number][]) => list.format(counts.map(([k, n]) => countOfKind(k, n))),

  roles: {
    technician: "technician",
    supervisor: "supervisor",
    auditor: "auditor",
    owner: "desk owner",
  } as Record<string, string>,

  composer: {
    label: "Your message",
    placeholder: "Write a message",
    first: "Write your question",
    send: "Send",
    willBeMasked: (kinds: string) => `${kinds} will be masked`,
    sentAsTyped: (kinds: string) => `${kinds}: sent as typed`,
    notAccepted: (kinds: string) => `${kinds}: not accepted by this desk`,
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
    typing: (name: string) => `${name} is typing`,
    today: "Today",
    yesterday: "Yesterday",
    newMessages: "New messages",
    masked: (kind: string) => `Masked: ${kind}`,
    gap: (count: number) =>
      count === 1 ? "1 message has not arrived yet." : `${count} messages have not arrived yet.`,
    gapWhy: "They are asked for again by themselves. Nothing is skipped silently.",
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
    peopleHere: (count: number) => (count === 1 ? "1 person is at the desk" : `${count} people are at the desk`),
    waiting: "Waiting for a technician",
    next: "You are next.",
    position: (position: number) => `You are number ${position} in the queue.`,
    heldWhileWaiting: "You can write already. It stays on this device until the desk has proven who it is.",
    offline: "Nobody is at the desk right now",
    offlineText:
      "You can write your question. It stays on this device and is sent when somebody arrives, as long as this page is open.",
    hours: "Hours",
    securing: "Making sure this is really the desk",
    securingShort: "Verifying the desk",
    reconnecting: "The connection is interrupted. It comes back by itself, and nothing you sent is lost.",
    secureWith: (name: string) => `Verified: ${name}`,
    verifiedNotice: (name: string, role: string, desk: string) =>
      `${name}, ${role}, has proven to speak for ${desk}. Only the two of you can read this.`,
    technician: "The technician",
    refusedTitle: "Not verified: refused",
    refusedNothingSent: "Nothing you wrote was sent.",
    faultTitle: "The chat was closed",
    tryAgain: "Try again",
    code: (code: string) => `Code: ${code}`,
  },

  blocked: {
    title: "Not sent",
    text: (kinds: string) => `This desk does not accept this in a chat: ${kinds}. Take it out and send again.`,
    dismiss: "Close this note",
  },

  promises: {
    readable: "Only you and the technician can read this chat. The relay in between cannot.",
    masked: "Card numbers, passwords and the like are masked before they leave this device.",
    kept: (desk: string) => `${desk} says about what it keeps:`,
    keepsNothing: "When the chat ends, keys and text are erased on both ends. Nothing is kept.",
    keepsDays: (days: number) => `The desk keeps the masked text, sealed, for ${days} ${days === 1 ? "day" : "days"}.`,
    keeps: "The desk keeps the masked text, sealed, without a set end.",
  },

  trust: {
    title: "What is protected",
    close: "Back to the chat",
    verified: "Desk verified",
    verifiedText: (name: string, role: string, desk: string) =>
      `${name}, ${role}, showed a certificate of ${desk} that matches the fingerprint in this page.`,
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

  desk: {
    title: "Hushwire console",
    unreadTitle: (count: number) => `(${count}) Hushwire console`,
    signedInAs: (name: string, roles: string) => `${name}, ${roles}`,
    signOut: "Sign out of this tab",
    queue: "Waiting",
    queueEmpty: "Nobody is waiting.",
    queueUnknown: "Who waits is shown once there is a connection.",
    customer: "Customer",
    customerNumber: (number: number) => `Customer ${number}`,
    claim: "Take",
    claimLabel: (number: number, waited: string) => `Take customer ${number}, waiting ${waited}`,
    waits: (waited: string) => `Waiting ${waited}`,
    chats: "Chats",
    chatsEmpty: "Chats you take appear here.",
    unread: (count: number) => (count === 1 ? "1 unread message" : `${count} unread messages`),
    back: "Back to the list",
    details: "About this chat",
    showDetails: "Show what is known about this chat",
    states: {
      securing: "Agreeing keys",
      open: "Connected",
      away: "Customer is away",
      ended: "Ended and erased",
    },
    awayText: "The customer's connection is gone for now. What you send is kept here and delivered when they are back.",
    anyone: "Anyone",
    anyoneText: "The customer has not proven who they are. Treat what they say about themselves accordingly.",
    origin: "Came from",
    languageOf: "Language",
    started: "Started",
    maskedSoFar: "Masked so far",
    nothingMasked: "Nothing yet",
    comparison: "Comparison code",
    comparisonText: "The customer finds the same digits under “What is protected”.",
    endedTitle: "This chat is erased",
    endedBy: {
      me: "You ended it. Keys and text are gone here, and the customer's page was told to erase too.",
      peer: "The customer ended it. Keys and text are gone here.",
      fault: "It could not go on safely. Keys and text are gone here.",
    },
    remove: "Remove from the list",
    none: "No chat is open",
    noneText:
      "Take a customer from the queue. What they write is masked on their side before it is sent, and again here.",
    nextCustomer: "Take the next customer",
    link: {
      connecting: "Connecting to the relay",
      attached: "Connected",
      refused: "The relay refused this console",
      lost: "Connection lost. Reconnecting; nothing that was sent is lost.",
    },
    expires: (when: string) => `Your certificate expires ${when}. Ask the desk owner to renew it.`,
    expired: "Your certificate has expired. New customers will refuse you. Ask the desk owner to renew it.",
    shortcuts: "Keyboard shortcuts",
    shortcutList: {
      next: "Next or previous chat",
      unread: "Next chat with unread messages",
      claim: "Take the customer who waits longest",
      end: "End and erase the open chat",
      list: "Back to the list",
      help: "Show this list",
    },
    close: "Close",
    dismiss: "Dismiss",
    typing: "typing",
    you: "You",
  },

  enrol: {
    title: "Sign in to your desk",
    text: "Open the enrolment link or file that the desk owner gave you. It holds your key and your certificate: treat it like a password.",
    paste: "Enrolment",
    placeholder: "hwenrol1…",
    submit: "Sign in",
    file: "Open an enrolment file",
    kept: "It is kept in this tab only and is gone when you close it.",
    failed: "That did not work",
  },
};

export type Strings = typeof en;
