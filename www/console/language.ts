// Which language the console speaks: the one chosen in its menu, else the browser's.

import { LitElement } from "lit";
import { tongue as current } from "../ui/strings";
import { directionOf } from "../ui/strings/catalog";
import { type DeskCatalog, deskWords, speakAtTheDesk } from "../ui/strings/desk";
import type { ChatCatalog } from "../ui/strings/index";
import { pick, type Tongue } from "../ui/strings/pick";
import { catalogOf } from "../widget/assets";

const KEY = "hushwire-language";

/** Speaks as this browser was told, or as it prefers. English if the words cannot be brought: the console must open. */
export async function speakWished(storage: Pick<Storage, "getItem">): Promise<void> {
  const wishes = [storage.getItem(KEY) ?? undefined, ...navigator.languages];
  await speak(pick(wishes, { en: 0, ...HUSHWIRE_DESK_WORDS })).catch(() => speak("en"));
}

/** Speaks another language at once, and next time too. Chats go on: nothing is loaded anew. */
export async function chooseTongue(tongue: Tongue, storage: Pick<Storage, "setItem">): Promise<void> {
  await speak(tongue);
  storage.setItem(KEY, tongue);
  renderAnew(document);
}

async function speak(tongue: Tongue): Promise<void> {
  const asset = HUSHWIRE_DESK_WORDS[tongue];
  const catalogs =
    asset === undefined ? null : await catalogOf<{ chat: ChatCatalog; desk: DeskCatalog }>(asset, import.meta.url);
  speakAtTheDesk(tongue, catalogs);
  document.documentElement.lang = current;
  document.documentElement.dir = directionOf(current);
  document.title = deskWords.desk.title;
}

/** Elements read their words when they render. */
function renderAnew(root: Document | ShadowRoot): void {
  for (const element of root.querySelectorAll("*")) {
    if (element instanceof LitElement) element.requestUpdate();
    if (element.shadowRoot !== null) renderAnew(element.shadowRoot);
  }
}
