// Carries bytes and time into a peer, and its effects out. Decides nothing but when to reconnect.

import { Backoff } from "./backoff";
import type { DoorPeer, Effect, PeerEvent } from "./door";
import type { Cancel, SocketLike, World } from "./world";

/** The WebSocket subprotocol of this version of the relay's protocol. */
export const SUBPROTOCOL = "hushwire.1";
/** RFC 6455, section 7.4.1: the other end is going away. */
const STOPPING = 1001;
/** What stands before the place to go, in the reason of that. */
const DRAINING = "draining ";
/** A relay that has not answered the opening handshake by then is tried again. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** What a pump needs to know. */
export interface PumpOptions {
  /** The peer whose effects are carried out. */
  peer: Omit<DoorPeer, "free">;
  /** The relay, `wss://…/ws`. */
  relay: string;
  /** Other relays of the same desk. One that stops may send the client to one of these, and nowhere else. */
  elsewhere?: readonly string[] | undefined;
  world: World;
  /** Called after the peer has changed and before anything of it is sent: what is not kept by then may be sent twice. */
  beforeSending?(): void;
  /** Called for every event, in order, never from inside the peer. */
  onEvent(event: PeerEvent): void;
}

/** Owns the socket and the timers of one peer. */
export class Pump {
  readonly #options: PumpOptions;
  #relay: string;
  readonly #backoff: Backoff;
  readonly #pending: Effect[] = [];
  #draining = false;
  #stopped = false;
  #socket: SocketLike | null = null;
  #openSince: number | null = null;
  #cancelRetry: Cancel | null = null;
  #cancelTimeout: Cancel | null = null;
  #cancelWake: Cancel | null = null;

  constructor(options: PumpOptions) {
    this.#options = options;
    this.#relay = options.relay;
    this.#backoff = new Backoff(options.world.random);
  }

  /** Connects. Does nothing while connected, connecting, or after `stop`. */
  start(): void {
    if (this.#stopped || this.#socket !== null) return;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#connect();
  }

  /** The network or the page came back: retry now instead of at the end of the backoff, and let an open peer look at the clock. */
  nudge(): void {
    if (this.#stopped) return;
    if (this.#socket === null) {
      this.#backoff.reset();
      this.start();
    } else if (this.#openSince !== null) {
      this.run(this.#options.peer.tick(this.#options.world.now()));
    }
  }

  /** Closes for good. The peer is not told: it is being dropped. */
  stop(): void {
    this.#pending.length = 0;
    this.#hangUp();
  }

  /** Carries out effects in order. Effects that arise while one is carried out wait for their turn. */
  run(effects: Effect[]): void {
    if (effects.some((effect) => effect.type === "send" || effect.type === "close")) this.#options.beforeSending?.();
    this.#pending.push(...effects);
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let effect = this.#pending.shift(); effect !== undefined; effect = this.#pending.shift()) {
        this.#carryOut(effect);
      }
    } finally {
      this.#draining = false;
    }
  }

  #carryOut(effect: Effect): void {
    switch (effect.type) {
      case "send":
        // Not open: the peer keeps what is not acknowledged and sends it again after `opened`.
        if (this.#openSince !== null) this.#socket?.send(effect.bytes);
        return;
      case "wake":
        this.#wakeAt(effect.at);
        return;
      case "close":
        // Events that follow in the same answer still reach the screen.
        this.#hangUp();
        return;
      case "drop":
        // The peer knows: it asked for it.
        if (this.#socket !== null) this.#retryAfter(this.#socket);
        return;
      case "event":
        this.#options.onEvent(effect.event);
        return;
    }
  }

  #wakeAt(at: number): void {
    const { peer, world } = this.#options;
    this.#cancelWake?.();
    if (this.#stopped) return;
    this.#cancelWake = world.after(at - world.now(), () => {
      this.#cancelWake = null;
      // A timer that was clamped or that a sleeping laptop fired late: the peer looks at the clock itself.
      this.run(peer.tick(world.now()));
    });
  }

  #connect(): void {
    const { peer, world } = this.#options;
    const host = new URL(this.#relay).host;
    const socket = new world.WebSocket(this.#relay, SUBPROTOCOL);
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    this.#cancelTimeout = world.after(CONNECT_TIMEOUT_MS, () => this.#lost(socket));
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#cancelTimeout?.();
      this.#openSince = world.now();
      this.run(peer.opened(host, world.now()));
    };
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return;
      const bytes = bytesOf(data);
      // The relay speaks binary only; a text message is not ours to guess at.
      if (bytes === null) this.#lost(socket);
      else this.run(peer.received(bytes, world.now()));
    };
    socket.onerror = () => this.#lost(socket);
    socket.onclose = ({ code, reason }) => {
      if (socket === this.#socket && code === STOPPING) this.#move(reason ?? "");
      this.#lost(socket);
    };
  }

  /** A relay that stops may say where to go. It is believed only if the caller has named that relay before: a relay could
   * otherwise show a customer's address to whom it likes. */
  #move(reason: string): void {
    const url = reason.startsWith(DRAINING) ? reason.slice(DRAINING.length) : "";
    const { relay, elsewhere = [] } = this.#options;
    if (url === relay || elsewhere.includes(url)) this.#relay = url;
  }

  #lost(socket: SocketLike): void {
    if (socket !== this.#socket) return;
    const { peer, world } = this.#options;
    const wasOpen = this.#openSince !== null;
    this.#retryAfter(socket);
    if (wasOpen) this.run(peer.closed(world.now()));
  }

  /** Drops this socket and opens another one later, if the peer still wants one by then. */
  #retryAfter(socket: SocketLike): void {
    if (socket !== this.#socket) return;
    const { peer, world } = this.#options;
    this.#backoff.livedFor(this.#openSince === null ? 0 : world.now() - this.#openSince);
    this.#dropSocket(1000);
    if (this.#stopped) return;
    this.#cancelRetry = world.after(this.#backoff.next(), () => {
      this.#cancelRetry = null;
      if (peer.wantsLink()) this.start();
    });
  }

  #hangUp(): void {
    this.#stopped = true;
    this.#cancelRetry?.();
    this.#cancelTimeout?.();
    this.#cancelWake?.();
    this.#dropSocket(1000);
  }

  #dropSocket(code: number): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#openSince = null;
    this.#cancelTimeout?.();
    this.#cancelTimeout = null;
    if (socket === null) return;
    socket.onopen = socket.onclose = socket.onmessage = null;
    // Node's `ws` throws an unhandled error if a connecting socket is closed without a listener.
    socket.onerror = () => {};
    socket.close(code);
  }
}

function bytesOf(data: unknown): Uint8Array | null {
  if (data instanceof Uint8Array) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return null;
}
