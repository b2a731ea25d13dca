import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Effect, PeerEvent } from "./door";
import { CONNECT_TIMEOUT_MS, Pump, SUBPROTOCOL } from "./pump";
import type { SocketLike, World } from "./world";

const EVENT: PeerEvent = { type: "typing", chat: 0, on: true };
const bytes = (...b: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(b);

class Socket implements SocketLike {
  static all: Socket[] = [];
  binaryType = "blob";
  onopen: SocketLike["onopen"] = null;
  onclose: SocketLike["onclose"] = null;
  onerror: SocketLike["onerror"] = null;
  onmessage: SocketLike["onmessage"] = null;
  sent: Uint8Array[] = [];
  closed = false;
  readonly url: string;
  readonly protocol: unknown;
  constructor(url: string, protocol?: string | string[]) {
    this.url = url;
    this.protocol = protocol;
    Socket.all.push(this);
  }
  send(sent: Uint8Array): void {
    this.sent.push(sent);
  }
  close(): void {
    this.closed = true;
  }
}

/** A world whose clock is moved by hand. */
function stage(chance = 1, elsewhere: readonly string[] = []) {
  Socket.all = [];
  let now = 1_000_000;
  let timers: { at: number; run: () => void }[] = [];
  const world: World = {
    WebSocket: Socket,
    now: () => now,
    random: () => chance,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((t) => t !== timer);
      };
    },
  };
  const log: string[] = [];
  const events: PeerEvent[] = [];
  const answers: Partial<Record<"opened" | "closed" | "received" | "tick", Effect[]>> = {};
  let wanted = true;
  const answer = (name: keyof typeof answers): Effect[] => {
    log.push(name);
    return answers[name] ?? [];
  };
  const pump = new Pump({
    relay: "wss://relay.example:8443/ws",
    elsewhere,
    world,
    onEvent: (event) => events.push(event),
    peer: {
      opened: (host) => {
        log.push(host);
        return answer("opened");
      },
      closed: () => answer("closed"),
      received: () => answer("received"),
      tick: () => answer("tick"),
      wantsLink: () => wanted,
    },
  });
  return {
    pump,
    log,
    events,
    answers,
    sockets: Socket.all,
    get socket(): Socket {
      const last = Socket.all.at(-1);
      assert.ok(last);
      return last;
    },
    unwanted: () => {
      wanted = false;
    },
    timers: () => timers.map((t) => t.at - now).sort((a, b) => a - b),
    advance(ms: number) {
      const until = now + ms;
      for (;;) {
        const next = timers.filter((t) => t.at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((t) => t !== next);
        now = next.at;
        next.run();
      }
      now = until;
    },
    connected() {
      pump.start();
      this.socket.onopen?.();
    },
  };
}

