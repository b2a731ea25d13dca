// The module inside the isolated frame: the only script there, pinned by hash. Takes one port, runs the whole chat.

import "./define";
import { Chat } from "../client/chat";
import { codeOf, HushError } from "../client/errors";
import { door, init } from "../client/glue";
import { Keeper, type Kept } from "../client/keep";
import { realWorld } from "../client/world";
import { type ChatCatalog, speakIn, words } from "../ui/strings";
import { directionOf } from "../ui/strings/catalog";
import { tokens } from "../ui/tokens";
import { wrappingOf } from "../ui/wrapping";
import type { ChatView } from "./chat-view";
import { frameStyles } from "./frame.styles";
import type { Asset, FrameSays, Init, LoaderSays } from "./port";
import { socketsOver } from "./port-socket";

document.documentElement.lang = "en";
for (const { styleSheet } of [tokens, frameStyles]) {
  if (styleSheet) document.adoptedStyleSheets.push(styleSheet);
}

// The first port is the loader's; whoever posts later is not listened to, and nothing is ever posted to `parent`.
addEventListener("message", function first(event) {
  const [port] = event.ports;
  if (port === undefined) return;
  removeEventListener("message", first);
  live(port);
});

function live(port: MessagePort): void {
  const say = (message: FrameSays): void => port.postMessage(message);
  const sockets = socketsOver(port);
  let view: ChatView | null = null;
  let shown = true;
  let keeper: Keeper | null = null;

  const look = (): void => {
    if (view !== null) view.active = shown && document.visibilityState === "visible";
  };

  port.onmessage = ({ data }: MessageEvent<LoaderSays>) => {
    if (data.say === "init") {
      shown = data.shown;
      prepare(data)
        .then(() => data.key && Keeper.open(wrappingOf(data.key), data.kept, (kept) => say({ say: "keep", kept })))
        .then(
          (opened) => {
            keeper = opened?.keeper ?? null;
            view = chatView(data, say, sockets.WebSocket, opened ?? null);
            document.body.replaceChildren(view);
            look();
            if (shown && data.kept === null) view.updateComplete.then(() => view?.focus());
          },
          (error: unknown) => broken(codeOf(error)),
        );
    } else if (data.say === "shown") {
      shown = data.shown;
      look();
      if (shown) view?.focus();
    } else {
      sockets.hear(data);
    }
  };

  document.addEventListener("visibilitychange", look);
  // Keys and text do not outlive the page, not even in the browser's back/forward cache.
  addEventListener("pagehide", () => {
    view?.remove();
    view = null;
    keeper?.wipe();
  });
  say({ say: "hello" });
}

async function prepare({ tongue, catalog, wasm }: Init): Promise<void> {
  if (catalog !== null) {
    await genuine(catalog, HUSHWIRE_CHAT_WORDS[tongue]);
    // Data, never code: what is not a sentence of the catalog is never looked at.
    speakIn(tongue, JSON.parse(new TextDecoder().decode(catalog)) as ChatCatalog);
    document.documentElement.lang = tongue;
    document.documentElement.dir = directionOf(tongue);
  }
  await genuine(wasm, HUSHWIRE_WASM);
  await init(wasm);
}

/** Whoever brought the bytes, they are those of this build, or nothing is done with them. */
async function genuine(bytes: ArrayBuffer, asset: Asset | undefined): Promise<void> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  if (`sha384-${btoa(String.fromCharCode(...hash))}` !== asset?.integrity) {
    throw new HushError("tampered-asset", "An asset is not the one of this build.");
  }
}

function chatView(
  message: Init,
  say: (m: FrameSays) => void,
  socket: ReturnType<typeof socketsOver>["WebSocket"],
  opened: { keeper: Keeper; kept: Kept | null } | null,
): ChatView {
  const { desk, relay, origin, language, theme } = message;
  if (theme === "light" || theme === "dark") document.documentElement.style.colorScheme = theme;
  const view = document.createElement("hw-chat") as ChatView;
  let chat: Chat | null = null;
  view.desk = desk;
  view.origin = origin;
  view.closable = true;
  view.resumable = opened !== null;
  view.ticket = message.ticket;
  const keeper = opened?.keeper;
  view.waiting = opened?.kept?.held ?? [];
  view.addEventListener("hw-held", (event) => {
    keeper?.hold((event as CustomEvent<{ texts: string[] }>).detail.texts);
  });
  let kept = opened?.kept;
  view.open = () => {
    chat = new Chat(door(), { desk, relay, origin, language, keeper, kept }, realWorld(socket));
    // The next one begins anew.
    kept = null;
    return chat;
  };
  const nudge = (): void => {
    if (document.visibilityState === "visible") chat?.nudge();
  };
  addEventListener("online", nudge);
  document.addEventListener("visibilitychange", nudge);
  view.addEventListener("hw-close", () => say({ say: "hide" }));
  view.addEventListener("hw-unread", (event) => say({ say: "unread", count: (event as CustomEvent).detail.count }));
  return view;
}

function broken(code: string): void {
  const p = document.createElement("p");
  p.className = "broken";
  p.setAttribute("role", "alert");
  p.textContent = code === "tampered-asset" ? words.codes["tampered-asset"] : words.codes["load-failed"];
  document.body.replaceChildren(p);
}
