// The package in Node: the wasm module is a file beside this one.
import { readFile } from "node:fs/promises";
import { wasmFrom } from "../../../www/client/index.ts";

wasmFrom(() => readFile(new URL("./hushwire_bg.wasm", import.meta.url)));

export * from "../../../www/client/index.ts";
