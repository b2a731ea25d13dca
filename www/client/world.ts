// The world a pump lives in: socket, clock, timers, chance. All of it an argument, so tests need neither network nor patience.

import { HushError } from "./errors";

/** The part of `WebSocket` that is used. */
export interface SocketLike {
  binaryType: string;
  onopen: (() => void) | null;
  onclose: ((event: { code: number; reason?: string }) => void) | null;
  onerror: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  send(bytes: Uint8Array): void;
  close(code?: number, reason?: string): void;
}

/** The browser's `WebSocket`, one of a package, or a port to a socket somewhere else. */
export type SocketConstructor = new (url: string, protocols?: string | string[]) => SocketLike;

/** Takes back what `World.after` promised. */
export type Cancel = () => void;

/** Everything outside that a pump touches. */
export interface World {
  WebSocket: SocketConstructor;
  /** Milliseconds since 1970. */
  now(): number;
  /** 0 ≤ x < 1; only for spreading reconnects, never for secrets. */
  random(): number;
  /** Runs once, `ms` from now, unless cancelled. */
  after(ms: number, run: () => void): Cancel;
}

/** `setTimeout` fires at once when it is asked for more than this. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The real world; `socket` defaults to the platform's own. */
export function realWorld(socket?: SocketConstructor): World {
  const WebSocket = socket ?? (globalThis as { WebSocket?: SocketConstructor }).WebSocket;
  if (WebSocket === undefined) {
    throw new HushError("no-websocket", "This platform has no WebSocket; pass one in the option `WebSocket`.");
  }
  return {
    WebSocket,
    now: () => Date.now(),
    random: () => Math.random(),
    after(ms, run) {
      const timer = setTimeout(run, Math.min(Math.max(0, ms), LONGEST_TIMEOUT_MS));
      return () => clearTimeout(timer);
    },
  };
}
