// The isolated frame, promise by promise (README of www; DESIGN.md, section 5): what a page around the chat cannot do to it.
import assert from "node:assert/strict";
import test from "node:test";
import { Stage } from "./harness.mjs";
import { customerAt, faults, oneByteChanged, strictPolicy, tag, told, toldOf } from "./host-pages.mjs";
import { everything } from "./people.mjs";

const SECRET = "the cellar key lies under the fern";

/** What a session recorder does, and what an attacker would add to it. Everything that it catches ends in `caught`. */
function recorder() {
  window.caught = [];
  window.frames_caught = [];
  const keep = (what) => window.caught.push(String(what));
  const types =
    "keydown keyup keypress beforeinput input change paste copy focusin selectionchange message compositionend click";
  for (const type of types.split(" ")) {
    for (const target of [window, document]) {
      target.addEventListener(
        type,
        (event) => keep([type, event.key, event.data, event.target?.value, event.target?.textContent].join(" ")),
        true,
      );
    }
  }
  const hook = (owner, name) => {
    const original = owner[name];
    owner[name] = function (...given) {
      if (name === "replaceChildren" || name === "append") {
        window.frames_caught.push(...given.filter((node) => node instanceof HTMLIFrameElement));
      }
      keep([name, this, ...given.map((one) => (one instanceof Node ? one.textContent : one))].join(" "));
      return original.apply(this, given);
    };
  };
  for (const name of ["attachShadow", "append", "appendChild", "replaceChildren", "setAttribute", "querySelector"]) {
    if (name in Element.prototype) hook(Element.prototype, name);
  }
  hook(EventTarget.prototype, "addEventListener");
  hook(EventTarget.prototype, "dispatchEvent");
  hook(MessagePort.prototype, "postMessage");
  hook(window, "fetch");
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (bytes) {
    keep(new TextDecoder().decode(bytes));
    return send.call(this, bytes);
  };
  new MutationObserver(() => keep(document.documentElement.outerHTML)).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
}

test("a script of the page that records everything it can hears no key and reads no word of the chat", async (t) => {
  const stage = await Stage.set(t);
  const customer = await customerAt(stage, { head: await tag(), body: `<input aria-label="Search">` });
  const { page } = customer;
  await page.evaluate(recorder);
  // It does hear the page's own field: a recorder that hears nothing proves nothing.
  await page.getByRole("textbox", { name: "Search" }).pressSequentially("lamp");
  assert.ok(
    (await page.evaluate(() => window.caught)).some((what) => what.startsWith("input") && what.includes("lamp")),
  );
  await page.evaluate(() => {
    window.caught = [];
  });

  const framed = page.waitForEvent("framenavigated", (frame) => frame !== page.mainFrame());
  // From the page's last field: the chat's button is the next thing.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  customer.chat = await framed;
  await customer.composer.pressSequentially(SECRET);
  await customer.composer.press("Enter");
  await customer.message(SECRET).waitFor();

  const caught = await page.evaluate(() => window.caught);
  const typed = caught.filter(
    (what) => /^(key|before)?(down|up|press|input)/.test(what) && !/Tab|Enter|Shift/.test(what),
  );
  assert.deepEqual(typed, [], "keys were heard");
  assert.ok(!caught.join("\n").includes("cellar"), "words were read");
  assert.ok(!(await everything(page)).includes("cellar"));
});

test("a script of the page that gets hold of the frame can neither look into it nor speak to it", async (t) => {
  const stage = await Stage.set(t);
  const customer = await customerAt(stage, { head: await tag() });
  const { page } = customer;
  await page.evaluate(recorder);
  await customer.opensChat();
  await customer.writes(SECRET);
  await customer.message(SECRET).waitFor();

  const tried = await page.evaluate(async () => {
    const [frame] = window.frames_caught;
    const { port1, port2 } = new MessageChannel();
    const answers = [];
    port1.onmessage = ({ data }) => answers.push(data);
    window.addEventListener("message", ({ data }) => answers.push(data));
    frame.contentWindow.postMessage({ say: "shown", shown: false }, "*", [port2]);
    port1.postMessage({ say: "closed", socket: 1, code: 1000 });
    let reached = "everything";
    try {
      reached = frame.contentWindow.document.body.textContent;
    } catch (error) {
      reached = error.name;
    }
    window.answers = answers;
    return { reached, document: frame.contentDocument, sandbox: frame.getAttribute("sandbox") };
  });
  assert.deepEqual(tried, {
    reached: "SecurityError",
    document: null,
    sandbox: "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox",
  });
  // The chat has handled this after whatever was posted to it.
  await customer.writes("still here");
  await customer.message("still here").waitFor();
  assert.deepEqual(await page.evaluate(() => window.answers), []);
});

