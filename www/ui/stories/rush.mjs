// How long the console's page is busy while ten customers write five messages a second each:
// `node rush.mjs STORIES [seconds]`. Prints the tasks over 50 ms; any is a failure. Not a test: it measures this machine.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [stories, seconds = "20"] = process.argv.slice(2);
if (stories === undefined) throw new Error("usage: node rush.mjs STORIES [seconds]");
const ORIGIN = "http://stories.test";
const EVERY_MS = 20;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
await context.route(`${ORIGIN}/**`, async (route) => {
  const { pathname } = new URL(route.request().url());
  const body = await readFile(join(stories, pathname)).catch(() => null);
  if (body === null) return route.fulfill({ status: 404 });
  return route.fulfill({ body, contentType: pathname.endsWith(".js") ? "text/javascript" : "text/html" });
});
const page = await context.newPage();
await page.goto(`${ORIGIN}/stories.html?rush`);
await page.waitForSelector("html[data-ready]");
await page.locator("[data-chat='1']").click();

const session = await context.newCDPSession(page);
// The page's own processor time: what other programs take of this machine does not count.
await session.send("Performance.enable", { timeDomain: "threadTicks" });
const before = await spent();
const told = await page.evaluate(
  ([duration, every]) =>
    new Promise((resolve) => {
      const long = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) long.push(Math.round(duration));
      }).observe({ type: "longtask" });
      const begun = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        // Late timers catch up: the messages come all the same.
        while (sent * every < performance.now() - begun) {
          globalThis.rush();
          sent += 1;
        }
        if (performance.now() - begun < duration) return;
        clearInterval(timer);
        setTimeout(() => resolve({ sent, long }), 500);
      }, every);
    }),
  [Number(seconds) * 1000, EVERY_MS],
);
const after = await spent();
await browser.close();
const share = (name) => `${name} ${(((after[name] - before[name]) / told.sent) * 1000).toFixed(2)} ms`;
console.log(
  ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration", "TaskDuration"].map(share).join(", "),
  "a message",
);
console.log(
  `${told.sent} messages in ${seconds} s: ${told.long.length} tasks over 50 ms, the longest ${Math.max(0, ...told.long)} ms`,
);
if (told.long.length > 0) process.exitCode = 1;

async function spent() {
  const { metrics } = await session.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}
