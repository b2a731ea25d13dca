// The words of the console. Apart from `index.ts`, so that the widget does not carry them.

import { type Spoken, speak, type Translation } from "./catalog";
import { deskEn } from "./desk.en";
import { type ChatCatalog, speakEnglish, speakIn } from "./index";
import type { Tongue } from "./pick";

/** What another language must say to technicians. */
export type DeskCatalog = Translation<typeof deskEn>;

/** The console's words in use. */
export let deskWords: Spoken<typeof deskEn> = speak<typeof deskEn>(deskEn, "en");

/** Uses another language, for the shared elements too, from the next render on. */
export function speakAtTheDesk(language: Tongue, catalogs: { chat: ChatCatalog; desk: DeskCatalog } | null): void {
  deskWords = speak<typeof deskEn>(catalogs?.desk ?? deskEn, catalogs === null ? "en" : language);
  if (catalogs === null) speakEnglish();
  else speakIn(language, catalogs.chat);
}
