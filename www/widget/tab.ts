// What lies in the page's own storage so that a chat survives navigation and reload in its tab (FRAME.md).
//
// Sealed bytes in `sessionStorage`, and apart from them, in IndexedDB, a key that no script can export. Both belong to one
// tab: `window.open` and "duplicate tab" copy the sessionStorage, so the tab that holds the lock of its id is the
// original, and a copy starts afresh. What a closed tab left behind is swept away after a day.

/** A tab's place to keep a chat in. */
export interface Tab {
  /** Wraps what the frame keeps; the frame may use it, nobody may read it. */
  key: CryptoKey;
  /** What the frame gave last, if there is a chat to go on with. */
  kept: string | null;
  /** Was the window open then? */
  open: boolean;
  /** Keeps this, or forgets everything. */
  keep(kept: string | null, open: boolean): void;
  /** Lets the next page of this tab have it. */
  release(): void;
}

interface Entry {
  key: CryptoKey;
  at: number;
}

const DAY_MS = 86_400_000;
/** The page before this one may still be on its way out. */
const LOCK_WAIT_MS = 1_500;

/** This tab's place; nothing where the browser gives none (private windows, blocked storage). */
export async function tabOf(place: string): Promise<Tab | null> {
  try {
    const storage = sessionStorage;
    const before = JSON.parse(storage.getItem(place) ?? "{}") as { id?: string; kept?: string; open?: boolean };
    let id = before.id ?? "";
    let release = id === "" ? null : await lock(id);
    const original = release !== null;
    if (release === null) {
      id = crypto.randomUUID();
      release = await lock(id);
    }
    const entry = original ? await keys<Entry | undefined>("readonly", (store) => store.get(id)) : undefined;
    const key =
      entry?.key ?? (await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
    await keys("readwrite", (store) => store.put({ key, at: Date.now() }, id));
    sweep(id);
    const keep = (kept: string | null, open: boolean): void => {
      // A full storage keeps what it had; the ratchet tells an older state from a newer one.
      try {
        storage.setItem(place, JSON.stringify({ id, kept, open }));
      } catch {}
    };
    const kept = entry === undefined ? null : (before.kept ?? null);
    keep(kept, before.open === true);
    return { key, kept, open: before.open === true, keep, release: release ?? (() => {}) };
  } catch {
    return null;
  }
}

/** The tab's lock: a function that gives it up, or nothing if another tab has it. */
function lock(id: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(LOCK_WAIT_MS);
    const held = (): Promise<void> => new Promise<void>((release) => resolve(release));
    navigator.locks.request(`hushwire ${id}`, { signal }, held).catch(() => resolve(null));
  });
}

function keys<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("hushwire", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("keys", mode);
      const asked = act(transaction.objectStore("keys"));
      transaction.oncomplete = () => {
        database.close();
        resolve(asked.result);
      };
      transaction.onabort = () => reject(transaction.error);
    };
  });
}

/** Keys of tabs that are gone. */
function sweep(mine: string): void {
  keys("readwrite", (store) => {
    const cursor = store.openCursor();
    cursor.onsuccess = () => {
      const at = cursor.result;
      if (at === null) return;
      if (at.key !== mine && (at.value as Entry).at < Date.now() - DAY_MS) at.delete();
      at.continue();
    };
    return cursor;
  }).catch(() => {});
}
