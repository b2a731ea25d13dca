// What each file is served with, beyond what the relay gives everything (`relay/src/headers.rs`). Other hosts can read headers.toml too.

const YEAR = 365 * 24 * 3600;
const ALWAYS = { "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer" };

/** Any page may load it: that is what it is for, and its hash is pinned. `null` origins (the sandboxed frame) included. */
const FOR_ANYBODY = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" };

/** A file with its hash in its name. */
export function pinnedAsset() {
  return { ...ALWAYS, ...FOR_ANYBODY, "Cache-Control": `public, max-age=${YEAR}, immutable` };
}

/** The loader: its name stays, so caches must ask. */
export function unpinned() {
  return { ...ALWAYS, ...FOR_ANYBODY, "Cache-Control": "no-cache" };
}

/** The console: one pinned script, its own relay (and its host, for wasm and words), nothing else. */
export function consoleHeaders(script, relay) {
  return {
    ...ALWAYS,
    "Cache-Control": "no-cache",
    "Content-Security-Policy": policy({
      "default-src": "'none'",
      "script-src": `'${script.integrity}' 'wasm-unsafe-eval'`,
      "connect-src": connect(relay),
      "img-src": "'self'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "frame-ancestors": "'none'",
      "require-trusted-types-for": "'script'",
      "trusted-types": "hushwire",
    }),
    "Cross-Origin-Opener-Policy": "same-origin",
  };
}

/** The demo shop: the smallest policy a strict host needs (FRAME.md), around an ordinary page. */
export function demoHeaders({ loader, frame }, relay) {
  return {
    ...ALWAYS,
    "Cache-Control": "no-cache",
    "Content-Security-Policy": policy({
      "default-src": "'none'",
      "script-src": `'${loader}' '${frame}' 'wasm-unsafe-eval'`,
      "connect-src": connect(relay),
      "style-src": "'self'",
      "img-src": "'self'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "frame-ancestors": "'none'",
      "require-trusted-types-for": "'script'",
      "trusted-types": "hushwire",
    }),
  };
}

/** `'self'` covers the same host's WebSocket; a relay elsewhere is named. */
function connect(relay) {
  return /^wss?:/.test(relay) ? `'self' ${new URL(relay).origin}` : "'self'";
}

function policy(directives) {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

/** A table for each path. */
export function headersToml(headers) {
  const lines = ["# Path -> response headers. Written by www/build.mjs, read by the relay when it starts."];
  for (const [path, fields] of headers) {
    lines.push("", `[${quoted(path)}]`);
    for (const [name, value] of Object.entries(fields)) lines.push(`${quoted(name)} = ${quoted(value)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** JSON's strings are TOML's basic strings. */
function quoted(text) {
  return JSON.stringify(text);
}
