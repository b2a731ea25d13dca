//! NATS carries what relays say to each other: core NATS, at most once, nothing stored. Each relay listens to two
//! subjects, its own and everybody's. What is lost on the way is seen by the relays themselves, and heals.

use std::time::Duration;

use async_nats::connection::State;
use async_nats::{Client, ConnectOptions, Event, ServerAddr, Subject};
use futures_util::StreamExt;
use hushwire_relay::backplane::{Carrier, Heard, NodeId, Plug, plug};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::seal::{ClusterKey, Opener, Sealer, hex};

/// Messages that may wait in the client, each way. One that does not fit is dropped, which the numbers show.
const WAITING: usize = 512;
/// A server that is there answers at once; an operator who waits for a wrong address should not wait long.
const PATIENCE: Duration = Duration::from_secs(5);
/// Two that stay unanswered are a dead connection.
const PING: Duration = Duration::from_secs(1);
/// A relay is taken for dead after 1.5 s: a server that restarts should be found again before long.
const LONGEST_RETRY: Duration = Duration::from_millis(500);
const FAREWELL: Duration = Duration::from_secs(1);

/// Where the backplane is.
#[derive(Debug)]
pub(crate) struct Nats {
    servers: Vec<ServerAddr>,
    key: ClusterKey,
}

/// Carries until it is told to stop.
pub(crate) struct Carrying {
    stop: oneshot::Sender<()>,
    pump: JoinHandle<()>,
}

impl Nats {
    /// `urls`: one or several with commas between them, `nats://` or `tls://`.
    pub(crate) fn new(urls: &str, key: ClusterKey) -> Option<Self> {
        let servers = urls.split(',').map(|url| url.trim().parse());
        let servers = servers.collect::<Result<Vec<ServerAddr>, _>>().ok()?;
        let known = |server: &ServerAddr| matches!(server.scheme(), "nats" | "tls");
        servers.iter().all(known).then_some(Self { servers, key })
    }

    /// Connects. The error is a sentence.
    pub(crate) async fn connect(self) -> Result<(Plug, Carrying), String> {
        let Self { servers, key } = self;
        let mut me = [0; 16];
        getrandom::fill(&mut me).map_err(|_| "the system gives no randomness".to_owned())?;
        let me = NodeId(me);
        let broken = || "the cluster key cannot be used".to_owned();
        let name = key.name().ok_or_else(broken)?;
        let sealer = Sealer::new(&key, me).ok_or_else(broken)?;
        let to_all = Subject::from(format!("hushwire.{name}.all"));
        let to_me = subject_of(&name, me);

        let unreachable = |error: &dyn std::fmt::Display| format!("the backplane cannot be reached: {error}");
        let client = ConnectOptions::new()
            .name("hushwire-relay")
            .no_echo()
            .connection_timeout(PATIENCE)
            .ping_interval(PING)
            .client_capacity(WAITING)
            .subscription_capacity(WAITING)
            .max_reconnects(None)
            .reconnect_delay_callback(|tries| {
                let doubled = Duration::from_millis(25).saturating_mul(1 << tries.min(8));
                doubled.min(LONGEST_RETRY)
            })
            .event_callback(|event| async move {
                match event {
                    Event::Connected => tracing::info!("the backplane is there"),
                    Event::Disconnected => tracing::warn!("the backplane is gone"),
                    Event::SlowConsumer(_) => tracing::warn!("the backplane brings more than this relay takes"),
                    _ => {}
                }
            })
            .connect(servers)
            .await
            .map_err(|error| unreachable(&error))?;
        let everybody = client
            .subscribe(to_all.clone())
            .await
            .map_err(|error| unreachable(&error))?;
        let mine = client.subscribe(to_me).await.map_err(|error| unreachable(&error))?;
        // A subscription that the server does not know yet hears nothing.
        client.flush().await.map_err(|error| unreachable(&error))?;

        let (plug, Carrier { out, heard }) = plug(me);
        let opener = Opener::new(key);
        tokio::spawn(async move {
            let mut opener = opener;
            let (mut everybody, mut mine) = (everybody, mine);
            loop {
                let (to, message) = tokio::select! {
                    message = mine.next() => (Some(me), message),
                    message = everybody.next() => (None, message),
                };
                let Some(message) = message else { return };
                let Some((from, bytes)) = opener.open(to, &message.payload) else {
                    continue;
                };
                let to_all = to.is_none();
                if heard.send(Heard { from, to_all, bytes }).await.is_err() {
                    return;
                }
            }
        });
        let (stop, stopped) = oneshot::channel();
        let speaker = Speaker {
            client,
            sealer,
            name,
            to_all,
        };
        let pump = tokio::spawn(speaker.pump(out, stopped));
        Ok((plug, Carrying { stop, pump }))
    }
}

impl Carrying {
    /// Carries what was said to the end, the goodbye among it.
    pub(crate) async fn finish(self) {
        let _ = self.stop.send(());
        let _ = tokio::time::timeout(FAREWELL, self.pump).await;
    }
}

struct Speaker {
    client: Client,
    sealer: Sealer,
    name: String,
    to_all: Subject,
}

impl Speaker {
    async fn pump(
        mut self,
        mut out: tokio::sync::mpsc::Receiver<hushwire_relay::backplane::Parcel>,
        mut stopped: oneshot::Receiver<()>,
    ) {
        loop {
            let parcel = tokio::select! {
                biased;
                parcel = out.recv() => parcel,
                _ = &mut stopped => None,
            };
            let Some(parcel) = parcel else { break };
            // Nobody hears it, and it must not lie about: what it holds belongs to people who may have parted by the time
            // the server is back.
            if self.client.connection_state() != State::Connected {
                continue;
            }
            let subject = match parcel.to {
                Some(node) => subject_of(&self.name, node),
                None => self.to_all.clone(),
            };
            if let Some(sealed) = self.sealer.seal(parcel.to, parcel.bytes) {
                // Waits for room in the client; what comes meanwhile waits in `out`, and over its cap is lost.
                let _ = self.client.publish(subject, sealed.into()).await;
            }
        }
        let _ = self.client.flush().await;
    }
}

fn subject_of(name: &str, node: NodeId) -> Subject {
    Subject::from(format!("hushwire.{name}.{}", hex(&node.0)))
}
