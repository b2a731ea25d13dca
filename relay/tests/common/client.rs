//! A relay on a free port, and a client that says exactly what a test wants.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use hushwire_relay::{Config, Limits, run};
use hushwire_wire::{ClientFrame, DeskId, MemberId, MemberSecret, Refusal, RelayFrame, RoomId};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{Request, Response};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// A test that waits longer than this has failed; nothing waits for it to pass.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Fails the test if something that must happen does not.
pub async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited in vain for {what}"),
    }
}

/// A relay in this process.
pub struct House {
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl House {
    pub async fn open(config: Config) -> Self {
        Self::open_at("127.0.0.1:0", config).await
    }

    /// At an address that an earlier relay had.
    pub async fn open_at(address: &str, mut config: Config) -> Self {
        // Clients of a test that is over do not read their farewell, and nobody wants to wait for them.
        if config.limits.farewell_time == Limits::default().farewell_time {
            config.limits.farewell_time = Duration::from_millis(50);
        }
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(async move {
            let shutdown = async {
                stopped.await.ok();
            };
            run(listener, config, shutdown).await.unwrap();
        });
        Self { address, stop, running }
    }

    pub fn host(&self) -> String {
        self.address.to_string()
    }

    pub async fn close(self) {
        self.stop.send(()).unwrap();
        soon("the relay to stop", self.running).await.unwrap();
    }

    pub fn request(&self) -> Request<()> {
        let mut request = format!("ws://{}/ws", self.address).into_client_request().unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", "hushwire.1".parse().unwrap());
        request
    }

    pub async fn client(&self) -> Client {
        self.client_with(self.request()).await
    }

    pub async fn client_from(&self, origin: &str) -> Client {
        let mut request = self.request();
        request.headers_mut().insert("origin", origin.parse().unwrap());
        self.client_with(request).await
    }

    pub async fn client_with(&self, request: Request<()>) -> Client {
        let (socket, _) = self.try_client(request).await.unwrap();
        let mut client = Client { socket, nonce: [0; 32] };
        let welcome = client.hear().await;
        let RelayFrame::Welcome { nonce, .. } = RelayFrame::decode(&welcome).unwrap() else {
            panic!("the first frame is no welcome");
        };
        client.nonce = nonce;
        client
    }

    pub async fn try_client(
        &self,
        request: Request<()>,
    ) -> Result<(WebSocketStream<TcpStream>, Response<Option<Vec<u8>>>), Error> {
        let stream = TcpStream::connect(self.address).await.unwrap();
        soon("the upgrade", client_async(request, stream)).await
    }

    pub async fn tcp(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// One HTTP/1.1 request over a connection of its own: status, head, body.
    pub async fn http(&self, request_line: &str, headers: &[(&str, &str)]) -> (u16, String, Vec<u8>) {
        let mut text = format!(
            "{request_line} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n",
            self.address
        );
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        let mut stream = self.tcp().await;
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        soon("an answer", stream.read_to_end(&mut answer)).await.unwrap();
        let split = answer
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .expect("an end of the head");
        let head = String::from_utf8(answer[..split].to_vec())
            .unwrap()
            .to_ascii_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head, answer[split + 4..].to_vec())
    }
}

/// One WebSocket client.
pub struct Client {
    pub socket: WebSocketStream<TcpStream>,
    pub nonce: [u8; 32],
}

impl Client {
    pub async fn send(&mut self, frame: ClientFrame<'_>) {
        self.send_bytes(frame.encode().unwrap()).await;
    }

    pub async fn send_bytes(&mut self, bytes: Vec<u8>) {
        soon("a send", self.socket.send(Message::binary(bytes))).await.unwrap();
    }

    pub async fn hear(&mut self) -> Vec<u8> {
        loop {
            match soon("a frame", self.socket.next()).await {
                Some(Ok(Message::Binary(bytes))) => return bytes.to_vec(),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("expected a frame, got {other:?}"),
            }
        }
    }

    /// The close code, with the refusals that came before it.
    pub async fn closed(&mut self) -> (Vec<Refusal>, u16) {
        let mut refusals = Vec::new();
        loop {
            match soon("a close", self.socket.next()).await {
                Some(Ok(Message::Binary(bytes))) => {
                    if let RelayFrame::Refused { code, .. } = RelayFrame::decode(&bytes).unwrap() {
                        refusals.push(code);
                    }
                }
                Some(Ok(Message::Close(Some(close)))) => return (refusals, close.code.into()),
                Some(Ok(_)) => {}
                other => panic!("expected a close, got {other:?}"),
            }
        }
    }

    /// Everything the relay had to say before the answer to a ping that is sent now: what has not come by then was
    /// not sent.
    pub async fn until_pong(&mut self) -> Vec<Vec<u8>> {
        self.send(ClientFrame::Ping { token: 77 }).await;
        let pong = RelayFrame::Pong { token: 77 }.encode().unwrap();
        let mut heard = Vec::new();
        loop {
            let bytes = self.hear().await;
            if bytes == pong {
                return heard;
            }
            heard.push(bytes);
        }
    }

    pub async fn expect(&mut self, frame: RelayFrame<'_>) {
        let bytes = self.hear().await;
        assert_eq!(RelayFrame::decode(&bytes).unwrap(), frame);
        assert_eq!(bytes, frame.encode().unwrap());
    }

    pub async fn refused(&mut self, code: Refusal, room: RoomId) {
        self.expect(RelayFrame::Refused { code, room }).await;
    }

    pub async fn knock(&mut self, desk: DeskId, number: u8) {
        let (room, secret) = (room(number), secret(number));
        self.send(ClientFrame::Knock {
            desk,
            room,
            secret,
            hello: b"hello",
        })
        .await;
    }

    /// Joins and waits until it is in; says as whom.
    pub async fn join(&mut self, room: RoomId, number: u8) -> MemberId {
        self.send(ClientFrame::Join {
            room,
            secret: secret(number),
        })
        .await;
        let bytes = self.hear().await;
        match RelayFrame::decode(&bytes).unwrap() {
            RelayFrame::Joined { you, .. } => you,
            other => panic!("expected joined, got {other:?}"),
        }
    }
}

pub fn room(number: u8) -> RoomId {
    RoomId([number; 16])
}

pub fn secret(number: u8) -> MemberSecret {
    MemberSecret::new([number; 16])
}
