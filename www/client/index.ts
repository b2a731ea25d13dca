// The package's door: `import { connect, Desk, Masker } from "hushwire"`. No DOM; runs in Node, browsers and bundlers.
// Whoever bundles this points the module name "hushwire-door" at what wasm-bindgen wrote, and says with `wasmFrom` where the wasm is.

export { Chat, type ConnectOptions, connect } from "./chat";
export { type AttachOptions, Desk } from "./desk";
export type {
  Action,
  CustomerProof,
  CustomerState,
  EventOf,
  Finding,
  Identity,
  InviteEnd,
  InviteKind,
  Masked,
  MaskerOptions,
  PeerEvent,
  PlaceholderInfo,
  PolicyRule,
  Retention,
  TechnicianProof,
  Waiting,
} from "./door";
export { codeOf, HushError } from "./errors";
export { init, Masker, type WasmSource, wasmFrom } from "./glue";
export type { SocketConstructor, SocketLike } from "./world";
