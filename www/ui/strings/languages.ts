// Every language beside English, for the build (which makes a file of each), the tests and the stories. Not for bundles that ship.

import { ar } from "./ar";
import type { Translation } from "./catalog";
import { de } from "./de";
import type { DeskCatalog } from "./desk";
import { es } from "./es";
import { fr } from "./fr";
import type { ChatCatalog } from "./index";
import { ja } from "./ja";
import type { launcher } from "./launcher";
import type { Tongue } from "./pick";
import { pt } from "./pt";

/** One language. `tsc` refuses it while a sentence is missing. */
export interface Language {
  launcher: Translation<typeof launcher>;
  chat: ChatCatalog;
  desk: DeskCatalog;
}

export const languages: Record<Exclude<Tongue, "en">, Language> = { de, fr, es, pt, ar, ja };
