// The words of the language in use. Elements read `words` when they render, so a change needs only a new render.

import { isCode } from "../../client/codes";
import type { Finding } from "../../client/door";
import { en, type Strings } from "./en";

export type { Strings } from "./en";

/** The words in use. */
export const words: Strings = en;

/** The sentence for a code. */
export function sentence(code: string): string {
  return isCode(code) ? words.codes[code] : words.unknownCode(code);
}

/** "1 card number and 2 names", for the findings that have this action. */
export function kindsOf(findings: readonly Pick<Finding, "kind">[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return words.listKinds([...counts]);
}

/** "technician and supervisor". */
export function rolesOf(roles: readonly string[]): string {
  return new Intl.ListFormat(words.language, { type: "conjunction" }).format(roles.map((r) => words.roles[r] ?? r));
}

/** "14:05". */
export function clockTime(at: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** "3 March 2027". */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" }).format(at);
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
  const format = new Intl.RelativeTimeFormat(words.language, { numeric: "auto" });
  const hours = Math.round(ms / 3_600_000);
  return Math.abs(hours) < 48 ? format.format(hours, "hour") : format.format(Math.round(hours / 24), "day");
}
