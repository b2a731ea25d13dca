// What is counted of chats for who looks after a desk: numbers only, and they outlive the text.

import type { EventOf } from "../client/door";

const MINUTE_MS = 60_000;

/** Counts of one chat, or of several. */
export class Tally {
  messages = 0;
  readonly masked = new Map<string, number>();
  /** Messages by the minute in which they were written. */
  readonly #minutes = new Map<number, number>();

  /** Counts a message in. */
  count({ at, placeholders }: Pick<EventOf<"message">, "at" | "placeholders">): void {
    this.messages += 1;
    const minute = Math.floor(at / MINUTE_MS);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + 1);
    for (const { kind } of placeholders) this.masked.set(kind, (this.masked.get(kind) ?? 0) + 1);
  }

  /** How many placeholders of whatever kind. */
  get maskedAll(): number {
    return [...this.masked.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Messages in each of the last minutes, the newest last. */
  lastMinutes(now: number, minutes: number): number[] {
    const newest = Math.floor(now / MINUTE_MS);
    return Array.from({ length: minutes }, (_, i) => this.#minutes.get(newest - minutes + 1 + i) ?? 0);
  }

  /** Kinds, the most frequent first. */
  get kinds(): [kind: string, count: number][] {
    return [...this.masked].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }
}
