// Put in by build.mjs (esbuild's `define`): the assets of this very build.
declare const HUSHWIRE_FRAME: import("../widget/asset").Asset;
/** The words of the launcher in all languages beside English, and where those of the chat are. */
declare const HUSHWIRE_LAUNCHER: import("../widget/asset").Asset;
/** The chat's words, by language. */
declare const HUSHWIRE_CHAT_WORDS: Record<string, import("../widget/asset").Asset>;
/** The console's words, by language; the chat's are in them. */
declare const HUSHWIRE_DESK_WORDS: Record<string, import("../widget/asset").Asset>;
declare const HUSHWIRE_WASM: import("../widget/asset").Asset;
