// Brings files of this build to pages whose own module needs them (console, inline element).

import { HushError } from "../client/errors";
import type { Asset } from "./port";

/** The wasm module's bytes; the browser refuses any others. */
export async function wasmBytes(base: string): Promise<ArrayBuffer> {
  return (await bring(HUSHWIRE_WASM, base)).arrayBuffer();
}

/** A catalog of words, as the build wrote it. */
export async function catalogOf<T>(asset: Asset, base: string): Promise<T> {
  return (await bring(asset, base)).json();
}

async function bring({ name, integrity }: Asset, base: string): Promise<Response> {
  const answer = await fetch(new URL(name, base), { integrity, credentials: "omit" }).catch(() => null);
  if (answer === null || !answer.ok) throw new HushError("load-failed", "A file of the chat could not be loaded.");
  return answer;
}
