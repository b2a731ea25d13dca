// The relay's peer on npm's `ws`: the same frames, the same check of membership, nothing else.
import { WebSocketServer } from "ws";

const FRAME = 0x10;
const JOIN = 0x06;
const HEAD = 25;
const EVERYBODY = Buffer.alloc(8);

const rooms = new Map();
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false, maxPayload: 64 * 1024 });

server.on("connection", (socket) => {
  const joined = new Map();
  socket.on("error", () => {});
  socket.on("message", (data) => {
    if (data.length < 17) return socket.close(4000);
    const room = data.toString("latin1", 1, 17);
    if (data[0] === FRAME) {
      const me = joined.get(room);
      if (!me) return socket.close(4000);
      const to = data.subarray(17, HEAD);
      const all = to.equals(EVERYBODY);
      const out = Buffer.from(data);
      me.id.copy(out, 17);
      for (const member of rooms.get(room)) {
        if (all ? member !== me : member.id.equals(to)) member.socket.send(out);
      }
    } else if (data[0] === JOIN) {
      const me = { id: Buffer.from(data.subarray(17, HEAD)), socket };
      const members = rooms.get(room) ?? new Set();
      rooms.set(room, members.add(me));
      joined.set(room, me);
      socket.send(Buffer.concat([Buffer.of(0x88), data.subarray(1, HEAD), Buffer.of(members.size - 1)]));
    }
  });
  socket.on("close", () => {
    for (const [room, me] of joined) {
      const members = rooms.get(room);
      members.delete(me);
      if (members.size === 0) rooms.delete(room);
    }
  });
});

server.on("listening", () => console.log(`ws listens on 127.0.0.1:${server.address().port}`));
