// A technician's desk: many chats over one socket.

import type { Door, DoorConsole, Effect, Finding, Form, Identity, InviteKind, PeerEvent, Reference } from "./door";
import { HushError } from "./errors";
import { door, init, type WasmSource } from "./glue";
import { type Listener, Listeners } from "./listeners";
import { Pump } from "./pump";
import { realWorld, type SocketConstructor, type World } from "./world";

/** What `Desk.attach` needs. */
export interface AttachOptions {
  /** The technician's enrolment, `hwenrol1…`: a secret. */
  enrolment: string;
  /** The relay, `wss://…/ws`. */
  relay: string;
  /** Default: the platform's own. */
  WebSocket?: SocketConstructor;
  /** Where the wasm module is, if the package's own place does not suit. */
  wasm?: WasmSource;
}

/** The technician's end: the queue of a desk, and the chats claimed from it. */
export class Desk {
  /** Who this end speaks as. */
  readonly identity: Identity;
  readonly #console: DoorConsole;
  readonly #pump: Pump;
  readonly #world: World;
  readonly #listeners = new Listeners();
  #freed = false;

  constructor(wasm: Pick<Door, "Console">, options: AttachOptions, world: World) {
    this.#world = world;
    this.#console = new wasm.Console(options.enrolment, world.now());
    this.identity = this.#console.identity();
    this.#pump = new Pump({
      peer: this.#console,
      relay: options.relay,
      world,
      onEvent: (event) => this.#listeners.tell(event),
    });
    this.#pump.start();
  }

  /** Attaches to the queue of the desk that the enrolment belongs to. */
  static async attach(options: AttachOptions): Promise<Desk> {
    await init(options.wasm);
    return new Desk(door(), options, realWorld(options.WebSocket));
  }

  /** Listens to one kind of event; the answer stops listening. */
  on<T extends PeerEvent["type"]>(type: T, listener: Listener<T>): () => void {
    return this.#listeners.on(type, listener);
  }

  /** Listens to every event; the answer stops listening. */
  onAny(listener: (event: PeerEvent) => void): () => void {
    return this.#listeners.onAny(listener);
  }

  /** Takes a waiting customer. */
  claim(knock: number): void {
    this.#do((console, now) => console.claim(knock, now));
  }

  /** Opens an invite for so many seconds. Its words come once, as "invited"; "uninvited" says what became of it. */
  invite(kind: InviteKind, seconds: number): void {
    this.#do((console, now) => console.invite(kind, seconds, now));
  }

  /** Takes an invite back. */
  withdraw(invite: number): void {
    this.#do((console, now) => console.withdraw(invite, now));
  }

  /** What the masker finds in a text to this customer. */
  scan(chat: number, text: string): Finding[] {
    return this.#freed ? [] : this.#console.scan(chat, text);
  }

  /** Masks, then sends. */
  send(chat: number, text: string): void {
    this.#do((console, now) => console.send(chat, text, now));
  }

  /** An own message should read otherwise. Masked like any text. */
  edit(chat: number, id: number, text: string): void {
    this.#do((console, now) => console.edit(chat, id, text, now));
  }

  /** Takes an own message back. */
  remove(chat: number, id: number): void {
    this.#do((console, now) => console.remove(chat, id, now));
  }

  /** Masks, then sends a text that answers a message. */
  reply(chat: number, to: Reference, text: string): void {
    this.#do((console, now) => console.reply(chat, to.from, to.id, text, now));
  }

  /** Asks the customer for the value behind a placeholder, as it stands in a message. */
  askValue(chat: number, placeholder: string): void {
    this.#do((console, now) => console.askValue(chat, placeholder, now));
  }

  /** Opens a small secure form at the customer's end. */
  askForm(chat: number, form: Form, note: string): void {
    this.#do((console, now) => console.askForm(chat, form, note, now));
  }

  /** Takes a revealed value off the screen before its time. */
  hide(chat: number, ask: number): void {
    this.#do((console, now) => console.hide(chat, ask, now));
  }

  /** Tells the customer that the technician types, or stopped. */
  typing(chat: number, on: boolean): void {
    this.#do((console, now) => console.typing(chat, on, now));
  }

  /** The customer's messages up to this id have been on the screen. */
  read(chat: number, upto: number): void {
    this.#do((console, now) => console.read(chat, upto, now));
  }

  /** Ends a chat and erases it on both ends. */
  end(chat: number): void {
    this.#do((console, now) => console.end(chat, now));
  }

  /** The network or the page came back: do not wait for the backoff. */
  nudge(): void {
    if (!this.#freed) this.#pump.nudge();
  }

  /** Detaches and drops everything at once, keys included. */
  stop(): void {
    if (this.#freed) return;
    this.#pump.stop();
    this.#freed = true;
    this.#console.free();
  }

  #do(act: (console: DoorConsole, now: number) => Effect[]): void {
    if (this.#freed) throw new HushError("not-open", "This desk has been stopped.");
    this.#pump.run(act(this.#console, this.#world.now()));
  }
}
