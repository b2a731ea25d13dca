// How an enrolment gets into a tab: by the fragment of a link, which no server sees, or typed in.
//
// It is kept in memory and in the tab's sessionStorage, so that a reload keeps the technician signed in; closing the tab
// forgets it. Scripts of this origin could read it there: the console's page runs one script, pinned by its policy. Keeping
// it unreadable at rest (a device key behind a passkey) is the business of the enrolment proper.

const KEY = "hushwire-session";

/** Who signs in where. */
export interface Session {
  enrolment: string;
  /** `wss://…/ws`. */
  relay: string;
}

/** The session of a link's fragment, or the one this tab had before a reload. Takes the fragment off the address bar at once. */
export function sessionOf(
  at: { href: string; hash: string; pathname: string; search: string },
  history: Pick<History, "replaceState">,
  storage: Pick<Storage, "getItem" | "setItem">,
): Session | null {
  const fragment = new URLSearchParams(at.hash.replace(/^#/, ""));
  const enrolment = fragment.get("enrol");
  if (at.hash !== "") history.replaceState(null, "", at.pathname + at.search);
  if (enrolment !== null) {
    const text = enrolment.trim();
    if (!text.startsWith("hwenrol1")) return null;
    const relay = new URL(fragment.get("relay") ?? "ws", at.href);
    relay.hash = "";
    relay.protocol = relay.protocol.replace(/^http/, "ws");
    const session = { enrolment: text, relay: relay.href };
    storage.setItem(KEY, JSON.stringify(session));
    return session;
  }
  return restored(storage.getItem(KEY));
}

function restored(stored: string | null): Session | null {
  if (stored === null) return null;
  const { enrolment, relay } = JSON.parse(stored) as Partial<Session>;
  return typeof enrolment === "string" && typeof relay === "string" ? { enrolment, relay } : null;
}

/** Signs this tab out. */
export function forget(storage: Pick<Storage, "removeItem">): void {
  storage.removeItem(KEY);
}
