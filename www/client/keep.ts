// A peer's state between two pages: sealed by the peer, under a key that is itself wrapped by a key of the page's storage.
//
// The peer's key exists in the clear only here, in the memory of the page that runs the peer. What is given away is text.

const KEY_BYTES = 32;

/** Wraps bytes under a key that nobody can read. */
export interface Wrapping {
  wrap(plain: Uint8Array): Promise<Uint8Array>;
  /** Rejects what was not wrapped by this key. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

/** What a peer goes on from. */
export interface Kept {
  state: Uint8Array;
  key: Uint8Array;
  count: number;
  /** Texts that were typed and had not been given to the peer yet. */
  held: string[];
}

/** Seals states of one peer, and gives them away as text. */
export class Keeper {
  readonly #key: Uint8Array;
  readonly #wrapped: string;
  readonly #store: (kept: string | null) => void;
  readonly #wrapping: Wrapping;
  #count: number;
  #state = "";
  #held = "";

  private constructor(
    wrapping: Wrapping,
    key: Uint8Array,
    wrapped: string,
    count: number,
    store: (kept: string | null) => void,
  ) {
    this.#wrapping = wrapping;
    this.#key = key;
    this.#wrapped = wrapped;
    this.#count = count;
    this.#store = store;
  }

  /**
   * A keeper, and what it kept before.
   *
   * @param wrapping the key of the page's storage
   * @param text what was given to `store` last, if anything; what cannot be read is as good as nothing
   */
  static async open(
    wrapping: Wrapping,
    text: string | null,
    store: (kept: string | null) => void,
  ): Promise<{ keeper: Keeper; kept: Kept | null }> {
    const kept = text === null ? null : await unwrap(wrapping, text).catch(() => null);
    const key = kept?.key ?? crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    const wrapped = base64(await wrapping.wrap(key));
    return { keeper: new Keeper(wrapping, key, wrapped, kept?.count ?? 0, store), kept };
  }

  /** Keeps what the peer seals now; nothing if it says that there is nothing to go on with. */
  keep(peer: { seal(key: Uint8Array, count: number): Uint8Array | undefined }): void {
    this.#count += 1;
    const state = peer.seal(this.#key, this.#count);
    this.#state = state === undefined ? "" : base64(state);
    this.#give();
  }

  /** Keeps texts that wait at this end. They are stored a moment later: nothing depends on their order. */
  async hold(texts: readonly string[]): Promise<void> {
    const plain = new TextEncoder().encode(JSON.stringify(texts));
    this.#held = texts.length === 0 ? "" : base64(await this.#wrapping.wrap(plain));
    this.#give();
  }

  #give(): void {
    const kept = [this.#wrapped, this.#count, this.#state, this.#held].join(" ");
    this.#store(this.#state === "" ? null : kept);
  }

  /** Forgets the key: what is given away afterwards opens for nobody. */
  wipe(): void {
    this.#key.fill(0);
  }
}

async function unwrap(wrapping: Wrapping, text: string): Promise<Kept> {
  const [wrapped = "", count = "", state = "", sealed = ""] = text.split(" ");
  const key = await wrapping.unwrap(bytes(wrapped));
  const held = sealed === "" ? [] : JSON.parse(new TextDecoder().decode(await wrapping.unwrap(bytes(sealed))));
  return { key, count: Number.parseInt(count, 10), state: bytes(state), held };
}

function base64(view: Uint8Array): string {
  let binary = "";
  // In portions: a call takes only so many arguments.
  for (let at = 0; at < view.length; at += 0x8000) binary += String.fromCharCode(...view.subarray(at, at + 0x8000));
  return btoa(binary);
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
