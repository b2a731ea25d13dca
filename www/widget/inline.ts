// `<hushwire-chat desk="hw1…" relay="wss://…/ws">`: the chat as an element of the page itself.
//
// Not isolated: every script of the page can read what is typed and shown. For integrators whose page is all their own;
// everybody else uses the script tag.

import "./define";
import { Chat } from "../client/chat";
import { codeOf } from "../client/errors";
import { door, init } from "../client/glue";
import { realWorld } from "../client/world";
import { type ChatCatalog, sentence, speakEnglish, speakIn } from "../ui/strings";
import { directionOf } from "../ui/strings/catalog";
import { pick, type Tongue } from "../ui/strings/pick";
import { tokens } from "../ui/tokens";
import { catalogOf, wasmBytes } from "./assets";
import type { ChatView } from "./chat-view";

const box = new CSSStyleSheet();
box.replaceSync(
  ":host{display:block;block-size:40rem;max-block-size:100%}:host([hidden]){display:none}p{padding:1rem}",
);

/**
 * The chat inside the page, without isolation.
 *
 * @element hushwire-chat
 * @attr desk - the desk's fingerprint, `hw1…`; changing it begins a new chat
 * @attr relay - the relay's address; changing it begins a new chat
 * @attr lang - the language of the chat, and what the technician is told to expect; default: the page's
 * @fires hw-unread - the number of unseen messages changed; `detail.count`
 * @cssprop --hushwire-accent - buttons, own marks
 * @cssprop --hushwire-on-accent - what stands on the accent
 */
export class HushwireChat extends HTMLElement {
  static readonly observedAttributes = ["desk", "relay"];

  readonly #root = this.attachShadow({ mode: "open" });
  #chat: Chat | null = null;
  #run = 0;

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = tokens.styleSheet ? [tokens.styleSheet, box] : [box];
    document.addEventListener("visibilitychange", this.#look);
    addEventListener("online", this.#look);
    this.#begin();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.#look);
    removeEventListener("online", this.#look);
    this.#run += 1;
    this.#root.replaceChildren();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#begin();
  }

  #look = (): void => {
    const view = this.#root.querySelector<ChatView>("hw-chat");
    const visible = document.visibilityState === "visible";
    if (view !== null) view.active = visible;
    if (visible) this.#chat?.nudge();
  };

  #begin(): void {
    this.#run += 1;
    const run = this.#run;
    const desk = this.getAttribute("desk");
    const relay = this.getAttribute("relay");
    this.#root.replaceChildren();
    if (desk === null || relay === null) return;
    this.#speak()
      .then(() => init(() => wasmBytes(import.meta.url)))
      .then(
        () => {
          if (run === this.#run) this.#show(desk, new URL(relay, location.href));
        },
        (error: unknown) => {
          const p = document.createElement("p");
          p.setAttribute("role", "alert");
          p.textContent = sentence(codeOf(error));
          if (run === this.#run) this.#root.replaceChildren(p);
        },
      );
  }

  /** The words of the page's language. Two elements on one page speak the same. */
  async #speak(): Promise<void> {
    const wishes = [this.lang, document.documentElement.lang, ...navigator.languages];
    const tongue: Tongue = pick(wishes, { en: 0, ...HUSHWIRE_CHAT_WORDS });
    const asset = HUSHWIRE_CHAT_WORDS[tongue];
    if (asset === undefined) speakEnglish();
    else speakIn(tongue, await catalogOf<ChatCatalog>(asset, import.meta.url));
    this.#root.host.setAttribute("dir", directionOf(tongue));
  }

  #show(desk: string, relay: URL): void {
    relay.protocol = relay.protocol.replace(/^http/, "ws");
    const view = document.createElement("hw-chat") as ChatView;
    const language = this.lang || document.documentElement.lang || navigator.language;
    view.desk = desk;
    view.origin = location.origin;
    view.open = () => {
      this.#chat = new Chat(door(), { desk, relay: relay.href, origin: location.origin, language }, realWorld());
      return this.#chat;
    };
    view.addEventListener("hw-unread", (event) => {
      this.dispatchEvent(new CustomEvent("hw-unread", { detail: (event as CustomEvent).detail }));
    });
    this.#root.replaceChildren(view);
    this.#look();
  }
}

if (customElements.get("hushwire-chat") === undefined) customElements.define("hushwire-chat", HushwireChat);
