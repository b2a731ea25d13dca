// The languages as files: data that a page checks by its hash, never code.

import { bundle } from "./bundle.mjs";

/** Makes an asset of each language; answers what the bundles must know of them. `asset` names and keeps bytes. */
export async function languages(asset) {
  const code = await bundle({ entry: "ui/strings/languages.ts", minify: false, platform: "node" });
  const { languages } = await import(`data:text/javascript;base64,${code.toString("base64")}`);
  const json = (stem, value) => asset(stem, "json", Buffer.from(JSON.stringify(value)));

  const chatWords = {};
  const deskWords = {};
  const launcherWords = {};
  for (const [tongue, { launcher, chat, desk }] of Object.entries(languages)) {
    chatWords[tongue] = json(`words-${tongue}`, chat);
    deskWords[tongue] = json(`desk-words-${tongue}`, { chat, desk });
    launcherWords[tongue] = { ...launcher, chat: chatWords[tongue] };
  }
  return { chatWords, deskWords, launcher: json("launcher-words", launcherWords) };
}