test("a script of the page that answers for the frame's window is not handed the frame's port", async (t) => {
  const stage = await Stage.set(t);
  const customer = await customerAt(stage, { head: await tag() });
  const { page } = customer;
  await page.evaluate(() => {
    window.ports = [];
    const thief = { postMessage: (_said, _whom, ports) => window.ports.push(...ports) };
    Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", { get: () => thief });
  });
  await customer.opensChat();
  await customer.writes(SECRET);
  await customer.message(SECRET).waitFor();
  assert.equal(await page.evaluate(() => window.ports.length), 0);
});

for (const [what, file, words] of [
  ["frame's script", /^\/frame\./, /not the code this page pins/],
  ["wasm module", /\.wasm$/, /not the code this page pins/],
  ["launcher's words", /^\/launcher-words\./, /not the code this page pins/],
  ["chat's words", /^\/words-de\./, /nicht der, den diese Seite/],
]) {
  test(`a relay that changes one byte of the ${what} is refused, in words`, async (t) => {
    const stage = await Stage.set(t);
    stage.expectErrors(/integrity/);
    const customer = await customerAt(stage, {
      head: await tag(/words/.test(what) ? 'data-language="de"' : ""),
      alter: (path, bytes) => (file.test(path) ? oneByteChanged(bytes) : null),
    });
    await customer.page.locator("hushwire-launcher").waitFor({ state: "attached" });
    // Not `opens`: the frame may be gone before anybody saw it.
    await customer.page.keyboard.press("Shift+Tab");
    await customer.page.keyboard.press("Enter");
    await toldOf(customer.page, words);
    assert.deepEqual(stage.recorder.frames, []);
  });
}

test("a relay that changes one byte of the loader has no loader run", async (t) => {
  const stage = await Stage.set(t);
  stage.expectErrors(/integrity/);
  const { page } = await customerAt(stage, {
    head: await tag(),
    alter: (path, bytes) => (path === "/hushwire.js" ? oneByteChanged(bytes) : null),
  });
  await page.waitForLoadState("load");
  assert.equal(await page.locator("hushwire-launcher").count(), 0);
  assert.deepEqual(stage.recorder.frames, []);
});

for (const [what, file, language, words] of [
  ["wasm module", /\.wasm$/, "de", /auf dem Weg hierher verändert/],
  ["chat's words", /^\/words-de\./, "de", /was changed on its way here/],
]) {
  test(`the frame itself refuses a changed ${what}, also when the page around it let it through`, async (t) => {
    const stage = await Stage.set(t);
    const customer = await customerAt(stage, {
      head: await tag(`data-language="${language}"`),
      before: () => {
        const { fetch } = window;
        window.fetch = (at) => fetch(at);
      },
      alter: (path, bytes) => (file.test(path) ? oneByteChanged(bytes) : null),
    });
    await customer.opens();
    await customer.chat.getByRole("alert").waitFor();
    assert.match(await customer.chat.getByRole("alert").textContent(), words);
    assert.deepEqual(stage.recorder.frames, []);
  });
}

test("the chat opens under the strictest policy that README names, with Trusted Types enforced", async (t) => {
  const stage = await Stage.set(t);
  const customer = await customerAt(stage, {
    head: await tag('data-language="fr"'),
    policy: await strictPolicy("trusted-types hushwire"),
    before: () => {
      window.violations = [];
      addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
    },
  });
  await customer.opens();
  await customer.chat.getByRole("textbox", { name: "Votre message" }).fill(SECRET);
  assert.deepEqual(await customer.page.evaluate(() => window.violations), []);
});

test("a page whose Trusted Types leave the chat's policy out is told so in words", async (t) => {
  const stage = await Stage.set(t);
  stage.expectErrors(/Content Security Policy|trusted-types/);
  const { page } = await customerAt(stage, { head: await tag(), policy: await strictPolicy("trusted-types other") });
  await page.locator("hushwire-launcher").waitFor({ state: "attached" });
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await toldOf(page, /was not started/);
});

