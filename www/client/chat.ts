// A customer's chat: the wasm peer, its pump, and methods that do not need a clock.

import type { CustomerState, Door, DoorCustomer, Effect, EventOf, Finding, PeerEvent, Reference } from "./door";
import { HushError } from "./errors";
import { door, init, type WasmSource } from "./glue";
import { type Listener, Listeners } from "./listeners";
import { Pump } from "./pump";
import { realWorld, type SocketConstructor, type World } from "./world";

/** What `connect` needs. */
export interface ConnectOptions {
  /** The desk's fingerprint, `hw1…`. Whoever shows another one is refused. */
  desk: string;
  /** The relay, `wss://…/ws`. */
  relay: string;
  /** The site's origin as the technician sees it and as the desk's manifest must allow it. In a browser: the page's own. */
  origin?: string;
  /** BCP 47; tells the technician which language to expect. */
  language?: string;
  /** `now`: knock at once. `later`: only look whether somebody is there, until `start()`. */
  knock?: "now" | "later";
  /** Default: the platform's own. */
  WebSocket?: SocketConstructor;
  /** Where the wasm module is, if the package's own place does not suit. */
  wasm?: WasmSource;
}

/** Opens a chat with a desk. Resolves when the peer runs; `whenOpen()` tells when the desk has proven itself. */
export async function connect(options: ConnectOptions): Promise<Chat> {
  await init(options.wasm);
  const chat = new Chat(door(), options, realWorld(options.WebSocket));
  if (options.knock !== "later") chat.start();
  return chat;
}

/** The customer's end of one conversation. Ends with `end()` or `stop()`; cannot be reopened. */
export class Chat {
  readonly #customer: DoorCustomer;
  readonly #pump: Pump;
  readonly #world: World;
  readonly #listeners = new Listeners();
  #verified: EventOf<"verified"> | null = null;
  /** Why it is over: a refusal's code, or "ended". */
  #over: string | null = null;
  #freed = false;

  constructor(wasm: Pick<Door, "Customer">, options: ConnectOptions, world: World) {
    this.#world = world;
    const where = (globalThis as { location?: { origin: string } }).location?.origin;
    const origin = options.origin ?? where;
    if (origin === undefined) {
      throw new HushError("no-origin", "Outside a web page, the option `origin` must name the site.");
    }
    this.#customer = new wasm.Customer({
      desk: options.desk,
      origin,
      language: options.language ?? "en",
      now: world.now(),
    });
    this.#pump = new Pump({
      peer: this.#customer,
      relay: options.relay,
      world,
      onEvent: (event) => this.#took(event),
    });
    this.#pump.start();
  }

  /** Listens to one kind of event; the answer stops listening. */
  on<T extends PeerEvent["type"]>(type: T, listener: Listener<T>): () => void {
    return this.#listeners.on(type, listener);
  }

  /** Listens to every event; the answer stops listening. */
  onAny(listener: (event: PeerEvent) => void): () => void {
    return this.#listeners.onAny(listener);
  }

  /** Where the chat stands. */
  get state(): CustomerState {
    return this.#freed ? "ended" : this.#customer.state();
  }

  /** Resolves once the desk is verified and the channel is open; rejects with the code of a refusal or "ended". */
  whenOpen(): Promise<EventOf<"verified">> {
    return new Promise((resolve, reject) => {
      const settle = (): boolean => {
        if (this.#over !== null) reject(new HushError(this.#over, "The chat did not open."));
        else if (this.#verified !== null && this.state === "open") resolve(this.#verified);
        else return false;
        return true;
      };
      if (settle()) return;
      const off = this.onAny(() => {
        if (settle()) off();
      });
    });
  }

  /** Asks the desk for a technician. */
  start(): void {
    this.#do((customer, now) => customer.start(now));
  }

  /**
   * Brings a PIN as typed, or the fragment of a link, to the technician who gave it out, past the queue. What is wrong with
   * it comes as "refused"; after "unknown-invite", "bad-pin", "bad-link" and "expired-invite" another can be brought.
   */
  redeem(ticket: string): void {
    this.#do((customer, now) => customer.redeem(ticket, now));
  }

  /** What the masker finds in a text under this desk's policy. */
  scan(text: string): Finding[] {
    return this.#freed ? [] : this.#customer.scan(text);
  }

  /** Masks, then sends. What was sent comes back as a "message" from "me"; a policy may say "blocked" instead. */
  send(text: string): void {
    this.#do((customer, now) => customer.send(text, now));
  }

  /** An own message should read otherwise. Masked like any text. */
  edit(id: number, text: string): void {
    this.#do((customer, now) => customer.edit(id, text, now));
  }

  /** Takes an own message back. */
  remove(id: number): void {
    this.#do((customer, now) => customer.remove(id, now));
  }

  /** Masks, then sends a text that answers a message. */
  reply(to: Reference, text: string): void {
    this.#do((customer, now) => customer.reply(to.from, to.id, text, now));
  }

  /** Gives the technician the value behind the placeholder that was asked for: once, for half a minute. */
  approve(ask: number): void {
    this.#do((customer, now) => customer.approve(ask, now));
  }

  /** Gives the technician what a form asks for, as typed: once, for half a minute. */
  fill(ask: number, value: string): void {
    this.#do((customer, now) => customer.fill(ask, value, now));
  }

  /** Says no to a technician's question. */
  decline(ask: number): void {
    this.#do((customer, now) => customer.decline(ask, now));
  }

  /** Says how it was: 1 to 5, and a sentence or nothing. */
  rate(stars: number, comment: string): void {
    this.#do((customer, now) => customer.rate(stars, comment, now));
  }

  /** Tells the technician that somebody types, or stopped. */
  typing(on: boolean): void {
    this.#do((customer, now) => customer.typing(on, now));
  }

  /** The technician's messages up to this id have been on the screen. */
  read(upto: number): void {
    this.#do((customer, now) => customer.read(upto, now));
  }

  /** Ends the chat and erases it on both ends. */
  end(): void {
    this.#do((customer, now) => customer.end(now));
  }

  /** The network or the page came back: do not wait for the backoff. */
  nudge(): void {
    if (!this.#freed) this.#pump.nudge();
  }

  /** Drops everything at once, keys included, without telling the other end. */
  stop(): void {
    if (this.#freed) return;
    this.#pump.stop();
    this.#freed = true;
    this.#over ??= "ended";
    this.#customer.free();
  }

  #took(event: PeerEvent): void {
    if (event.type === "verified") this.#verified = event;
    if (event.type === "ended") this.#over ??= "ended";
    // Some refusals are of one request; only those that the peer does not come back from are the end.
    if (event.type === "refused" && this.state === "refused") this.#over ??= event.code;
    this.#listeners.tell(event);
  }

  #do(act: (customer: DoorCustomer, now: number) => Effect[]): void {
    if (this.#freed) throw new HushError("not-open", "This chat has been stopped.");
    this.#pump.run(act(this.#customer, this.#world.now()));
  }
}
