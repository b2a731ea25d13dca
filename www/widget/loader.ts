// The script that a site's tag pins: a button, and a frame that the rest of the page cannot read.
// It opens the WebSocket (so that `Origin` is the site's), passes sealed bytes, and refuses every asset but those of its own build.
//
// A script that runs before this one can fake anything here; a later one cannot reach in: what is used later is taken first.

import { directionOf, type Plural } from "../ui/strings/catalog";
import { labels, launcher } from "../ui/strings/launcher";
import { pick } from "../ui/strings/pick";
import { loaderStyles } from "./loader.styles";
import type { Asset, FrameSays, LauncherWords, LoaderSays } from "./port";
import { type Tab, tabOf } from "./tab";

const { apply } = Reflect;
const { postMessage } = MessagePort.prototype;
const { addEventListener: listen } = EventTarget.prototype;
const { attachShadow, append, setAttribute } = Element.prototype;
// Whoever could answer for it would be handed the frame's port.
const windowOf = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentWindow")?.get as () => Window;
const Socket = WebSocket;
const { send: sendOn, close: closeOn } = WebSocket.prototype;
const Channel = MessageChannel;
const fetchAsset = fetch;
const make = document.createElement.bind(document);

const tag = document.currentScript as HTMLScriptElement | null;
/** A frame that is not there by then: no network worth waiting for. */
const LOAD_MS = 20_000;
/** A frame that is there and does not answer runs no code of ours: its script was refused. */
const ANSWER_MS = 4_000;

