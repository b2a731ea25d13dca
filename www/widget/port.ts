// What passes between the loader (in the host's page) and the frame (which that page cannot read).
// Nothing readable ever does: the loader sees sealed frames, times, and how many messages are unseen.

import type { Plural } from "../ui/strings/catalog";
import type { Tongue } from "../ui/strings/pick";
import type { Asset } from "./asset";

export type { Asset };

/** The loader's first message, with the wasm module's bytes; the frame checks their hash itself. */
export interface Init {
  say: "init";
  desk: string;
  relay: string;
  origin: string;
  /** What the page says it is written in; the technician is told. */
  language: string;
  /** What the chat speaks. */
  tongue: Tongue;
  theme: string;
  /** Is the window open? After a navigation the chat may go on behind the button. */
  shown: boolean;
  wasm: ArrayBuffer;
  /** The words of that language as bytes; nothing for English, which the frame has. It checks their hash itself. */
  catalog: ArrayBuffer | null;
  /** The link of an invite, as it stood in the page's address; redeemed at once. */
  ticket: string;
  /** Wraps what the frame keeps over a reload; nothing where the browser gives the page no place for it. */
  key: CryptoKey | null;
  /** What the frame of the page before gave to keep. */
  kept: string | null;
}

/** From the loader to the frame. */
export type LoaderSays =
  | Init
  | { say: "open"; socket: number }
  | { say: "bytes"; socket: number; bytes: ArrayBuffer }
  | { say: "closed"; socket: number; code: number }
  | { say: "shown"; shown: boolean };

/** From the frame to the loader. The relay's address is not among it: the loader connects to the one in its tag and to no other. */
export type FrameSays =
  | { say: "hello" }
  | { say: "connect"; socket: number }
  | { say: "send"; socket: number; bytes: ArrayBuffer }
  | { say: "close"; socket: number; code: number }
  | { say: "hide" }
  | { say: "unread"; count: number }
  /** Sealed: for the next page of this tab. Comes before what it has sealed is sent. */
  | { say: "keep"; kept: string | null };

/** What the file of launcher words holds for each language. */
export interface LauncherWords {
  unread: Plural;
  broken: string;
  /** The words of the chat itself. */
  chat: Asset;
}
