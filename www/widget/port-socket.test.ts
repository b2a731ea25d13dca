import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FrameSays } from "./port";
import { socketsOver } from "./port-socket";

function stage() {
  const said: FrameSays[] = [];
  const port = { postMessage: (message: FrameSays) => void said.push(message) } as unknown as MessagePort;
  return { said, ...socketsOver(port) };
}

describe("a socket over a port", () => {
  it("never tells the loader where to connect", () => {
    const { WebSocket, said } = stage();
    new WebSocket("wss://evil.example/ws", "hushwire.1");
    assert.deepEqual(said, [{ say: "connect", socket: 1 }]);
  });

  it("sends a copy, so that the peer's own memory stays where it is", () => {
    const { WebSocket, said } = stage();
    const socket = new WebSocket("");
    const memory = new Uint8Array([0, 1, 2, 3]);
    socket.send(memory.subarray(1, 3));
    const sent = said.at(-1);
    assert.ok(sent?.say === "send");
    assert.deepEqual(new Uint8Array(sent.bytes), new Uint8Array([1, 2]));
    assert.equal(memory.byteLength, 4);
  });

  it("hears only about itself, not about a socket before it", () => {
    const { WebSocket, hear } = stage();
    const heard: string[] = [];
    const first = new WebSocket("");
    first.onmessage = () => heard.push("first");
    first.close();
    const second = new WebSocket("");
    second.onmessage = () => heard.push("second");
    second.onopen = () => heard.push("open");
    hear({ say: "bytes", socket: 1, bytes: new ArrayBuffer(1) });
    hear({ say: "open", socket: 2 });
    hear({ say: "bytes", socket: 2, bytes: new ArrayBuffer(1) });
    assert.deepEqual(heard, ["open", "second"]);
  });

  it("is closed once", () => {
    const { WebSocket, hear } = stage();
    const codes: number[] = [];
    const socket = new WebSocket("");
    socket.onclose = ({ code }) => codes.push(code);
    hear({ say: "closed", socket: 1, code: 1006 });
    hear({ say: "closed", socket: 1, code: 1006 });
    assert.deepEqual(codes, [1006]);
  });
});
