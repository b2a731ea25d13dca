// Turning what a customer's page says about itself into words.

import type { CustomerProof } from "../client/door";
import { tongue } from "../ui/strings";
import { deskWords } from "../ui/strings/desk";

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

/** What is known of who the customer is, in a word. */
export function proofName(proof: CustomerProof): string {
  return proof === "anyone" ? deskWords.desk.anyone : deskWords.invite[proof];
}

/** The same in a sentence. */
export function proofText(proof: CustomerProof): string {
  return proof === "anyone" ? deskWords.desk.anyoneText : deskWords.invite.proof[proof];
}
