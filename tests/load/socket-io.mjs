// The relay's peer on npm's `socket.io`: rooms as its users make them, over its WebSocket transport alone.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false, maxHttpBufferSize: 64 * 1024 });

io.on("connection", (socket) => {
  socket.on("join", (room) => {
    socket.join(room);
    socket.data.room = room;
    socket.emit("joined");
  });
  socket.on("f", (payload) => {
    if (socket.rooms.has(socket.data.room)) socket.to(socket.data.room).emit("f", payload);
  });
});

http.listen(0, "127.0.0.1", () => console.log(`socket.io listens on 127.0.0.1:${http.address().port}`));
