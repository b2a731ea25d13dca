// The module wasm-bindgen writes (`--target web`); build.mjs points this name at it.
declare module "hushwire-door" {
  import type { Door } from "../client/door";
  export const Masker: Door["Masker"];
  export const Customer: Door["Customer"];
  export const Console: Door["Console"];
  export default function start(source: { module_or_path: unknown }): Promise<unknown>;
}
