// The recorder is what other tests believe; here it is shown that it sees, passes on and can cut.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import test from "node:test";
import { WebSocket, WebSocketServer } from "ws";
import { Recorder } from "./recorder.mjs";

/** A server that answers every message with itself, and every page with the Host it was called by. */
async function echo(t) {
  const server = createServer((asked, answer) => answer.end(`host ${asked.headers.host}`));
  const sockets = new WebSocketServer({ server, handleProtocols: () => "hushwire.1" });
  const called = [];
  sockets.on("connection", (socket, asked) => {
    called.push({ host: asked.headers.host, origin: asked.headers.origin });
    socket.send(Buffer.from("welcome"));
    socket.on("message", (bytes, binary) => socket.send(bytes, { binary }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const recorder = await Recorder.before(`127.0.0.1:${server.address().port}`);
  t.after(async () => {
    await recorder.close();
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  return { recorder, called };
}

async function talk(recorder, text) {
  const socket = new WebSocket(recorder.ws, "hushwire.1", { origin: "http://shop.example" });
  const [[welcome]] = await Promise.all([once(socket, "message"), once(socket, "open")]);
  assert.equal(welcome.toString(), "welcome");
  socket.send(text);
  const [back] = await once(socket, "message");
  return { socket, back: back.toString() };
}

test("a text that crosses in the clear is seen in both directions", async (t) => {
  const { recorder } = await echo(t);
  const { back } = await talk(recorder, "my card is 4111 1111 1111 1111");
  assert.equal(back, "my card is 4111 1111 1111 1111");
  assert.ok(recorder.saw("4111 1111 1111 1111"));
  assert.ok(!recorder.saw("4242 4242 4242 4242"));
  assert.deepEqual(
    recorder.frames.map(({ direction }) => direction),
    ["from-relay", "to-relay", "from-relay"],
  );
});

test("a text that crosses in UTF-16 or base64 is seen as well", async (t) => {
  const { recorder } = await echo(t);
  await talk(recorder, Buffer.from("PIN 4711 please", "utf16le"));
  assert.ok(recorder.saw("4711 please"));
  for (const before of ["", "a", "ab"]) {
    const { recorder } = await echo(t);
    await talk(recorder, Buffer.from(`${before}PIN 4711 please!`).toString("base64"));
    assert.ok(recorder.saw("PIN 4711 please"), `behind ${before.length} bytes`);
  }
});

test("the relay hears the host, the origin and the subprotocol that the browser sent", async (t) => {
  const { recorder, called } = await echo(t);
  const { socket } = await talk(recorder, "hello");
  assert.equal(socket.protocol, "hushwire.1");
  assert.deepEqual(called, [{ host: recorder.host, origin: "http://shop.example" }]);
});

test("pages pass through", async (t) => {
  const { recorder } = await echo(t);
  const page = await fetch(`${recorder.origin}/anything`);
  assert.equal(await page.text(), `host ${recorder.host}`);
});

test("a dropped connection is lost without a goodbye, and the next one works", async (t) => {
  const { recorder } = await echo(t);
  const { socket } = await talk(recorder, "hello");
  recorder.drop();
  const [code] = await once(socket, "close");
  assert.equal(code, 1006);
  assert.equal((await talk(recorder, "again")).back, "again");
});

test("a relay that is not there looks like one to the browser", async (t) => {
  const { recorder } = await echo(t);
  recorder.pointAt("127.0.0.1:1");
  const socket = new WebSocket(recorder.ws);
  const [error] = await once(socket, "error");
  assert.match(error.message, /socket hang up|ECONNRESET/);
});

test("a lie changes what arrives and not what is kept", async (t) => {
  const { recorder } = await echo(t);
  recorder.lie = (direction, bytes) => (direction === "to-relay" ? Buffer.from("lie") : bytes);
  const { back } = await talk(recorder, "truth");
  assert.equal(back, "lie");
  assert.deepEqual(
    recorder.frames.map(({ bytes }) => bytes.toString()),
    ["welcome", "truth", "lie"],
  );
});

test("waiting for a message ends when it crosses", async (t) => {
  const { recorder } = await echo(t);
  const crossed = recorder.until((frames) => frames.some(({ bytes }) => bytes.toString() === "now"));
  await talk(recorder, "now");
  await crossed;
});
