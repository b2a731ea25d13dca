// A PIN as people type, paste and read it: nine digits of any script, in groups of three. What is right or wrong with it
// is decided in Rust.

/** Digits of a whole PIN: three that say where it leads, six that only the two ends know. */
export const PIN_DIGITS = 9;

/** The digits of a text, as ASCII, at most as many as a PIN has. */
export function digitsOf(text: string): string {
  return [...text.normalize("NFKC")]
    .map((char) => (/\p{Nd}/u.test(char) ? String(decimal(char)) : ""))
    .join("")
    .slice(0, PIN_DIGITS);
}

/** As it is shown: 123 456 789. */
export function grouped(digits: string): string {
  return digits.replace(/(\d{3})(?=\d)/g, "$1 ");
}

/** Unicode keeps each script's digits together, zero first. */
function decimal(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}