describe("a pump", () => {
  it("asks for the subprotocol, takes array buffers, and tells the peer the relay's authority", () => {
    const s = stage();
    s.connected();
    assert.equal(s.socket.url, "wss://relay.example:8443/ws");
    assert.equal(s.socket.protocol, SUBPROTOCOL);
    assert.equal(s.socket.binaryType, "arraybuffer");
    assert.deepEqual(s.log, ["relay.example:8443", "opened"]);
  });

  it("carries out effects in order, also those that arise while it does", () => {
    const s = stage();
    s.connected();
    const seen: string[] = [];
    const send = s.socket.send.bind(s.socket);
    s.socket.send = (b) => {
      seen.push(`send ${b[0]}`);
      if (b[0] === 1) s.pump.run([{ type: "send", bytes: bytes(3) }]);
      send(b);
    };
    s.pump.run([
      { type: "send", bytes: bytes(1) },
      { type: "send", bytes: bytes(2) },
    ]);
    assert.deepEqual(seen, ["send 1", "send 2", "send 3"]);
  });

  it("hands a binary message to the peer and its events to the screen", () => {
    const s = stage();
    s.answers.received = [{ type: "event", event: EVENT }];
    s.connected();
    s.socket.onmessage?.({ data: bytes(1, 2).buffer });
    assert.deepEqual(s.events, [EVENT]);
  });

  it("drops a socket that sends text", () => {
    const s = stage();
    s.connected();
    const { socket } = s;
    socket.onmessage?.({ data: "hello" });
    assert.ok(socket.closed);
    assert.equal(s.log.at(-1), "closed");
  });

  it("sends nothing into a socket that is not open", () => {
    const s = stage();
    s.pump.start();
    s.pump.run([{ type: "send", bytes: bytes(1) }]);
    assert.deepEqual(s.socket.sent, []);
  });

  it("retries within half a second after a drop", () => {
    const s = stage();
    s.connected();
    s.socket.onclose?.({ code: 1006 });
    assert.ok((s.timers()[0] ?? Number.POSITIVE_INFINITY) <= 500);
    s.advance(500);
    assert.equal(s.sockets.length, 2);
  });

  it("waits longer after each failure, but never longer than ten seconds", () => {
    const s = stage();
    s.pump.start();
    const waits: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      s.socket.onerror?.();
      waits.push(s.timers()[0] ?? -1);
      s.advance(10_000);
    }
    assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  it("spreads retries over the whole window", () => {
    const s = stage(0.25);
    s.pump.start();
    s.socket.onerror?.();
    assert.deepEqual(s.timers(), [125]);
  });

  it("starts from the first window again after a connection that lived", () => {
    const s = stage();
    s.pump.start();
    s.socket.onerror?.();
    s.advance(500);
    s.socket.onopen?.();
    s.advance(60_000);
    s.socket.onclose?.({ code: 1001 });
    assert.deepEqual(s.timers(), [500]);
  });

  it("goes where a relay that stops sends it, if that is a relay it knows", () => {
    const s = stage(1, ["wss://b.relay.example/ws"]);
    s.connected();
    s.socket.onclose?.({ code: 1001, reason: "draining wss://b.relay.example/ws" });
    s.advance(500);
    assert.equal(s.socket.url, "wss://b.relay.example/ws");
    s.socket.onopen?.();
    s.socket.onclose?.({ code: 1001, reason: "draining wss://relay.example:8443/ws" });
    s.advance(1000);
    assert.equal(s.socket.url, "wss://relay.example:8443/ws", "and back");
  });

  it("comes back to the same name when it is sent nowhere, or to somebody it does not know", () => {
    const sent = [
      { code: 1001, reason: "draining" },
      { code: 1001, reason: "draining wss://evil.example/ws" },
      { code: 1001, reason: "" },
      { code: 1001 },
      { code: 4003, reason: "draining wss://b.relay.example/ws" },
    ];
    for (const event of sent) {
      const s = stage(1, ["wss://b.relay.example/ws"]);
      s.connected();
      s.socket.onclose?.(event);
      s.advance(500);
      assert.equal(s.socket.url, "wss://relay.example:8443/ws", JSON.stringify(event));
    }
  });

  it("does not treat a connection that is closed at once as a good one", () => {
    const s = stage();
    s.connected();
    s.socket.onclose?.({ code: 4003 });
    s.advance(500);
    s.socket.onopen?.();
    s.socket.onclose?.({ code: 4003 });
    assert.deepEqual(s.timers(), [1000]);
  });

  it("gives up on an opening handshake that is never answered", () => {
    const s = stage();
    s.pump.start();
    const { socket } = s;
    s.advance(CONNECT_TIMEOUT_MS);
    assert.ok(socket.closed);
    s.advance(500);
    assert.equal(s.sockets.length, 2);
  });

  it("does not listen to a socket it has dropped", () => {
    const s = stage();
    s.connected();
    const { socket } = s;
    const late = socket.onmessage;
    socket.onclose?.({ code: 1006 });
    s.log.length = 0;
    late?.({ data: bytes(1).buffer });
    assert.equal(socket.onmessage, null);
    assert.deepEqual(s.log, []);
  });

  it("connects at once when it is nudged while it waits", () => {
    const s = stage();
    s.pump.start();
    for (let i = 0; i < 5; i += 1) {
      s.socket.onerror?.();
      s.advance(i < 4 ? 10_000 : 0);
    }
    const before = s.sockets.length;
    s.pump.nudge();
    assert.equal(s.sockets.length, before + 1);
    assert.deepEqual(s.timers(), [CONNECT_TIMEOUT_MS]);
  });

  it("lets an open peer look at the clock when it is nudged", () => {
    const s = stage();
    s.connected();
    s.pump.nudge();
    assert.equal(s.log.at(-1), "tick");
    assert.equal(s.sockets.length, 1);
  });

  it("ticks at the time of the last wake, once", () => {
    const s = stage();
    s.connected();
    s.pump.run([
      { type: "wake", at: 1_000_000 + 5_000 },
      { type: "wake", at: 1_000_000 + 9_000 },
    ]);
    s.advance(8_999);
    assert.ok(!s.log.includes("tick"));
    s.advance(60_000);
    assert.equal(s.log.filter((l) => l === "tick").length, 1);
  });

  it("reconnects after a drop that the peer asked for, without telling the peer", () => {
    const s = stage();
    s.connected();
    const { socket } = s;
    s.pump.run([{ type: "drop", reason: "relay-silent" }]);
    assert.ok(socket.closed);
    assert.ok(!s.log.includes("closed"));
    s.advance(500);
    assert.equal(s.sockets.length, 2);
  });

  it("never comes back after the peer has closed, but still tells what followed", () => {
    const s = stage();
    s.connected();
    const { socket } = s;
    s.pump.run([
      { type: "send", bytes: bytes(9) },
      { type: "close", reason: "ended" },
      { type: "event", event: EVENT },
    ]);
    assert.deepEqual(socket.sent, [bytes(9)]);
    assert.ok(socket.closed);
    assert.deepEqual(s.events, [EVENT]);
    s.pump.nudge();
    s.pump.start();
    s.advance(100_000);
    assert.equal(s.sockets.length, 1);
  });

  it("does not come back to a peer that wants no link any more", () => {
    const s = stage();
    s.connected();
    s.unwanted();
    s.socket.onclose?.({ code: 4003 });
    s.advance(100_000);
    assert.equal(s.sockets.length, 1);
  });

  it("leaves no timer behind when it is stopped", () => {
    const s = stage();
    s.connected();
    s.pump.run([{ type: "wake", at: 2_000_000 }]);
    s.pump.stop();
    assert.deepEqual(s.timers(), []);
    assert.ok(s.socket.closed);
  });
});
