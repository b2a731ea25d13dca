// When to try again: full jitter over an exponentially growing window, so that a restarted relay is not met by a wave.

/** The first retry comes within half a second: most drops are short. */
export const FIRST_WINDOW_MS = 500;
/** Nobody waits longer than this for a relay that is back. */
export const LONGEST_WINDOW_MS = 10_000;
/** A connection that lived this long was good: the next drop starts from the first window. */
export const GOOD_CONNECTION_MS = 5_000;

/** Counts failures and says how long to wait; holds no timer. */
export class Backoff {
  #failures = 0;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** How long to wait before the next attempt. */
  next(): number {
    const window = Math.min(LONGEST_WINDOW_MS, FIRST_WINDOW_MS * 2 ** this.#failures);
    this.#failures += 1;
    return this.#random() * window;
  }

  /** A connection ended after it had been open for `ms` (0 if it never opened). */
  livedFor(ms: number): void {
    if (ms >= GOOD_CONNECTION_MS) this.#failures = 0;
  }

  /** Something told us that the network is new: forget the failures. */
  reset(): void {
    this.#failures = 0;
  }
}
