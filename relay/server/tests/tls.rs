//! TLS at the relay's own door: two members chat through it, certificates are renewed under them, and whoever speaks
//! something else is turned away.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::{BufRead, BufReader};
use std::sync::Arc;
use std::time::Duration;

use common::{Folder, Running, page, program};
use futures_util::{SinkExt, StreamExt};
use hushwire_wire::{ClientFrame, MAX_PAYLOAD, MemberId, MemberSecret, RelayFrame, RoomId};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

/// Nothing waits for it to pass.
const PATIENCE: Duration = Duration::from_secs(20);

struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Writes a new certificate and its key; says which files.
    fn certify(&self, folder: &Folder) -> [String; 2] {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        [
            folder.file("chain.pem", &certificate.pem()),
            folder.file("key.pem", &key.serialize_pem()),
        ]
    }

    async fn connect(&self, relay: &Running, protocol: &[u8]) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).unwrap();
        let mut config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        let stream = TcpStream::connect(&relay.address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }

    async fn client(&self, relay: &Running) -> Client {
        let stream = self.connect(relay, b"http/1.1").await.unwrap();
        let mut request = "wss://localhost/ws".into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", "hushwire.1".parse().unwrap());
        let (socket, _) = client_async(request, stream).await.unwrap();
        let mut client = Client(socket);
        let welcome = client.hear().await;
        assert!(matches!(RelayFrame::decode(&welcome), Ok(RelayFrame::Welcome { .. })));
        client
    }
}

struct Client(WebSocketStream<TlsStream<TcpStream>>);

impl Client {
    async fn say(&mut self, frame: ClientFrame<'_>) {
        let message = Message::binary(frame.encode().unwrap());
        tokio::time::timeout(PATIENCE, self.0.send(message))
            .await
            .unwrap()
            .unwrap();
    }

    async fn hear(&mut self) -> Vec<u8> {
        let next = tokio::time::timeout(PATIENCE, self.0.next()).await;
        match next.expect("a frame in time") {
            Some(Ok(Message::Binary(bytes))) => bytes.to_vec(),
            other => panic!("expected a frame, got {other:?}"),
        }
    }

    async fn join(&mut self, number: u8) -> MemberId {
        self.say(ClientFrame::Join {
            room: RoomId([1; 16]),
            secret: MemberSecret::new([number; 16]),
        })
        .await;
        match RelayFrame::decode(&self.hear().await) {
            Ok(RelayFrame::Joined { you, .. }) => you,
            other => panic!("expected joined, got {other:?}"),
        }
    }
}

fn start(files: &[String; 2]) -> Running {
    let [chain, key] = files;
    let arguments = ["--listen", "127.0.0.1:0", "--tls-certificate", chain, "--tls-key", key];
    Running::start(program().args(arguments))
}

#[tokio::test]
async fn two_members_chat_through_tls_and_large_frames_arrive_whole() {
    let (authority, folder) = (Authority::new(), Folder::new("tls-chat"));
    let relay = start(&authority.certify(&folder));
    let (mut ann, mut bob) = (authority.client(&relay).await, authority.client(&relay).await);
    let from = ann.join(1).await;
    let to = bob.join(2).await;
    ann.hear().await;
    // Together far more than the kernel takes at once: what is left over is written by the receiver's own task.
    let count = 200_u8;
    let sending = async {
        for number in 0..count {
            let payload = vec![number; MAX_PAYLOAD];
            ann.say(ClientFrame::Frame {
                room: RoomId([1; 16]),
                to,
                payload: &payload,
            })
            .await;
        }
    };
    let hearing = async {
        for number in 0..count {
            let heard = bob.hear().await;
            let Ok(RelayFrame::Frame {
                from: sender, payload, ..
            }) = RelayFrame::decode(&heard)
            else {
                panic!("no frame");
            };
            assert_eq!(sender, from);
            assert!(payload.len() == MAX_PAYLOAD && payload.iter().all(|byte| *byte == number));
        }
    };
    tokio::join!(sending, hearing);
    // A goodbye is answered, and the connection ends in order.
    bob.0.close(None).await.unwrap();
    while let Some(message) = tokio::time::timeout(PATIENCE, bob.0.next()).await.unwrap() {
        assert!(message.unwrap().is_close());
    }
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_to_newcomers_and_nobody_is_disturbed() {
    let (authority, folder) = (Authority::new(), Folder::new("tls-renewal"));
    let mut relay = start(&authority.certify(&folder));
    let mut log = BufReader::new(relay.child.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut wait_for = |words: &str| assert!(log.any(|line| line.contains(words)), "{words}");
    let shown = async |authority: &Authority| {
        let stream = authority.connect(&relay, b"http/1.1").await.unwrap();
        stream.get_ref().1.peer_certificates().unwrap()[0].to_vec()
    };
    let mut ann = authority.client(&relay).await;
    let before = shown(&authority).await;
    assert_eq!(shown(&authority).await, before);

    authority.certify(&folder);
    relay.signal("HUP");
    wait_for("the certificate was read again");
    let after = shown(&authority).await;
    assert_ne!(after, before);

    // A file that is none changes nothing.
    folder.file("chain.pem", "no certificate");
    relay.signal("HUP");
    wait_for("the old certificate is kept");
    assert_eq!(shown(&authority).await, after);
    ann.join(1).await;
}

#[tokio::test]
async fn who_speaks_something_else_is_turned_away() {
    let (authority, folder) = (Authority::new(), Folder::new("tls-else"));
    let relay = start(&authority.certify(&folder));
    assert!(authority.connect(&relay, b"h2").await.is_err(), "HTTP/2 alone");
    let mut plain = TcpStream::connect(&relay.address).await.unwrap();
    plain.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(PATIENCE, plain.read_to_end(&mut answer))
        .await
        .unwrap();
    assert!(!answer.starts_with(b"HTTP"));
    // Pages come over TLS as well.
    let mut stream = authority.connect(&relay, b"http/1.1").await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    tokio::time::timeout(PATIENCE, stream.read_to_string(&mut answer))
        .await
        .unwrap()
        .unwrap();
    assert!(answer.ends_with("ok"), "{answer}");
}

#[test]
fn a_relay_behind_tls_has_its_metrics_in_the_clear_on_their_own_address() {
    let (authority, folder) = (Authority::new(), Folder::new("tls-metrics"));
    let [chain, key] = authority.certify(&folder);
    let mut command = program();
    command.args(["--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0"]);
    let mut relay = Running::start(command.args(["--tls-certificate", &chain, "--tls-key", &key]));
    let metrics = relay.line("metrics on ");
    assert!(page(&metrics, "/metrics").contains("hushwire_relay_sockets 0"));
}
