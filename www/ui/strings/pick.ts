// Which language to speak.

/** The languages that this build speaks. */
export type Tongue = "en" | "de" | "fr" | "es" | "pt" | "ar" | "ja";

/** The first language of a list of wishes ("de-AT", "", undefined, …) that is among the known ones; else English. */
export function pick(wishes: readonly (string | undefined)[], known: object): Tongue {
  const short = wishes.map((wish) => (wish ?? "").toLowerCase().replace(/[-_].*/, ""));
  return (short.find((language) => Object.hasOwn(known, language)) ?? "en") as Tongue;
}
