// What the build writes into the bundles.

/** Where an asset of this build is, and what it must be. Filled in by build.mjs. */
export interface Asset {
  name: string;
  integrity: string;
}
