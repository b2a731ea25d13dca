// Brings the wasm module of this build, where the page's own module loads it (console, inline element).

import { HushError } from "../client/errors";

/** The module's bytes; the browser refuses any others. */
export async function wasmBytes(base: string): Promise<ArrayBuffer> {
  const answer = await fetch(new URL(HUSHWIRE_WASM.name, base), {
    integrity: HUSHWIRE_WASM.integrity,
    credentials: "omit",
  }).catch(() => null);
  if (answer === null || !answer.ok) throw new HushError("load-failed", "The wasm module could not be loaded.");
  return answer.arrayBuffer();
}
