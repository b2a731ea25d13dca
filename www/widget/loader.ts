// The script that a site's tag pins: a button, and a frame that the rest of the page cannot read.
// It opens the WebSocket (so that `Origin` is the site's), passes sealed bytes, and refuses every asset but those of its own build.
//
// A script that runs before this one can fake anything here; a later one cannot reach in: what is used later is taken first.

import { launcher as words } from "../ui/strings/launcher.en";
import { loaderStyles } from "./loader.styles";
import type { FrameSays, LoaderSays } from "./port";

const { apply } = Reflect;
const { postMessage } = MessagePort.prototype;
const { addEventListener: listen } = EventTarget.prototype;
const { attachShadow } = Element.prototype;
const { append } = Element.prototype;
const { setAttribute } = Element.prototype;
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

  const host = make("hushwire-launcher");
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
  let open = false;
  let unread = 0;
  let begun = false;

  const say = (message: LoaderSays, transfer: Transferable[] = []): void => {
    if (port !== null) apply(postMessage, port, [message, transfer]);
  };

  function show(now: boolean): void {
    open = now;
    panel.classList.toggle("on", open);
    label();
    if (open && !begun) attempt();
    else say({ say: "shown", shown: open });
    if (open) panel.querySelector("iframe")?.focus();
    else button.focus();
  }

  function label(): void {
    set(button, "aria-expanded", String(open));
    set(
      button,
      "aria-label",
      [open ? words.close : words.open, unread > 0 ? words.unread(unread) : ""].join(" ").trim(),
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
    // Refused by the browser unless it is byte for byte the module of this build; the frame checks once more.
    const wasm = fetchAsset(new URL(HUSHWIRE_WASM.name, base), {
      integrity: HUSHWIRE_WASM.integrity,
      credentials: "omit",
    }).then((answer) => answer.arrayBuffer());
    wasm.catch(broken);

    const frame = make("iframe");
    set(frame, "sandbox", "allow-scripts allow-forms");
    set(frame, "referrerpolicy", "no-referrer");
    frame.title = words.frame;
    setDocument(frame, new URL(HUSHWIRE_FRAME.name, base).href, nonce);
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
        frame.contentWindow?.postMessage("", "*", [channel.port2]);
      },
      { once: true },
    );
    panel.replaceChildren(frame);
    frame.focus();

    const greet = async (): Promise<void> => {
      clearTimeout(patience);
      const bytes = await wasm;
      const root = document.documentElement;
      say(
        {
          say: "init",
          desk,
          relay: relayUrl.href,
          origin: location.origin,
          language: root.lang || navigator.language,
          theme,
          direction: getComputedStyle(root).direction,
          wasm: bytes,
        },
        [bytes],
      );
    };

    let socket: WebSocket | null = null;
    function hear(message: FrameSays): void {
      if (message.say === "hello") greet().catch(broken);
      else if (message.say === "hide") show(false);
      else if (message.say === "unread") {
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

  on(button, "click", () => show(!open));
  on(host, "keydown", (event) => {
    if (open && (event as KeyboardEvent).key === "Escape") show(false);
  });
  // A phone's keyboard covers the page without resizing it.
  const view = visualViewport;
  if (view) on(view, "resize", () => panel.style.setProperty("--h", `${view.height}px`));
  label();
  // Beside `body`, not in it: pages transform, replace and hide what is in there.
  add(document.documentElement, host);
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
function setDocument(frame: HTMLIFrameElement, src: string, nonce: string): void {
  const { integrity } = HUSHWIRE_FRAME;
  const csp = `default-src 'none';script-src '${integrity}' 'wasm-unsafe-eval';base-uri 'none';form-action 'none';require-trusted-types-for 'script';trusted-types hushwire`;
  const quoted = (value: string): string => value.replace(/[&"<]/g, (c) => `&#${c.charCodeAt(0)};`);
  const text = `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${csp}"><title>${quoted(words.frame)}</title><script type="module" src="${quoted(src)}" integrity="${integrity}" crossorigin="anonymous" nonce="${quoted(nonce)}"></script></head><body></body></html>`;
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
