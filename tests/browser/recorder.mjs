// Stands between browser and relay, passes everything on unchanged, and keeps every WebSocket message that crossed: what a
// relay, or anybody on the way, could have read. Pages are served through it too, so that a relay may come back elsewhere
// while the browser's address stays.

import { once } from "node:events";
import { createServer, request } from "node:http";
import { WebSocket, WebSocketServer } from "ws";

/** Headers that belong to one connection and are made anew by whoever opens the next (RFC 9110, 7.6.1; RFC 6455, 4.1). */
const PER_CONNECTION =
  /^(connection|upgrade|keep-alive|transfer-encoding|sec-websocket-(key|version|extensions|protocol))$/i;

export class Recorder {
  /** Every message that crossed: `{ connection, direction: "to-relay" | "from-relay", binary, bytes }`. */
  frames = [];
  /** Lets a test play a relay that lies: answers what passes on instead of each message. What was sent is what is kept. */
  lie = (_direction, bytes) => bytes;
  #target;
  #server = createServer((asked, answer) => this.#serve(asked, answer));
  #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  #connections = 0;
  #open = new Set();
  #waiting = [];

  /** Listens on a free port; `target` is the relay's "host:port". */
  static async before(target) {
    const recorder = new Recorder();
    recorder.#target = target;
    recorder.#server.on("upgrade", (asked, socket, head) => recorder.#join(asked, socket, head));
    recorder.#server.listen(0, "127.0.0.1");
    await once(recorder.#server, "listening");
    return recorder;
  }

  /** "localhost:port", as a browser is to call it. */
  get host() {
    return `localhost:${this.#server.address().port}`;
  }

  get origin() {
    return `http://${this.host}`;
  }

  get ws() {
    return `ws://${this.host}/ws`;
  }

  /** The relay is somewhere else now. */
  pointAt(target) {
    this.#target = target;
  }

  /** Cuts every WebSocket, as a tunnel or a lift would. */
  drop() {
    for (const pair of this.#open) pair.cut();
  }

  /** Whether any message holds this text, in UTF-8 or UTF-16, as it is or in base64 at any of its three alignments. */
  saw(text) {
    const needles = [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le"), ...inBase64(text)];
    return this.frames.some(({ bytes }) => needles.some((needle) => bytes.includes(needle)));
  }

  /** Resolves as soon as `isMet(frames)` holds, looked at after each message. */
  until(isMet) {
    if (isMet(this.frames)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ isMet, resolve });
    });
  }

  async close() {
    this.drop();
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  #serve(asked, answer) {
    const [host, port] = this.#target.split(":");
    const passed = request({ host, port, method: asked.method, path: asked.url, headers: asked.headers }, (came) => {
      answer.writeHead(came.statusCode, came.headers);
      came.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  }

  #join(asked, socket, head) {
    const connection = ++this.#connections;
    // `Host` and `Origin` pass unchanged: the relay checks both, and a console signs the former.
    const headers = Object.fromEntries(Object.entries(asked.headers).filter(([name]) => !PER_CONNECTION.test(name)));
    const protocols = asked.headers["sec-websocket-protocol"]?.split(/,\s*/) ?? [];
    const up = new WebSocket(`ws://${this.#target}${asked.url}`, protocols, { headers, perMessageDeflate: false });
    let down = null;
    const pair = {
      cut: () => {
        this.#open.delete(pair);
        up.terminate();
        if (down) down.terminate();
        else socket.destroy();
      },
    };
    this.#open.add(pair);
    up.on("error", pair.cut);
    socket.on("error", pair.cut);
    up.on("unexpected-response", (_, came) => {
      this.#open.delete(pair);
      socket.end(`HTTP/1.1 ${came.statusCode} ${came.statusMessage}\r\nConnection: close\r\n\r\n`);
    });
    // Held back until the browser's side stands, or the relay's first frame would find nobody.
    const early = [];
    const fromRelay = (bytes, binary) => {
      this.#keep(connection, "from-relay", bytes, binary);
      down.send(this.lie("from-relay", bytes), { binary });
    };
    up.on("message", (bytes, binary) => (down ? fromRelay(bytes, binary) : early.push([bytes, binary])));
    up.on("open", () => {
      asked.headers["sec-websocket-protocol"] = up.protocol;
      this.#sockets.handleUpgrade(asked, socket, head, (opened) => {
        down = opened;
        for (const message of early) fromRelay(...message);
        down.on("error", pair.cut);
        down.on("message", (bytes, binary) => {
          this.#keep(connection, "to-relay", bytes, binary);
          up.send(this.lie("to-relay", bytes), { binary });
        });
        down.on("close", (code, reason) => this.#passClose(pair, up, code, reason));
      });
    });
    up.on("close", (code, reason) => (down ? this.#passClose(pair, down, code, reason) : pair.cut()));
  }

  #passClose(pair, other, code, reason) {
    this.#open.delete(pair);
    // 1005 and 1006 are reports, not codes that may be sent (RFC 6455, 7.4.1).
    if (code === 1006) other.terminate();
    else if (code === 1005) other.close();
    else other.close(code, reason);
  }

  #keep(connection, direction, bytes, binary) {
    this.frames.push({ connection, direction, binary, bytes: Buffer.from(bytes) });
    this.#waiting = this.#waiting.filter(({ isMet, resolve }) => {
      const met = isMet(this.frames);
      if (met) resolve();
      return !met;
    });
  }
}

/** The parts of a text's base64 that do not depend on its neighbours, for each place where it may begin in a group of three. */
function inBase64(text) {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text, "utf8")])
      .toString("base64")
      .replace(/=+$/, "");
    const certain = encoded.slice(Math.ceil((shift * 4) / 3), encoded.length - 1);
    return Buffer.from(certain);
  });
}
