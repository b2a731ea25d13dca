// Typed listeners for the events of a peer.

import type { EventOf, PeerEvent } from "./door";

/** Called with one kind of event. */
export type Listener<T extends PeerEvent["type"]> = (event: EventOf<T>) => void;

/** Hands events to those who asked for their kind, in the order they asked. */
export class Listeners {
  readonly #byType = new Map<string, Set<(event: never) => void>>();
  readonly #any = new Set<(event: PeerEvent) => void>();

  /** Listens to one kind of event; the answer stops listening. */
  on<T extends PeerEvent["type"]>(type: T, listener: Listener<T>): () => void {
    const set = this.#byType.get(type) ?? new Set();
    this.#byType.set(type, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Listens to everything; the answer stops listening. */
  onAny(listener: (event: PeerEvent) => void): () => void {
    this.#any.add(listener);
    return () => this.#any.delete(listener);
  }

  /** Tells them. */
  tell(event: PeerEvent): void {
    for (const listener of [...this.#any]) listener(event);
    for (const listener of [...(this.#byType.get(event.type) ?? [])]) listener(event as never);
  }
}
