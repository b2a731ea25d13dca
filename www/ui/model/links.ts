// What to say about an address before somebody opens it. Names that look like other names are the oldest trick of a chat.

/** Why an address deserves a second look; the words live in `ui/strings`. */
export type Doubt =
  /** The host is written with letters of several scripts, or with letters made to look like others. */
  | "lookalike"
  /** The host resembles one that belongs to this desk, and is not. */
  | "resembles"
  /** A bare number instead of a name. */
  | "number"
  /** Something before an `@`, which looks like a host and is none. */
  | "disguised"
  /** Not encrypted. */
  | "plain"
  /** The label names another host than the address. */
  | "label";

/** An address as it is shown before it is opened. */
export interface Destination {
  /** What a browser would open. */
  href: string;
  /** The host as people read it; with its coded form if it has letters beyond ASCII. */
  host: string;
  doubts: Doubt[];
  /** For `resembles`: the host that it resembles. */
  like: string | null;
}

/** Letters that pass for Latin ones: the usual Cyrillic, Greek and others, by what they look like. */
const LOOKS_LIKE: Record<string, string> = Object.fromEntries(
  [
    ["a", "аɑαạà"],
    ["b", "ЬƄ"],
    ["c", "сϲ"],
    ["d", "ԁɗ"],
    ["e", "еєҽéè"],
    ["g", "ɡġ"],
    ["h", "һ"],
    ["i", "іıíɩ"],
    ["j", "јʝ"],
    ["k", "κк"],
    ["l", "ӏⅼɫ"],
    ["m", "мⅿ"],
    ["n", "ոп"],
    ["o", "оοօóö0"],
    ["p", "рρ"],
    ["q", "ԛ"],
    ["r", "гᴦ"],
    ["s", "ѕ5"],
    ["t", "тτ"],
    ["u", "υսü"],
    ["v", "νѵ"],
    ["w", "ԝѡ"],
    ["x", "хχ"],
    ["y", "уү"],
    ["z", "ʐ"],
  ].flatMap(([latin, others]) => [...(others as string)].map((letter) => [letter, latin as string])),
);

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
];

/**
 * Looks at an address.
 *
 * @param to what stands in the message: http or https
 * @param label the words that stand for it, if others
 * @param own hosts of the desk and of the page
 */
export function destination(to: string, label: string, own: readonly string[]): Destination | null {
  const url = parse(to);
  if (url === null) return null;
  const spoken = unicode(to, url);
  const doubts: Doubt[] = [];
  const like = own.find((host) => host !== url.hostname && resembles(spoken, host)) ?? null;
  if (url.username !== "" || url.password !== "") doubts.push("disguised");
  if (like !== null) doubts.push("resembles");
  if (spoken.split(".").some(mixed)) doubts.push("lookalike");
  if (/^\[|^\d+(\.\d+){3}$/.test(url.hostname)) doubts.push("number");
  if (names(label, url.hostname)) doubts.push("label");
  if (url.protocol === "http:" && url.hostname !== "localhost") doubts.push("plain");
  const host = spoken === url.hostname ? url.host : `${spoken} (${url.host})`;
  return { href: url.href, host, doubts, like };
}

/** The host of an origin, as a list; of what is no origin, nothing. */
export function hostsOf(origin: string): string[] {
  return URL.canParse(origin) && new URL(origin).hostname !== "" ? [new URL(origin).hostname] : [];
}

function parse(to: string): URL | null {
  if (!URL.canParse(to)) return null;
  const url = new URL(to);
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}

/** The host as it was written. A coded name (`xn--`) is kept as it is: nobody reads it for something else. */
function unicode(to: string, url: URL): string {
  const written = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]*)/i.exec(to)?.[1]?.normalize("NFC").toLowerCase() ?? "";
  return written !== "" && parse(`http://${written}`)?.hostname === url.hostname ? written : url.hostname;
}

/** Letters of more than one script in one label, or a label wholly of letters that pass for Latin ones. */
function mixed(label: string): boolean {
  const scripts = SCRIPTS.filter((script) => script.test(label));
  if (scripts.length > 1) return true;
  const letters = [...label].filter((letter) => /\p{L}/u.test(letter));
  return !/[a-z]/.test(label) && letters.length > 0 && letters.every((letter) => letter in LOOKS_LIKE);
}

/** Not the host, nor a part of it, but as near as a slip of the eye. */
function resembles(host: string, own: string): boolean {
  if (host === own || host.endsWith(`.${own}`) || own.endsWith(`.${host}`)) return false;
  // The own name as a part of somebody else's: shop.example.attacker.example.
  if (own.includes(".") && (host.startsWith(`${own}.`) || host.includes(`.${own}.`) || host.includes(`${own}-`)))
    return true;
  const [a, b] = [skeleton(host), skeleton(own)];
  return a === b || (b.length >= 6 && withinOne(a, b));
}

function skeleton(host: string): string {
  return [...host.toLowerCase()]
    .map((letter) => LOOKS_LIKE[letter] ?? letter)
    .join("")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll(/[1l|]/g, "i");
}

/** One letter more, less, other, or two swapped. */
function withinOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  const [restA, restB] = [a.slice(head), b.slice(head)];
  if (restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

/** The label is itself a host, and another one. */
function names(label: string, hostname: string): boolean {
  const shown = /^\s*(?:https?:\/\/)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)(?:[/?#:].*)?\s*$/iu.exec(label)?.[1];
  if (shown === undefined) return false;
  const host = parse(`http://${shown}`)?.hostname;
  const bare = (name: string): string => name.replace(/^www\./, "");
  return host !== undefined && bare(host) !== bare(hostname);
}
