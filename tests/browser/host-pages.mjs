// Pages that a site might have around the chat's tag: strict, hostile, or odd. Served under the relay's own address, so that
// the desk allows them; nothing of what the relay serves is touched.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { join } from "node:path";
import { Customer } from "./people.mjs";
import { built } from "./programs.mjs";

/** The demo shop's own tag, and the hashes that a strict page must name. */
export async function demo() {
  const page = await readFile(join(built("HUSHWIRE_SITE"), "demo/index.html"), "utf8");
  const headers = await readFile(join(built("HUSHWIRE_SITE"), "headers.toml"), "utf8");
  const [, loader, frame] = /\[.*"\/demo\/"\][^[]*script-src '(sha384-[^']+)' '(sha384-[^']+)'/.exec(headers) ?? [];
  const [, desk] = /data-desk="(hw1[^"]+)"/.exec(page) ?? [];
  return { loader, frame, desk };
}

/** A tag as a site would write it, first in its page. */
export async function tag(attributes = "") {
  const { loader, desk } = await demo();
  return `<script src="/hushwire.js" integrity="${loader}" crossorigin="anonymous" data-desk="${desk}" ${attributes}></script>`;
}

/** The smallest policy that README names for a strict page. */
export async function strictPolicy(more = "") {
  const { loader, frame } = await demo();
  return `default-src 'none'; script-src '${loader}' '${frame}' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'; ${more}`;
}

/**
 * A customer at a page of the test's own. `before` runs in the page before anything else; `alter` may change an asset on its
 * way: it is given the path and the bytes, and answers bytes, or nothing for "as it is".
 */
export async function customerAt(stage, { head, body = "", lang = "en", policy, before, alter, options }) {
  const text = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>A page</title>${head}</head><body>${body}</body></html>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", ...(policy && { "Content-Security-Policy": policy }) };
  await behind(stage, { [PAGE]: { headers, text }, "/favicon.ico": NO_ICON }, alter ?? (() => null));
  const page = await stage.window("customer", "/favicon.svg", options);
  if (before !== undefined) await page.addInitScript(before);
  await page.goto(`${stage.recorder.origin}${PAGE}`);
  return new Customer(page);
}

const PAGE = "/test-page.html";
/** Browsers ask for one by themselves. */
const NO_ICON = { headers: { "Content-Type": "image/x-icon" }, text: "" };

/**
 * Puts a server between recorder and relay that has pages of its own and may change what the relay serves. Not the browser's
 * own interception: a page that did not come over the network may not reach this machine's other addresses.
 */
export async function behind(stage, pages, alter) {
  const relay = stage.relay.address;
  const [host, port] = relay.split(":");
  const server = createServer(async (asked, answer) => {
    const own = pages[asked.url];
    if (own !== undefined) {
      answer.writeHead(200, own.headers).end(own.text);
      return;
    }
    const came = await fetch(`http://${relay}${asked.url}`, { headers: { "accept-encoding": "identity" } });
    const bytes = Buffer.from(await came.arrayBuffer());
    const kept = [...came.headers].filter(
      ([name]) => !/^(content-length|connection|transfer-encoding|keep-alive)$/.test(name),
    );
    answer.writeHead(came.status, Object.fromEntries(kept)).end(alter(asked.url, bytes) ?? bytes);
  });
  server.on("upgrade", (asked, socket, head) => {
    const up = connect({ host, port }, () => {
      const lines = asked.rawHeaders.flatMap((name, i, all) => (i % 2 === 0 ? [`${name}: ${all[i + 1]}`] : []));
      up.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      up.write(head);
      up.pipe(socket).pipe(up);
    });
    up.on("error", () => socket.destroy());
    socket.on("error", () => up.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // It ends with the process; what it holds open ends with the relay and the browser.
  server.unref();
  stage.recorder.pointAt(`127.0.0.1:${server.address().port}`);
}

/** One byte in the middle is another. */
export function oneByteChanged(bytes) {
  const changed = Buffer.from(bytes);
  changed[changed.length >> 1] ^= 1;
  return changed;
}

/** What a screen reader is told about the page, closed shadow roots included: "role: name", and whether it has the focus. */
export async function told(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes
    .filter(({ ignored, name }) => !ignored && name?.value)
    .map(({ role, name, properties = [] }) => ({
      role: role.value,
      name: name.value,
      focused: properties.some((property) => property.name === "focused" && property.value.value),
    }));
}

/** Waits until a screen reader is told this; for as long as the harness has patience. */
export async function toldOf(page, pattern, role = "StaticText") {
  const end = Date.now() + 20_000;
  let nodes = [];
  while (Date.now() < end) {
    nodes = await told(page);
    const found = nodes.find((node) => node.role === role && pattern.test(node.name));
    if (found) return found;
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  throw new Error(`nobody was told ${pattern}, but: ${JSON.stringify(nodes)}`);
}

/** What axe-core finds wrong inside a frame or page. */
export async function faults(place) {
  const require = createRequire(new URL("../../www/package.json", import.meta.url));
  await place.evaluate(await readFile(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await place.evaluate(async () => {
    // Colours are judged where they end, not on their way.
    await new Promise(requestAnimationFrame);
    for (const moving of document.getAnimations()) {
      if (moving.effect.getComputedTiming().endTime < Infinity) moving.finish();
    }
    return globalThis.axe.run();
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(" ")).join(", ")}`);
}
