// One scene on a page: `stories.html?scene=chat-open&theme=dark&lang=ar`. Without a scene: the list.

import "../define";
import "../../console/define";
import "../../widget/define";
import { Chat } from "../../client/chat";
import { Desk } from "../../client/desk";
import type { EventOf, PeerEvent } from "../../client/door";
import type { ConsoleView } from "../../console/console-view";
import type { Pane } from "../../console/pane";
import type { ChatView } from "../../widget/chat-view";
import type { Composer } from "../elements/composer";
import { directionOf } from "../strings/catalog";
import { speakAtTheDesk } from "../strings/desk";
import { languages } from "../strings/languages";
import { pick } from "../strings/pick";
import { tokens } from "../tokens";
import { CHAT, FINGERPRINT, MARA, type Scene, scenes } from "./scenes";
import { message, NOON, standIn, stillWorld } from "./stand-in";

const page = new CSSStyleSheet();
page.replaceSync(`
  html, body { block-size: 100%; margin: 0; background: var(--hw-canvas); color: var(--hw-ink); font-family: var(--hw-font); }
  hw-console, hw-enrol { block-size: 100%; }
  hw-chat { block-size: 100%; }
  @media (min-width: 600px) {
    hw-chat { position: fixed; inset-inline-end: 24px; inset-block-end: 24px; inline-size: 400px;
      block-size: min(640px, calc(100% - 48px)); border-radius: 20px; box-shadow: var(--hw-shadow-tall); }
  }
  ol { columns: 3; padding: 2rem; } a { color: var(--hw-accent); }
`);
if (tokens.styleSheet) document.adoptedStyleSheets.push(tokens.styleSheet);
document.adoptedStyleSheets.push(page);

const query = new URLSearchParams(location.search);
const theme = query.get("theme");
if (theme) document.documentElement.style.colorScheme = theme;
const tongue = pick([query.get("lang") ?? ""], { en: 0, ...languages });
speakAtTheDesk(tongue, tongue === "en" ? null : languages[tongue]);
document.documentElement.lang = tongue;
document.documentElement.dir = directionOf(tongue);
if (query.has("rush")) Object.assign(globalThis, { rush: rush() });
const scene = scenes[query.get("scene") ?? ""];
if (query.has("rush")) document.title = "rush";
else if (scene === undefined) list();
else await play(scene);
document.documentElement.dataset.ready = "";

function list(): void {
  const ol = document.createElement("ol");
  for (const name of Object.keys(scenes)) {
    const a = document.createElement("a");
    a.href = `?scene=${name}`;
    a.append(name);
    const li = document.createElement("li");
    li.append(a);
    ol.append(li);
  }
  document.body.append(ol);
}

async function play(scene: Scene): Promise<void> {
  if (scene.direction) document.documentElement.dir = scene.direction;
  if (scene.screen === "chat") await playChat(scene);
  else if (scene.screen === "console") await playConsole(scene);
  else {
    const enrol = document.createElement("hw-enrol");
    enrol.setAttribute("code", scene.code ?? "");
    document.body.append(enrol);
  }
}

async function playChat(scene: Scene): Promise<void> {
  const view = document.createElement("hw-chat") as ChatView;
  const door = standIn(scene.events, MARA);
  view.desk = FINGERPRINT;
  view.origin = "https://lumen-oak.example";
  view.active = true;
  view.closable = true;
  view.open = () =>
    new Chat(door, { desk: FINGERPRINT, relay: "wss://relay.example/ws", origin: "https://shop.example" }, stillWorld);
  document.body.append(view);
  await settled(view);
  const composer = (): Composer | null => view.renderRoot.querySelector("hw-composer");
  for (const text of scene.says ?? []) {
    composer()?.dispatchEvent(new CustomEvent("hw-send", { detail: { text } }));
    await settled(view);
  }
  await write(composer(), scene);
  for (const selector of scene.clicks ?? []) {
    deep(view.renderRoot, selector)?.click();
    await settled(view);
  }
}

/** `a >> b`: b in the shadow root of a. */
function deep(root: ParentNode, selector: string): HTMLElement | null {
  const [first = "", ...rest] = selector.split(" >> ");
  const found = root.querySelector<HTMLElement>(first);
  return rest.length === 0 || !found?.shadowRoot ? found : deep(found.shadowRoot, rest.join(" >> "));
}

/** Ten customers who write five messages a second, for `rush.mjs` to look at the time that takes. */
function rush(): () => void {
  const chats = Array.from({ length: 10 }, (_, i) => i + 1);
  const news: PeerEvent[] = [];
  const door = standIn(
    [
      { type: "link", state: "attached", code: "" },
      ...chats.map((chat): PeerEvent => ({ ...(CHAT as EventOf<"chat">), chat })),
    ],
    MARA,
    () => news.splice(0),
  );
  const view = document.createElement("hw-console") as ConsoleView;
  const desk = new Desk(door, { enrolment: "hwenrol1", relay: "wss://relay.example/ws" }, stillWorld);
  view.desk = desk;
  view.active = true;
  document.body.append(view);
  let count = 0;
  return () => {
    const chat = (count % chats.length) + 1;
    count += 1;
    const text = `Message ${count}: **it** was [card ••1111], see https://lumen-oak.example/help/${count}, please.`;
    news.push(message(chat, "peer", Math.ceil(count / chats.length), 0, text));
    desk.nudge();
  };
}

async function playConsole(scene: Scene): Promise<void> {
  const view = document.createElement("hw-console") as ConsoleView;
  const door = standIn(scene.events, { ...MARA, ...scene.who });
  view.desk = new Desk(door, { enrolment: "hwenrol1", relay: "wss://relay.example/ws" }, stillWorld);
  view.now = () => NOON;
  view.active = true;
  document.body.append(view);
  await settled(view);
  for (const selector of scene.clicks ?? []) {
    const pane = view.renderRoot.querySelector<Pane>("hw-pane");
    if (selector.includes(" >> ")) deep(view.renderRoot, selector)?.click();
    else if (selector.startsWith("hw-")) pane?.dispatchEvent(new CustomEvent(selector));
    else view.renderRoot.querySelector<HTMLElement>(selector)?.click();
    await settled(view);
  }
  const pane = view.renderRoot.querySelector<Pane>("hw-pane");
  await write(pane?.renderRoot.querySelector<Composer>("hw-desk-composer") ?? null, scene);
}

async function write(composer: Composer | null, scene: Scene): Promise<void> {
  if (composer === null || scene.writes === undefined) return;
  composer.value = scene.writes;
  composer.focus();
  await composer.updateComplete;
}

async function settled(view: { updateComplete: Promise<boolean> }): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 30));
  await view.updateComplete;
}
