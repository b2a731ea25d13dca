// Stands where the wasm module's code would, in builds that have none (unit tests, stories).

import { HushError } from "./errors";

/** There is nothing to start. */
export default function start(): never {
  throw new HushError("not-initialised", "This build has no wasm module.");
}

class Absent {
  constructor() {
    start();
  }
}

export { Absent as Console, Absent as Customer, Absent as Masker };
