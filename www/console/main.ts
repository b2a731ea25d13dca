// The console's page: enrolment in, desk attached, title kept.

import "./define";
import { Desk } from "../client/desk";
import { codeOf, HushError } from "../client/errors";
import { init } from "../client/glue";
import { Keeper } from "../client/keep";
import { deskWords } from "../ui/strings/desk";
import { tokens } from "../ui/tokens";
import { wrappingOf } from "../ui/wrapping";
import { wasmBytes } from "../widget/assets";
import { tabOf } from "../widget/tab";
import { type Aside, Keepsake } from "./aside";
import type { ConsoleView } from "./console-view";
import type { Enrol, EnrolEvent } from "./enrol";
import { chooseTongue, speakWished } from "./language";
import type { LanguageEvent } from "./language-menu";
import { forget, type Session, sessionOf } from "./session";

/** Where the tab keeps its chats. */
const PLACE = "hushwire-chats";

const page = new CSSStyleSheet();
page.replaceSync("html,body{block-size:100%;margin:0;background:var(--hw-canvas);color:var(--hw-ink)}");
document.adoptedStyleSheets = tokens.styleSheet ? [tokens.styleSheet, page] : [page];

let desk: Desk | null = null;
let view: ConsoleView | null = null;

const look = (): void => {
  const visible = document.visibilityState === "visible";
  if (view !== null) view.active = visible;
  if (visible) desk?.nudge();
};
document.addEventListener("visibilitychange", look);
addEventListener("online", look);
// Keys do not outlive the page; what the tab keeps, sealed, brings the chats back after a reload.
addEventListener("pagehide", () => desk?.stop());
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
// An enrolment link opened in a tab that shows the console already.
addEventListener("hashchange", () => location.reload());

await speakWished(localStorage);
addEventListener("hw-language", (event) => {
  chooseTongue((event as LanguageEvent).detail.tongue, localStorage).catch(() => location.reload());
});

const session = sessionOf(location, history, sessionStorage);
if (session === null) askForEnrolment("");
else await enter(session);

async function enter(session: Session): Promise<void> {
  try {
    const [kept] = await Promise.all([keptBefore(), init(() => wasmBytes(import.meta.url))]);
    desk = await Desk.attach({ ...session, keeper: kept?.keeper, kept: kept?.kept });
    present(desk, kept);
  } catch (error) {
    forget(sessionStorage);
    askForEnrolment(codeOf(error));
    return;
  }
}

function present(attached: Desk, kept: KeptBefore | null): void {
  const shown = document.createElement("hw-console") as ConsoleView;
  shown.desk = attached;
  shown.recalled = attached.resumed ? (kept?.before ?? null) : null;
  shown.addEventListener("hw-unread", (event) => {
    const { count } = (event as CustomEvent<{ count: number }>).detail;
    // Where the platform has a badge for an installed page.
    const badge = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
    badge?.catch(() => {});
    document.title = count > 0 ? deskWords.desk.unreadTitle({ count }) : deskWords.desk.title;
  });
  shown.addEventListener("hw-aside", (event) => kept?.keepsake.keep((event as CustomEvent<Aside>).detail));
  shown.addEventListener("hw-signout", () => {
    attached.stop();
    kept?.forget();
    forget(sessionStorage);
    location.reload();
  });
  view = shown;
  document.body.replaceChildren(shown);
  look();
}

interface KeptBefore {
  keeper: Keeper;
  kept: Awaited<ReturnType<typeof Keeper.open>>["kept"];
  keepsake: Keepsake;
  before: Aside | null;
  forget(): void;
}

/** What this tab kept; nothing where the browser gives no place for it: then a reload ends the chats. */
async function keptBefore(): Promise<KeptBefore | null> {
  const tab = await tabOf(PLACE);
  if (tab === null) return null;
  const wrapping = wrappingOf(tab.key);
  const keepsake = new Keepsake(wrapping, sessionStorage);
  const opened = await Keeper.open(wrapping, tab.kept, (state) => tab.keep(state, false));
  const forget = (): void => {
    tab.keep(null, false);
    keepsake.forget();
  };
  return { ...opened, keepsake, before: await keepsake.read(), forget };
}

function askForEnrolment(code: string): void {
  const enrol = document.createElement("hw-enrol") as Enrol;
  enrol.code = code;
  enrol.addEventListener("hw-enrol", (event) => {
    const { enrolment } = (event as EnrolEvent).detail;
    const given = sessionOf({ ...plain(location), hash: `#enrol=${enrolment}` }, history, sessionStorage);
    if (given !== null) enter(given).catch((error: unknown) => askForEnrolment(codeOf(error)));
    else askForEnrolment(new HushError("bad-enrolment", "Not an enrolment.").code);
  });
  document.body.replaceChildren(enrol);
  enrol.updateComplete.then(() => enrol.focus());
}

function plain({ href, pathname, search }: Location): Pick<Location, "href" | "pathname" | "search"> {
  return { href, pathname, search };
}
