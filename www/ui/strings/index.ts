// The words of the language in use. Elements read `words` when they render, so a change needs only a new render.

import { type Code, isCode } from "../../client/codes";
import type { Finding } from "../../client/door";
import { type Spoken, speak, type Translation } from "./catalog";
import { en } from "./en";
import type { Tongue } from "./pick";

/** What another language must say to customers. */
export type ChatCatalog = Translation<typeof en>;

/** The language in use. */
export let tongue: Tongue = "en";

/** The words in use. */
export let words: Spoken<typeof en> = speak<typeof en>(en, "en");

/** Uses another language from the next render on. */
export function speakIn(language: Tongue, catalog: ChatCatalog): void {
  tongue = language;
  words = speak<typeof en>(catalog, language);
}

/** English, which needs no download. */
export function speakEnglish(): void {
  speakIn("en", en);
}

/**
 * The region that the reader's browser prefers for this language: "en-GB" writes times unlike "en-US". Digits are the
 * Latin ones everywhere: people read them to each other on the phone, and codes and PINs have no others.
 */
export function locale(): string {
  const wished = navigator.languages.find((l) => l.toLowerCase().split("-")[0] === tongue);
  return new Intl.Locale(wished ?? tongue, { numberingSystem: "latn" }).toString();
}

/** The sentence for a code. */
export function sentence(code: string): string {
  return isCode(code) ? words.codes[code satisfies Code] : words.unknownCode({ code });
}

/** "card number"; a kind this build does not know is shown by its own name. */
export function nameOfKind(kind: string): string {
  return namesOf(kind)[0];
}

/** "1 card number and 2 names". */
export function listKinds(counts: readonly (readonly [kind: string, count: number])[]): string {
  const plurals = new Intl.PluralRules(tongue);
  const list = new Intl.ListFormat(tongue, { type: "conjunction" });
  return list.format(
    counts.map(([kind, count]) => {
      const [one, several] = namesOf(kind);
      return words.countOfKind(count, { kind: plurals.select(count) === "one" ? one : several });
    }),
  );
}

function namesOf(kind: string): readonly [one: string, several: string] {
  const { kinds }: { kinds: Readonly<Record<string, readonly [string, string]>> } = words;
  const own = kind.replaceAll("-", " ");
  return Object.hasOwn(kinds, kind) ? (kinds[kind] ?? [own, own]) : [own, own];
}

/** The findings by kind, in words. */
export function kindsOf(findings: readonly Pick<Finding, "kind">[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return listKinds([...counts]);
}

/** "technician and supervisor". */
export function rolesOf(roles: readonly string[]): string {
  const known: Readonly<Record<string, string>> = words.roles;
  return new Intl.ListFormat(tongue, { type: "conjunction" }).format(roles.map((r) => known[r] ?? r));
}

/** "14:05". */
export function clockTime(at: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** "3 March 2027". */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "long", year: "numeric" }).format(at);
}

/** "0:42", "12:07", "1:02:33". */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** "in 3 days", "in 5 hours". */
export function fromNow(ms: number): string {
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  const hours = Math.round(ms / 3_600_000);
  return Math.abs(hours) < 48 ? format.format(hours, "hour") : format.format(Math.round(hours / 24), "day");
}
