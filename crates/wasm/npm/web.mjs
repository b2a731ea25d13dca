// The package in browsers, and in bundlers, which know this spelling and ship the file that it names.
import { wasmFrom } from "../../../www/client/index.ts";

wasmFrom(async () => new URL("./hushwire_bg.wasm", import.meta.url));

export * from "../../../www/client/index.ts";
