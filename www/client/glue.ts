// The one place that meets the code wasm-bindgen writes. Says in a sentence when it is used too early.

import startDoor, * as generated from "hushwire-door";
import type { Door, DoorMasker, Finding, Masked, MaskerOptions } from "./door";
import { HushError } from "./errors";

/** The wasm module: its bytes, compiled, or a function that brings either. */
export type WasmSource = Uint8Array | ArrayBuffer | object | (() => Promise<Uint8Array | ArrayBuffer | object>);

let bring: WasmSource | null = null;
let starting: Promise<void> | null = null;
let started = false;

/** Where `init` finds the wasm module when it is not told. Platforms' entry points call this. */
export function wasmFrom(source: WasmSource): void {
  bring = source;
}

/** Starts the wasm module, once. `connect` and `Desk.attach` do it by themselves; `Masker` needs it done before. */
export function init(source?: WasmSource): Promise<void> {
  starting ??= start(source ?? bring).catch((error: unknown) => {
    starting = null;
    throw error;
  });
  return starting;
}

async function start(source: WasmSource | null): Promise<void> {
  if (source === null) {
    throw new HushError("not-initialised", "init() was not told where the wasm module is.");
  }
  await startDoor({ module_or_path: typeof source === "function" ? await source() : source });
  started = true;
}

/** The classes of the wasm module. */
export function door(): Door {
  if (!started) {
    throw new HushError("not-initialised", "Hushwire was used before `await init()` had finished.");
  }
  return generated;
}

/** Finds and masks personal data in a text. Needs `await init()` before. */
export class Masker {
  readonly #inner: DoorMasker;

  constructor(options?: MaskerOptions) {
    this.#inner = new (door().Masker)(options);
  }

  /** What would be masked, warned about or blocked; offsets are UTF-16. */
  scan(text: string): Finding[] {
    return this.#inner.scan(text);
  }

  /** The text as it would be sent. */
  mask(text: string): Masked {
    return this.#inner.mask(text);
  }

  /** Gives its memory back. */
  free(): void {
    this.#inner.free();
  }
}
