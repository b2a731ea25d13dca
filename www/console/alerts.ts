// What a technician is told while looking elsewhere: that somebody waits, that somebody wrote. Never what.

import type { PeerEvent } from "../client/door";

/** What there is to be told. */
export type Alert = { about: "waiting"; count: number } | { about: "message"; chat: number };

/** What the technician chose; kept in this browser. */
export interface AlertWishes {
  notify: boolean;
  sound: boolean;
  /** The offer has been answered. */
  offered: boolean;
}

/** Where the wishes lie. */
export interface WishStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const KEY = "hushwire-alerts";

/** The wishes of this browser's technician. Sound is on: it needs no permission and says nothing. */
export function wishes(store: Pick<WishStore, "getItem">): AlertWishes {
  let kept: Partial<AlertWishes> | null = null;
  try {
    kept = JSON.parse(store.getItem(KEY) ?? "{}") as Partial<AlertWishes> | null;
  } catch {}
  return { notify: kept?.notify === true, sound: kept?.sound !== false, offered: kept?.offered === true };
}

/** Keeps them. */
export function wish(store: WishStore, change: Partial<AlertWishes>): AlertWishes {
  const changed = { ...wishes(store), ...change };
  store.setItem(KEY, JSON.stringify(changed));
  return changed;
}

/** Decides what is worth telling. No DOM, no clock. */
export class Watch {
  #known = new Set<number>();

  /** What this event gives cause for; `open` is the chat on the screen, nothing if the page is not looked at. */
  take(event: PeerEvent, open: number | null): Alert | null {
    switch (event.type) {
      case "queue": {
        const now = new Set(event.waiting.map(({ knock }) => knock));
        const fresh = [...now].some((knock) => !this.#known.has(knock));
        this.#known = now;
        return fresh ? { about: "waiting", count: now.size } : null;
      }
      case "message":
        return event.from === "peer" && event.chat !== open ? { about: "message", chat: event.chat } : null;
      default:
        return null;
    }
  }
}