test("two chats on one page know nothing of each other", async (t) => {
  const stage = await Stage.set(t);
  const customer = await customerAt(stage, {
    head: (await tag()) + (await tag('data-side="start" data-language="es"')),
    policy: await strictPolicy("trusted-types hushwire 'allow-duplicates'"),
  });
  const { page } = customer;
  const { width, height } = page.viewportSize();
  const chats = [];
  for (const x of [width - 50, 50]) {
    const framed = page.waitForEvent("framenavigated", (frame) => frame !== page.mainFrame());
    await page.mouse.click(x, height - 50);
    chats.push(await framed);
  }
  const [end, start] = chats;
  await end.getByRole("textbox", { name: "Your message" }).fill("in the first");
  await start.getByRole("textbox", { name: "Su mensaje" }).fill("en el segundo");
  assert.ok(!(await everything(end)).includes("segundo"));
  assert.ok(!(await everything(start)).includes("first"));
});

test("a page whose style sheets hide and undo everything cannot hide or undo the chat", async (t) => {
  const stage = await Stage.set(t);
  const hostile = `html > *, body *, hushwire-launcher, hushwire-launcher * { all: unset !important; display: none !important;
    visibility: hidden !important; opacity: 0 !important; transform: scale(0) !important; pointer-events: none !important;
    position: static !important; z-index: -1 !important; clip-path: inset(50%) !important; color: red !important }
    html { font-size: 80px; line-height: 9; letter-spacing: 1em; text-transform: uppercase; direction: rtl }`;
  const customer = await customerAt(stage, { head: `${await tag()}<style>${hostile}</style>` });
  const { page } = customer;
  const { width, height } = page.viewportSize();
  const framed = page.waitForEvent("framenavigated", (frame) => frame !== page.mainFrame());
  await page.mouse.click(width - 50, height - 50);
  customer.chat = await framed;
  await customer.composer.click();
  await customer.writes(SECRET);
  await customer.message(SECRET).waitFor();
  const hit = await page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.localName, [width - 200, height - 300]);
  assert.equal(hit, "hushwire-launcher");
  const { size, spacing } = await customer.chat.evaluate(() => {
    const style = getComputedStyle(document.querySelector("hw-chat"));
    return { size: Number.parseFloat(style.fontSize), spacing: style.letterSpacing };
  });
  assert.ok(size < 20, `letters of ${size} px`);
  assert.equal(spacing, "normal");
});

test("a page that is left takes the chat's text and keys with it, and whoever comes back goes on", async (t) => {
  const stage = await Stage.set(t);
  // Playwright turns the back/forward cache off, and that cache is what this is about.
  const options = { ignoreDefaultArgs: ["--disable-back-forward-cache"] };
  const customer = await customerAt(stage, { head: await tag(), options });
  await customer.opensChat();
  await customer.writes(SECRET);
  await customer.message(SECRET).waitFor();

  const leave = (type) =>
    customer.chat.evaluate((name) => {
      dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
    }, type);
  await leave("pagehide");
  assert.ok(!(await everything(customer.chat)).includes("cellar"), "a page in the cache holds the text");
  stage.expectErrors(/Page entered Back-Forward Cache/);
  await customer.page.goto(`${stage.recorder.origin}/favicon.svg`);
  await customer.page.goBack({ waitUntil: "commit" });
  await customer.page.locator("hushwire-launcher").waitFor({ state: "attached" });
  await customer.page.waitForFunction(() => document.querySelector("hushwire-launcher") !== null);
  const back = () => customer.page.frames().find((frame) => frame.parentFrame() !== null);
  if (back() === undefined) await customer.page.waitForEvent("frameattached");
  customer.chat = back();
  // What waited for the desk waits again.
  await customer.message(SECRET).waitFor();
});

test("the keyboard alone opens, writes, explains, closes and ends, and the focus is never lost", async (t) => {
  const stage = await Stage.set(t);
  const customer = await customerAt(stage, { head: await tag(), body: "<button>Buy</button>" });
  const { page } = customer;
  const focused = async () => (await told(page)).filter((node) => node.focused).map(({ name }) => name);
  const inChat = () =>
    customer.chat.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at?.getAttribute("aria-label") ?? at?.textContent.trim();
    });
  await customer.opensChat();
  await customer.chat.waitForFunction(() => document.activeElement?.localName === "hw-chat");
  assert.equal(await inChat(), "Your message");
  await page.keyboard.type(SECRET);
  await page.keyboard.press("Enter");
  await customer.message(SECRET).waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement?.localName === "hushwire-launcher");
  assert.ok((await focused()).includes("Support chat"));
  await page.keyboard.press("Enter");
  await customer.chat.waitForFunction(() => document.hasFocus());
  // Back through the log to the header: closing, ending, and what is protected.
  const passed = [];
  for (let i = 0; i < 8 && !/connected|Connecting/.test(passed.at(-1) ?? ""); i += 1) {
    await page.keyboard.press("Shift+Tab");
    passed.push(await inChat());
  }
  assert.match(passed.at(-1), /connected|Connecting/, passed.join(" · "));
  await page.keyboard.press("Enter");
  await customer.chat.getByRole("heading", { name: "What is protected" }).waitFor();
  await page.keyboard.press("Escape");
  await customer.chat.getByRole("heading", { name: "What is protected" }).waitFor({ state: "detached" });
  assert.match(await inChat(), /connected|Connecting/);
});

