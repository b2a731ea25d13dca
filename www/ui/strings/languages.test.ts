import assert from "node:assert/strict";
import { it } from "node:test";
import { speak } from "./catalog";
import { deskEn } from "./desk.en";
import { en } from "./en";
import { languages } from "./languages";
import { labels, launcher } from "./launcher";
import { pick } from "./pick";

const english = { launcher, chat: en, desk: deskEn };

/** Sentences by their place: `chat.trust.title`; a plural's forms are places of their own. */
function leaves(node: unknown, place = ""): Map<string, string> {
  if (typeof node === "string") return new Map([[place, node]]);
  const inner = Object.entries(node as object).map(([name, leaf]) => [
    ...leaves(leaf, place ? `${place}.${name}` : name),
  ]);
  return new Map(inner.flat());
}

function plurals(node: unknown, place = ""): Map<string, Record<string, string>> {
  if (typeof node === "string" || Array.isArray(node)) return new Map();
  const branch = node as Record<string, unknown>;
  if (typeof branch.other === "string") return new Map([[place, branch as Record<string, string>]]);
  return new Map(
    Object.entries(branch).flatMap(([name, leaf]) => [...plurals(leaf, place ? `${place}.${name}` : name)]),
  );
}

function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();
}

/** The forms that a count of messages, people, days can ask for. */
function forms(language: string): string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 1000 }, (_, n) => rules.select(n)))].sort();
}

const inEnglish = leaves(english);
const pluralPlaces = plurals(english);
const isForm = (place: string): boolean => pluralPlaces.has(place.replace(/\.\w+$/, ""));

/** Words that are the same in another language: names, and what is borrowed from English there. */
const SAME: Record<string, string[]> = {
  de: [
    "chat.kinds.iban.0",
    "chat.kinds.iban.1",
    "chat.kinds.pin.0",
    "chat.kinds.pin.1",
    "chat.chat.code",
    "desk.desk.chats",
    "desk.invite.link",
  ],
  fr: ["chat.kinds.iban.0", "chat.kinds.date.0", "chat.kinds.date.1", "chat.messages.log", "desk.desk.chats"].concat([
    "desk.invite.minutes.one",
    "desk.invite.minutes.other",
  ]),
  es: ["chat.kinds.iban.0", "chat.kinds.pin.0", "desk.desk.chats"],
  pt: ["chat.kinds.iban.0", "chat.kinds.iban.1", "chat.kinds.pin.0", "chat.kinds.pin.1", "chat.kinds.url.0"].concat([
    "chat.kinds.url.1",
    "desk.desk.chats",
    "desk.invite.link",
  ]),
  ar: [],
  ja: ["chat.kinds.iban.0"],
};
/** Nothing to translate in them. */
const WORDLESS = /^(desk\.enrol\.placeholder|desk\.invite\.pin|desk\.desk\.signedInAs|chat\.countOfKind\.\w+)$/;

for (const [tongue, catalog] of Object.entries(languages)) {
  const said = leaves(catalog);

  it(`says everything in ${tongue}, and nothing that English does not know`, () => {
    const places = (all: Map<string, string>): string[] => [...all.keys()].filter((place) => !isForm(place)).sort();
    assert.deepEqual(places(said), places(inEnglish));
    for (const [place, sentence] of said) assert.ok(sentence.trim() !== "", place);
  });

  it(`puts into each sentence in ${tongue} what English puts in`, () => {
    for (const [place, sentence] of said) {
      if (isForm(place)) continue;
      assert.deepEqual(placeholders(sentence), placeholders(inEnglish.get(place) ?? ""), place);
    }
  });

  it(`has a form for every number in ${tongue}, and none that no number asks for`, () => {
    const inLanguage = plurals(catalog);
    assert.deepEqual([...inLanguage.keys()], [...pluralPlaces.keys()]);
    for (const [place, plural] of inLanguage) {
      assert.deepEqual(Object.keys(plural).sort(), forms(tongue), place);
      const needed = placeholders(pluralPlaces.get(place)?.other ?? "");
      assert.deepEqual(placeholders(plural.other ?? ""), needed, place);
      for (const sentence of Object.values(plural)) {
        // "Two messages" is one word in Arabic, so a form may leave the number out.
        assert.deepEqual(
          placeholders(sentence).filter((name) => !needed.includes(name)),
          [],
          place,
        );
      }
    }
  });

  it(`leaves nothing English in ${tongue} by accident`, () => {
    const same = [...said].filter(([place, sentence]) => !WORDLESS.test(place) && sentence === inEnglish.get(place));
    assert.deepEqual(same.map(([place]) => place).sort(), [...(SAME[tongue] ?? [])].sort());
    assert.notEqual(labels[tongue as keyof typeof labels], labels.en);
  });
}

it("counts as the language counts", () => {
  const arabic = speak<typeof launcher>(languages.ar.launcher, "ar");
  assert.equal(arabic.unread(2), "رسالتان جديدتان");
  assert.equal(arabic.unread(3), "\u20683\u2069 رسائل جديدة");
  assert.equal(arabic.unread(11), "\u206811\u2069 رسالة جديدة");
  assert.equal(speak<typeof launcher>(languages.fr.launcher, "fr").unread(0), "0 nouveau message");
});

it("puts names into Arabic so that they do not turn the words around them", () => {
  const arabic = speak<typeof en>(languages.ar.chat, "ar");
  assert.equal(arabic.chat.secureWith({ name: "Mara" }), "تم التحقق: \u2068Mara\u2069");
  const german = speak<typeof en>(languages.de.chat, "de");
  assert.equal(german.chat.secureWith({ name: "Mara" }), "Geprüft: Mara");
});

it("puts in what it is given as it is, even if that looks like a place for something else", () => {
  const words = speak<typeof en>(languages.de.chat, "de");
  assert.match(words.trust.verifiedText({ name: "{desk}", role: "x", desk: "D" }), /^\{desk\} \(x\)/);
});

it("picks the first wish that it can fulfil, without regard to region and case, else English", () => {
  assert.equal(pick([undefined, "", "pl-PL", "DE-at", "fr"], labels), "de");
  assert.equal(pick(["pt_BR"], labels), "pt");
  assert.equal(pick(["xx", "toString"], labels), "en");
});
