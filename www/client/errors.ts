// Errors as integrators meet them: a name, a permanent code, a text for developers. Words for people are in ui/strings.

/** Every error Hushwire throws has this name and a permanent kebab-case `code`; the text is for developers. */
export class HushError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "HushError";
    this.code = code;
  }
}

/** The code of an error that came through the door or out of this folder; "internal" for any other. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && error.name === "HushError" && "code" in error && typeof error.code === "string") {
    return error.code;
  }
  return "internal";
}
