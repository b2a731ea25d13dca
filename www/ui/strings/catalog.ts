// How a language is written down: data, never code, so that the frame can take it as checked bytes and nothing of it can run.
//
// A leaf is a sentence, with `{name}` where something goes in, or a plural: a sentence for each form that the language has
// (`Intl.PluralRules`), `{count}` being the number.

/** A sentence for each plural form; `other` is what stands in for a form that is not there. */
export type Plural = { readonly other: string } & { readonly [form in Intl.LDMLPluralRule]?: string };

/** The same leaves in another language. A leaf that is missing, or one too many, does not compile. */
export type Translation<T> = T extends string
  ? string
  : T extends { readonly other: string }
    ? Plural
    : { readonly [K in keyof T]: Translation<T[K]> };

type Names<S extends string> = S extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;

/** A catalog as screens use it: sentences, and functions where something goes in. */
export type Spoken<T> = T extends string
  ? [Names<T>] extends [never]
    ? string
    : (values: Readonly<Record<Names<T>, string | number>>) => string
  : T extends { readonly other: string }
    ? (count: number, values?: Readonly<Record<string, string>>) => string
    : { readonly [K in keyof T]: Spoken<T[K]> };

/** Makes a catalog speak. `T` is the English one: whatever language it is, it has the same leaves. */
export function speak<T>(catalog: Translation<T>, language: string): Spoken<T> {
  const plurals = new Intl.PluralRules(language);
  const rtl = directionOf(language) === "rtl";
  const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
    sentence.replace(/\{(\w+)\}/g, (_, name: string) => (rtl ? isolated(`${values[name]}`) : `${values[name]}`));

  const spoken = (leaf: unknown): unknown => {
    if (typeof leaf === "string") {
      return leaf.includes("{") ? (values: Record<string, string | number>) => fill(leaf, values) : leaf;
    }
    if (Array.isArray(leaf)) return leaf;
    const branch = leaf as Record<string, unknown>;
    if (typeof branch.other === "string") {
      const forms = branch as Plural;
      return (count: number, values?: Record<string, string>) =>
        fill(forms[plurals.select(count)] ?? forms.other, { ...values, count });
    }
    return Object.fromEntries(Object.entries(branch).map(([name, inner]) => [name, spoken(inner)]));
  };
  return spoken(catalog) as Spoken<T>;
}

/** A Latin name or number inside Arabic must not turn the words around it (UAX #9, isolates). */
function isolated(value: string): string {
  return `\u2068${value}\u2069`;
}

/** Which way a language is written. */
export function directionOf(language: string): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}
