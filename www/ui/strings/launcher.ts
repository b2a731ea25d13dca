// The words that the loader needs in the host's page. It carries one label for each language, and English; the others come
// when the chat is opened, in a file whose hash it carries.

import type { Tongue } from "./pick";

/** What the button is called. */
export const labels: Record<Tongue, string> = {
  en: "Support chat",
  de: "Support-Chat",
  fr: "Chat d’assistance",
  es: "Chat de ayuda",
  pt: "Chat de suporte",
  ar: "محادثة الدعم",
  ja: "サポートチャット",
};

export const launcher = {
  unread: { one: "{count} new message", other: "{count} new messages" },
  broken: "The chat was not started: its code could not be loaded, or is not the code this page pins.",
} as const;
