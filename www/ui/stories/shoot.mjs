// Takes a picture of every scene: `node shoot.mjs STORIES OUT [filter [language]]`, in English unless another is named.
// Phone and desktop, light and dark; axe-core looks along.
// Needs a Chromium; CHROMIUM names it if it is not where Debian puts it.

import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [stories, out, filter = "", language = "en"] = process.argv.slice(2);
if (stories === undefined || out === undefined) throw new Error("usage: node shoot.mjs STORIES OUT [filter]");

const ORIGIN = "http://stories.test";
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
await mkdir(out, { recursive: true });

const names = await scenes();
let complaints = 0;
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of ["light", "dark"]) {
    const context = await browser.newContext({
      viewport,
      colorScheme: theme,
      reducedMotion: "reduce",
      timezoneId: "UTC",
      locale: language === "en" ? "en-GB" : language,
      bypassCSP: true,
    });
    await serve(context);
    const page = await context.newPage();
    page.on("pageerror", (error) => complain(`${page.url()}: ${error.message}`));
    for (const name of names.filter((n) => n.includes(filter))) {
      await page.goto(`${ORIGIN}/stories.html?scene=${name}&theme=${theme}&lang=${language}`);
      await page.waitForSelector("html[data-ready]");
      await page.screenshot({ path: join(out, `${name}.${language}.${size}.${theme}.png`) });
      await examine(page, `${name} ${size} ${theme}`);
    }
    await context.close();
  }
}
await browser.close();
console.log(`${names.length} scenes, ${complaints} complaints`);
if (complaints > 0) process.exitCode = 1;

async function scenes() {
  const context = await browser.newContext();
  await serve(context);
  const page = await context.newPage();
  await page.goto(`${ORIGIN}/stories.html`);
  await page.waitForSelector("html[data-ready]");
  const found = await page.locator("a").allTextContents();
  await context.close();
  return found;
}

async function serve(context) {
  await context.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = await readFile(join(stories, pathname)).catch(() => null);
    if (body === null) return route.fulfill({ status: 404 });
    return route.fulfill({ body, contentType: pathname.endsWith(".js") ? "text/javascript" : "text/html" });
  });
}

async function examine(page, where) {
  await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  for (const { id, nodes } of violations) {
    complain(
      `${where}: ${id}: ${nodes.map((n) => `${n.target.flat().join(" ")} (${n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message})`).join("; ")}`,
    );
  }
}

function complain(text) {
  complaints += 1;
  console.error(text);
}
