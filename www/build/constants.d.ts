// Put in by build.mjs (esbuild's `define`): the assets of this very build.
declare const HUSHWIRE_FRAME: import("../widget/port").Asset;
declare const HUSHWIRE_WASM: import("../widget/port").Asset;
