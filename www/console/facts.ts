// Turning what a customer's page says about itself into words.

import { tongue } from "../ui/strings";

/** "shop.example" of "https://shop.example". */
export function siteName(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}

/** "German" of "de"; the tag itself if nobody knows it. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(tongue, { type: "language" }).of(tag) ?? tag;
  } catch {
    // Not a language tag; it came from the customer's page, which may write anything.
    return tag;
  }
}