function mount(tag: HTMLScriptElement, nonce: string): void {
  const { desk = "", relay = "ws", theme = "", side = "end" } = tag.dataset;
  const base = tag.src;
  const relayUrl = new URL(relay, base);
  // `data-relay="/ws"`: the relay that serves this script.
  relayUrl.protocol = relayUrl.protocol.replace(/^http/, "ws");

  const root = document.documentElement;
  const wishes = [tag.dataset.language, root.lang, ...navigator.languages];
  const tongue = pick(wishes, labels);
  // Whom the technician is told to expect: also a language that the chat itself does not speak.
  const [language = tongue] = wishes.filter(Boolean);
  let words: { unread: Plural; broken: string } = launcher;

  const host = make("hushwire-launcher");
  host.lang = tongue;
  host.dir = directionOf(tongue);
  const shadow: ShadowRoot = apply(attachShadow, host, [{ mode: "closed" }]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(loaderStyles);
  shadow.adoptedStyleSheets = [sheet];
  host.dataset.side = side;
  if (theme === "light" || theme === "dark") sheet.insertRule(`:host{color-scheme:${theme}!important}`, 1);

  const button = make("button");
  const badge = make("b");
  badge.hidden = true;
  const panel = make("div");
  const [icon, path] = picture();
  add(button, icon, badge);
  add(shadow, panel, button);

  let port: MessagePort | null = null;
  let tab: Tab | null = null;
  let open = false;
  let unread = 0;
  let kept: string | null = null;
  // An invite's link, taken off the address at once: it is a secret, and it opens one chat.
  const [ticket = ""] = /hwlink1[\w-]+/.exec(location.hash) ?? [];
  if (ticket !== "") history.replaceState(history.state, "", location.pathname + location.search);
  let begun = false;

  const say = (message: LoaderSays, transfer: Transferable[] = []): void => {
    if (port !== null) apply(postMessage, port, [message, transfer]);
  };

  function show(now: boolean, focus = true): void {
    open = now;
    tab?.keep(kept, open);
    panel.classList.toggle("on", open);
    label();
    if (open && !begun) attempt();
    else say({ say: "shown", shown: open });
    if (!focus) return;
    if (open) panel.querySelector("iframe")?.focus();
    else button.focus();
  }

  function label(): void {
    set(button, "aria-expanded", String(open));
    set(
      button,
      "aria-label",
      unread > 0 ? `${labels[tongue]}, ${counted(words.unread, unread, tongue)}` : labels[tongue],
    );
    set(path, "d", open ? DOWN : BUBBLE);
    badge.textContent = String(unread);
    badge.hidden = open || unread === 0;
  }

  function broken(): void {
    port = null;
    begun = false;
    const p = make("p");
    set(p, "role", "alert");
    p.textContent = words.broken;
    panel.replaceChildren(p);
  }

  function attempt(): void {
    begun = true;
    try {
      begin();
    } catch {
      // A policy of the page forbids what the chat is made of (Trusted Types without our policy's name).
      broken();
    }
  }

  function begin(): void {
    // Refused by the browser unless it is byte for byte the file of this build; the frame checks once more.
    const bring = ({ name, integrity }: Asset): Promise<ArrayBuffer> =>
      fetchAsset(new URL(name, base), { integrity, credentials: "omit" }).then((answer) => answer.arrayBuffer());
    const wasm = bring(HUSHWIRE_WASM);
    const catalog = tongue === "en" ? null : bring(HUSHWIRE_LAUNCHER).then(translate);
    wasm.catch(broken);
    catalog?.catch(broken);

    /** The launcher's own words, and the chat's by the hash that stands beside them. */
    function translate(bytes: ArrayBuffer): Promise<ArrayBuffer> {
      const known = JSON.parse(new TextDecoder().decode(bytes))[tongue] as LauncherWords;
      words = known;
      label();
      return bring(known.chat);
    }

    const frame = make("iframe");
    set(frame, "sandbox", "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox");
    frame.referrerPolicy = "no-referrer";
    frame.title = labels[tongue];
    setDocument(frame, new URL(HUSHWIRE_FRAME.name, base).href, nonce, labels[tongue]);
    let patience = setTimeout(broken, LOAD_MS);
    on(
      frame,
      "load",
      () => {
        clearTimeout(patience);
        patience = setTimeout(broken, ANSWER_MS);
        const channel = new Channel();
        port = channel.port1;
        on(port, "message", (event) => hear((event as MessageEvent<FrameSays>).data));
        port.start();
        // A sandboxed frame has no origin to name; only the frame just made can be at the other end.
        (apply(windowOf, frame, []) as Window).postMessage("", "*", [channel.port2]);
      },
      { once: true },
    );
    panel.replaceChildren(frame);
    // Nobody's keyboard is taken for a chat that merely goes on.
    if (kept === null) frame.focus();

    const greet = async (): Promise<void> => {
      clearTimeout(patience);
      const bytes = await wasm;
      await claimed;
      const chat = await catalog;
      say(
        {
          say: "init",
          desk,
          relay: relayUrl.href,
          origin: location.origin,
          language,
          tongue,
          theme,
          shown: open,
          wasm: bytes,
          catalog: chat,
          ticket,
          key: tab?.key ?? null,
          kept,
        },
        chat === null ? [bytes] : [bytes, chat],
      );
    };

    let socket: WebSocket | null = null;
    function hear(message: FrameSays): void {
      if (message.say === "hello") greet().catch(broken);
      else if (message.say === "hide") show(false);
      else if (message.say === "keep") {
        kept = message.kept;
        tab?.keep(kept, open);
      } else if (message.say === "unread") {
        unread = message.count;
        label();
      } else if (message.say === "connect") connect(message.socket);
      else if (message.say === "send") {
        if (socket?.readyState === 1) apply(sendOn, socket, [message.bytes]);
      } else if (message.say === "close" && socket !== null) apply(closeOn, socket, [message.code]);
    }

    function connect(id: number): void {
      const mine = new Socket(relayUrl, "hushwire.1");
      socket = mine;
      mine.binaryType = "arraybuffer";
      on(mine, "open", () => say({ say: "open", socket: id }));
      on(mine, "close", (event) => say({ say: "closed", socket: id, code: (event as CloseEvent).code }));
      on(mine, "message", (event) => {
        const { data } = event as MessageEvent<ArrayBuffer>;
        say({ say: "bytes", socket: id, bytes: data }, [data]);
      });
    }
  }

  // The chat of the page before goes on in this one, behind the button if it was there.
  const place = `hushwire ${desk} ${document.querySelectorAll(host.localName).length}`;
  let claimed = claim();
  async function claim(): Promise<void> {
    tab = await tabOf(place);
    kept = tab?.kept ?? null;
    if (begun) return;
    if (ticket !== "") show(true);
    else if (open || (kept !== null && tab?.open)) show(true, false);
    else if (kept !== null) attempt();
  }
  // Keys do not outlive the page: the frame wipes its own, and whoever comes back goes on from what was kept.
  on(window, "pagehide", () => tab?.release());
  on(window, "pageshow", (event) => {
    if (!(event as PageTransitionEvent).persisted || port === null) return;
    port = null;
    begun = false;
    panel.replaceChildren();
    claimed = claim();
  });

  on(button, "click", () => show(!open));
  on(host, "keydown", (event) => {
    if (open && (event as KeyboardEvent).key === "Escape") show(false);
  });
  // A phone's keyboard covers the page without resizing it.
  const view = visualViewport;
  if (view) on(view, "resize", () => panel.style.setProperty("--h", `${view.height}px`));
  label();
  // Beside `body`, not in it: pages transform, replace and hide what is in there. After it, so that Tab comes here last.
  const stand = (): void => add(root, host);
  if (document.readyState === "loading") on(document, "DOMContentLoaded", stand);
  else stand();
}

function on(
  target: EventTarget,
  type: string,
  listener: (event: Event) => void,
  options?: AddEventListenerOptions,
): void {
  apply(listen, target, [type, listener, options]);
}

function add(parent: ParentNode, ...children: Node[]): void {
  if (parent instanceof Element) apply(append, parent, children);
  else parent.append(...children);
}

function set(element: Element, name: string, value: string): void {
  apply(setAttribute, element, [name, value]);
}

function counted(forms: Plural, count: number, tongue: string): string {
  const sentence = forms[new Intl.PluralRules(tongue).select(count)] ?? forms.other;
  return sentence.replace("{count}", `${count}`);
}

/** A sound that dies away, in a speech bubble. */
const BUBBLE = "M9 25.5l-4.5 1.5 1.4-4.6A11.5 10.5 0 1 1 9 25.5zM10.5 10.5v9M15.5 13v4M20 15h.01";
const DOWN = "M8 12l7 7 7-7";

function picture(): [icon: Element, path: Element] {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  set(svg, "viewBox", "0 0 30 30");
  set(svg, "aria-hidden", "true");
  svg.append(path);
  return [svg, path];
}

/** The frame's own document: one pinned script, no network, no style but constructed sheets. */
function setDocument(frame: HTMLIFrameElement, src: string, nonce: string, title: string): void {
  const { integrity } = HUSHWIRE_FRAME;
  const csp = `default-src 'none';script-src '${integrity}' 'wasm-unsafe-eval';base-uri 'none';form-action 'none';require-trusted-types-for 'script';trusted-types hushwire`;
  const quoted = (value: string): string => value.replace(/[&"<]/g, (c) => `&#${c.charCodeAt(0)};`);
  const text = `<!doctype html><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${csp}"><title>${title}</title><script type="module" src="${quoted(src)}" integrity="${integrity}" crossorigin="anonymous" nonce="${quoted(nonce)}"></script>`;
  allowed = text;
  frame.srcdoc = policy().createHTML(text);
}

interface Policy {
  createHTML(text: string): string;
}

let allowed = "";
let made: Policy | null = null;

/** Under Trusted Types the page allows this one policy; it passes the frame's document and nothing else. */
function policy(): Policy {
  const rules: Policy = { createHTML: (text) => (text === allowed ? text : "") };
  const { trustedTypes } = window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } };
  made ??= trustedTypes?.createPolicy("hushwire", rules) ?? rules;
  return made;
}

if (tag !== null) mount(tag, tag.nonce);
