// What a console's tab remembers over a reload beside the chats themselves: drafts, notes, marks. Sealed like them, under
// the key of the tab's storage, because drafts and notes are text.

import type { InviteKind } from "../client/door";
import type { Wrapping } from "../client/keep";

/** Of one chat. */
export interface AsideTalk {
  chat: number;
  number: number;
  draft: string;
  notes: string;
  caseNumber: string;
  /** The highest message of the customer that has been on the screen. */
  seen: number;
  /** Since when it is on hold. */
  heldSince: number | null;
}

/** Of the whole tab. */
export interface Aside {
  talks: AsideTalk[];
  /** The chat that was open. */
  current: number | null;
  /** Invites that end with the page. Never their words. */
  invites: { kind: InviteKind; expires: number }[];
}

/** Where it lies. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEY = "hushwire-aside";

/** Seals every change, one after the other; what cannot be read is as good as nothing. */
export class Keepsake {
  readonly #wrapping: Wrapping;
  readonly #shelf: Shelf;
  #kept = "";
  #next: string | null = null;
  #busy = false;

  constructor(wrapping: Wrapping, shelf: Shelf) {
    this.#wrapping = wrapping;
    this.#shelf = shelf;
  }

  /** What was kept last. */
  async read(): Promise<Aside | null> {
    const text = this.#shelf.getItem(KEY);
    if (text === null) return null;
    try {
      const sealed = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
      return JSON.parse(new TextDecoder().decode(await this.#wrapping.unwrap(sealed))) as Aside;
    } catch {
      return null;
    }
  }

  /** Keeps this. Begun at once, so that a reload right after a key press finds it. */
  keep(aside: Aside): void {
    const text = JSON.stringify(aside);
    if (text === this.#kept) return;
    this.#kept = text;
    this.#next = text;
    if (!this.#busy) this.#work();
  }

  /** Forgets it. */
  forget(): void {
    this.#next = null;
    this.#shelf.removeItem(KEY);
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#next !== null) {
        const text = this.#next;
        const sealed = await this.#wrapping.wrap(new TextEncoder().encode(text));
        // Forgotten, or changed again, meanwhile.
        if (this.#next !== text) continue;
        this.#next = null;
        let binary = "";
        for (const byte of sealed) binary += String.fromCharCode(byte);
        this.#shelf.setItem(KEY, btoa(binary));
      }
    } catch {
      // A full storage keeps what it had.
    } finally {
      this.#busy = false;
    }
  }
}
