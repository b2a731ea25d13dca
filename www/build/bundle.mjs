// How TypeScript becomes one file: options of esbuild that every bundle shares.

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The folder `www`. */
export const www = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Lit makes its Trusted Types policy under its own name. The frame inherits the host page's list of allowed names, and
 * that page should have to allow one name, not two.
 */
const oneTrustedTypesPolicy = {
  name: "one-trusted-types-policy",
  setup({ onLoad }) {
    onLoad({ filter: /lit-html[\\/]lit-html\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replace(/createPolicy\("lit-html"/, 'createPolicy("hushwire"');
      if (contents === text)
        throw new Error("lit-html no longer makes its Trusted Types policy where build/bundle.mjs looks for it.");
      return { contents, loader: "js" };
    });
  },
};

/** Indentation and comments of style sheets are for us, not for the wire. */
const smallerCss = {
  name: "smaller-css",
  setup({ onLoad }) {
    onLoad({ filter: /www[\\/](ui|widget|console)[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replace(/\bcss`([^`]*)`/g, (_, css) => {
        const bare = css
          .replace(/\/\*.*?\*\//gs, "")
          .replace(/\s+/g, " ")
          .replace(/ ?([{};,]) ?/g, "$1")
          .replace(/: /g, ":");
        return `css\`${bare.trim()}\``;
      });
      return { contents, loader: "ts" };
    });
  },
};

/** Bundles one entry; answers its text. */
export async function bundle({ entry, format = "esm", door, define = {}, minify = true, platform = "browser" }) {
  const { outputFiles } = await build({
    entryPoints: [join(www, entry)],
    bundle: true,
    write: false,
    format,
    minify,
    platform,
    target: "es2022",
    legalComments: "none",
    charset: "utf8",
    absWorkingDir: www,
    logLevel: "warning",
    alias: door === undefined ? {} : { "hushwire-door": door },
    define: Object.fromEntries(Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)])),
    plugins: minify ? [oneTrustedTypesPolicy, smallerCss] : [],
  });
  return Buffer.from(outputFiles[0].contents);
}