test("the chat has no fault that axe-core knows, in any of its main states and also from right to left", async (t) => {
  const stage = await Stage.set(t);
  // A colour that is just fading in has less contrast than the one it becomes.
  const options = { reducedMotion: "reduce" };
  const body = "<main><h1>Lamps</h1></main>";
  const customer = await customerAt(stage, { head: await tag('data-language="ar"'), body, options });
  await customer.opens();
  const { chat } = customer;
  const field = chat.getByRole("textbox", { name: "رسالتك" });
  await field.waitFor();
  assert.deepEqual(await faults(chat), [], "greeting");
  await field.fill("4111 1111 1111 1111");
  assert.deepEqual(await faults(chat), [], "a finding");
  await field.press("Enter");
  await chat.locator(".bubble").waitFor();
  assert.deepEqual(await faults(chat), [], "a message held");
  await chat.locator("button.trust").click();
  assert.deepEqual(await faults(chat), [], "what is protected");
  assert.deepEqual(await faults(customer.page), [], "the page around it");
});

test("at 200 % zoom everything stays within reach", async (t) => {
  const stage = await Stage.set(t);
  // 1280 by 720 at 200 %.
  const options = { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 };
  const customer = await customerAt(stage, { head: await tag('data-language="de"'), options });
  await customer.opens();
  const field = customer.chat.getByRole("textbox", { name: "Ihre Nachricht" });
  await field.fill("4111 1111 1111 1111");
  for (const one of [field, customer.chat.getByRole("button", { name: "Senden" }), customer.chat.locator("h1")]) {
    const box = await one.boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 640 && box.y + box.height <= 360, JSON.stringify(box));
  }
  assert.ok(await customer.chat.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test("nothing moves for those who asked for stillness, and forced colours keep every edge", async (t) => {
  const stage = await Stage.set(t);
  const options = { reducedMotion: "reduce", forcedColors: "active" };
  const customer = await customerAt(stage, { head: await tag(), options });
  await customer.opensChat();
  await customer.writes(SECRET);
  await customer.message(SECRET).waitFor();
  const seen = await customer.chat.evaluate(() => {
    const chat = document.querySelector("hw-chat").shadowRoot;
    const send = chat.querySelector("hw-composer").shadowRoot.querySelector(".send");
    const moving = document
      .getAnimations()
      .filter((a) => a.playState === "running" && a.effect.getTiming().duration > 50);
    return { moving: moving.length, edge: getComputedStyle(send).borderTopWidth };
  });
  assert.deepEqual(seen, { moving: 0, edge: "1px" });
});

for (const [promise, setting, expected] of [
  [
    "the tag's language goes before the page's",
    { attributes: 'data-language="ar"', lang: "de" },
    ["ar", "rtl", "رسالتك"],
  ],
  ["the page's language goes before the browser's", { lang: "pt-BR", locale: "ja-JP" }, ["pt", "", "Sua mensagem"]],
  [
    "a page in a language that the chat lacks leaves it to the browser",
    { lang: "pl", locale: "ja-JP" },
    ["ja", "", "メッセージ"],
  ],
]) {
  test(promise, async (t) => {
    const stage = await Stage.set(t);
    const { attributes, lang, locale = "en-GB" } = setting;
    const customer = await customerAt(stage, { head: await tag(attributes), lang, options: { locale } });
    await customer.opens();
    const [language, direction, field] = expected;
    await customer.chat.getByRole("textbox", { name: field }).waitFor();
    const root = await customer.chat.evaluate(() => {
      const { lang, dir } = document.documentElement;
      return [lang, dir === "rtl" ? dir : ""];
    });
    assert.deepEqual(root, [language, direction]);
    const launcher = customer.page.locator("hushwire-launcher");
    assert.equal(await launcher.getAttribute("lang"), language);
    assert.equal(await launcher.getAttribute("dir"), direction || "ltr");
  });
}
