// A WebSocket that stands on the other side of a MessagePort: a sandboxed frame's own would send `Origin: null`.

import type { SocketConstructor, SocketLike } from "../client/world";
import type { FrameSays, LoaderSays } from "./port";

/** The sockets of one port. Only the newest is alive; what the loader says about older ones is dropped. */
export function socketsOver(port: MessagePort): { WebSocket: SocketConstructor; hear(message: LoaderSays): void } {
  let newest = 0;
  let current: PortSocket | null = null;
  const say = (message: FrameSays, transfer: Transferable[] = []): void => port.postMessage(message, transfer);

  class PortSocket implements SocketLike {
    binaryType = "arraybuffer";
    onopen: SocketLike["onopen"] = null;
    onclose: SocketLike["onclose"] = null;
    onerror: SocketLike["onerror"] = null;
    onmessage: SocketLike["onmessage"] = null;
    readonly id: number;

    constructor() {
      newest += 1;
      this.id = newest;
      current = this;
      say({ say: "connect", socket: this.id });
    }

    send(bytes: Uint8Array): void {
      // A copy: the bytes may lie in the wasm module's memory.
      const copy = bytes.slice().buffer;
      say({ say: "send", socket: this.id, bytes: copy }, [copy]);
    }

    close(code = 1000): void {
      if (current === this) current = null;
      say({ say: "close", socket: this.id, code });
    }
  }

  return {
    WebSocket: PortSocket,
    hear(message) {
      if (!("socket" in message) || message.socket !== current?.id) return;
      if (message.say === "open") current.onopen?.();
      else if (message.say === "bytes") current.onmessage?.({ data: message.bytes });
      else if (message.say === "closed") {
        const closed = current;
        current = null;
        closed.onclose?.({ code: message.code });
      }
    },
  };
}
