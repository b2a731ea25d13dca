// Ready answers: the desk's, from its signed manifest, and the technician's own, kept in this browser.

/** One of them. */
export interface Answer {
  name: string;
  text: string;
  /** Whose it is. */
  of: "desk" | "me";
}

/** Where a technician's own ones lie. */
export interface AnswerStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const KEY = "hushwire-answers";
/** More than fit on a screen are found by typing on. */
const SHOWN = 8;

/** The desk's answers in the customer's language; where it has none, in English, or else in whichever there is. */
export function ofDesk(canned: Readonly<Record<string, Readonly<Record<string, string>>>>, language: string): Answer[] {
  const base = language.toLowerCase().split("-")[0] ?? "";
  const tongues = [language, base, "en", ...Object.keys(canned)];
  const found = new Map<string, Answer>();
  for (const tongue of tongues) {
    if (!Object.hasOwn(canned, tongue)) continue;
    for (const [name, text] of Object.entries(canned[tongue] ?? {})) {
      if (!found.has(name)) found.set(name, { name, text, of: "desk" });
    }
  }
  return [...found.values()];
}

/** The technician's own. */
export function own(store: Pick<AnswerStore, "getItem">): Answer[] {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept
      .filter((each) => typeof each?.name === "string" && typeof each?.text === "string")
      .map(({ name, text }) => ({ name, text, of: "me" as const }));
  } catch {
    return [];
  }
}

/** Keeps an own answer; one of the same name is replaced. */
export function keep(store: AnswerStore, name: string, text: string): void {
  const others = own(store).filter((each) => each.name !== name);
  store.setItem(KEY, JSON.stringify([...others, { name, text }].map(({ name, text }) => ({ name, text }))));
}

/** Forgets an own answer. */
export function drop(store: AnswerStore, name: string): void {
  const others = own(store).filter((each) => each.name !== name);
  store.setItem(KEY, JSON.stringify(others.map(({ name, text }) => ({ name, text }))));
}

/** What somebody looks for who has typed this: a name that begins so, then one that holds it, then a text that does. */
export function find(answers: readonly Answer[], query: string): Answer[] {
  const wanted = folded(query);
  const rank = ({ name, text }: Answer): number => {
    if (folded(name).startsWith(wanted)) return 0;
    if (folded(name).includes(wanted)) return 1;
    return folded(text).includes(wanted) ? 2 : 3;
  };
  return answers
    .map((answer) => ({ answer, rank: rank(answer) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, SHOWN)
    .map(({ answer }) => answer);
}

/** Without case and accents: nobody types them to find something. */
function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
