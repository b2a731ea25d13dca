//! One WebSocket: its bytes, its timers, its end. What its messages mean is `conversation.rs`.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use hushwire_wire::{CloseCode, MAX_FRAME, Reject, RelayFrame};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};
use tokio::net::tcp::OwnedReadHalf;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, error::ProtocolError};

use crate::buckets::{Buckets, Kind};
use crate::conversation::Conversation;
use crate::http::Upgraded;
use crate::outbox::{Dirty, Flushed, Outbox};
use crate::relay::Relay;

/// The codec zeroes and fills this much at each read; its default of 128 KiB for each idle connection would be the
/// better part of the relay's memory. A text message with its padding is a few hundred bytes.
const READ_BUFFER: usize = 2 * 1024;
/// Messages taken in one wake-up before the outboxes are flushed and others get their turn.
const BATCH: usize = 64;

/// Why a conversation is over.
enum End {
    /// The client is gone, or has said goodbye.
    Gone,
    /// The relay closes, with the code that is in the outbox.
    Closing,
}

/// Serves one WebSocket until it ends.
pub(crate) async fn serve(relay: Arc<Relay>, upgraded: Upgraded) {
    let Upgraded { stream, early, caller } = upgraded;
    let mut nonce = [0; 32];
    if getrandom::fill(&mut nonce).is_err() {
        return;
    }
    let (half, write) = stream.into_split();
    let outbox = Arc::new(Outbox::new(write, relay.budget.clone()));
    let wire = Wire {
        half,
        outbox: outbox.clone(),
        taken: early.len(),
    };
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_message_size(Some(MAX_FRAME))
        .max_frame_size(Some(MAX_FRAME));
    let codec = WebSocketStream::from_partially_read(wire, early, Role::Server, Some(config)).await;

    let conversation = Conversation {
        socket: relay.connect(&outbox),
        buckets: Buckets::full(&relay.rates),
        refilled: Instant::now(),
        outbox,
        caller,
        nonce,
        relay,
    };
    let mut talk = Talk::new(conversation, codec);
    talk.welcome();
    let end = talk.run().await;
    let Talk {
        conversation, codec, ..
    } = talk;
    let Conversation {
        relay, socket, outbox, ..
    } = conversation;
    relay.disconnect(socket);
    tracing::debug!(code = outbox.closing().map(CloseCode::word), "closed");
    match end {
        End::Gone => {
            outbox.drain();
        }
        End::Closing => {
            let Wire { half, outbox: _, .. } = codec.into_inner();
            // Whoever does not take its farewell in this time is cut off.
            // Boxed, as everything that comes only at the end: this task waits for months in what comes before.
            let farewell = Box::pin(farewell(half, outbox));
            let _ = tokio::time::timeout(relay.limits.farewell_time, farewell).await;
        }
    }
}

struct Talk {
    conversation: Conversation,
    codec: WebSocketStream<Wire>,
    dirty: Dirty,
    /// The kernel takes no more bytes for this socket at the moment.
    blocked: bool,
    /// When a whole message, pings and pongs included, was last heard.
    heard: Instant,
    /// Since when a message is half there.
    half_since: Option<Instant>,
    /// Until when this socket is not read, because it was too fast.
    paused_until: Option<Instant>,
    /// Since when it is in no room and at no desk.
    idle_since: Instant,
    next_look: Instant,
}

impl Talk {
    fn new(conversation: Conversation, codec: WebSocketStream<Wire>) -> Self {
        let now = conversation.refilled;
        Self {
            next_look: now + look_every(&conversation.relay),
            conversation,
            codec,
            dirty: Dirty::default(),
            blocked: false,
            heard: now,
            half_since: None,
            paused_until: None,
            idle_since: now,
        }
    }

    fn welcome(&mut self) {
        let seconds = self.conversation.relay.limits.ping_every.as_secs().max(1);
        self.conversation.say(&RelayFrame::Welcome {
            nonce: self.conversation.nonce,
            max_frame: MAX_FRAME as u32,
            ping_seconds: u16::try_from(seconds).unwrap_or(u16::MAX),
        });
        self.conversation.outbox.flush();
    }

    async fn run(&mut self) -> End {
        let outbox = self.conversation.outbox.clone();
        let alarm = sleep_until(self.next_look);
        tokio::pin!(alarm);
        loop {
            let due = self.due();
            // Moved only to ring earlier: most wake-ups leave the timer alone, and one that rings too early does nothing.
            if due < alarm.deadline() || alarm.is_elapsed() {
                alarm.as_mut().reset(due);
            }
            tokio::select! {
                biased;
                () = outbox.rung() => {
                    if outbox.closing().is_some() {
                        return End::Closing;
                    }
                    match outbox.drain() {
                        Flushed::All => self.blocked = false,
                        Flushed::Some => self.blocked = true,
                        Flushed::Broken => return End::Gone,
                    }
                }
                () = outbox.writable(), if self.blocked => match outbox.drain() {
                    Flushed::All => self.blocked = false,
                    Flushed::Some => {}
                    Flushed::Broken => return End::Gone,
                },
                () = &mut alarm => {
                    if let Err(code) = self.look_around(Instant::now()) {
                        outbox.close(code);
                        return End::Closing;
                    }
                }
                heard = hear(&mut self.codec, self.half_since), if self.paused_until.is_none() => match heard {
                    Heard::Half => self.half_since = Some(Instant::now()),
                    Heard::Message(first) => {
                        let result = self.take(first);
                        self.dirty.flush();
                        outbox.flush();
                        match result {
                            Ok(()) => {}
                            Err(Stop::Gone) => return End::Gone,
                            Err(Stop::Close(code)) => {
                                outbox.close(code);
                                return End::Closing;
                            }
                        }
                    }
                },
            }
        }
    }

    /// Takes all messages that are there, up to a batch.
    fn take(&mut self, first: Next) -> Result<(), Stop> {
        let now = Instant::now();
        self.conversation.refill(now);
        let mut next = first;
        for _ in 1..BATCH {
            self.message(next, now)?;
            if let Some(debt) = self.conversation.buckets.debt(&self.conversation.relay.rates) {
                self.paused_until = Some(now + debt);
                return Ok(());
            }
            match self.codec.next().now_or_never() {
                Some(another) => next = another,
                None => return Ok(()),
            }
        }
        self.message(next, now)
    }

    fn message(&mut self, next: Next, now: Instant) -> Result<(), Stop> {
        let message = next.ok_or(Stop::Gone)?;
        self.heard = now;
        self.half_since = None;
        let taken = std::mem::take(&mut self.codec.get_mut().taken);
        self.conversation.buckets.spend(Kind::Bytes, taken);
        self.conversation.buckets.spend(Kind::Frames, 1);
        let rejected = match message {
            Ok(Message::Binary(bytes)) => {
                return self.conversation.hear(&bytes, &mut self.dirty).map_err(Stop::Close);
            }
            // The codec answers pings and closes by itself, through `Wire`.
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_)) => return Ok(()),
            Ok(Message::Text(_) | Message::Frame(_)) => Reject::Forbidden,
            Err(Error::Capacity(_)) => Reject::TooLarge,
            Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) | Error::Io(_)) => {
                return Err(Stop::Gone);
            }
            Err(_) => Reject::Forbidden,
        };
        Err(Stop::Close(self.conversation.reject(rejected)))
    }

    /// When somebody has to look at the clock again.
    fn due(&self) -> Instant {
        let half = self
            .half_since
            .map(|since| since + self.conversation.relay.limits.message_time);
        [half, self.paused_until]
            .into_iter()
            .flatten()
            .fold(self.next_look, Instant::min)
    }

    /// The alarm rang. `Err`: the connection ends with this code.
    fn look_around(&mut self, now: Instant) -> Result<(), CloseCode> {
        let limits = &self.conversation.relay.limits;
        if self.paused_until.is_some_and(|until| until <= now) {
            // It could not be heard meanwhile, and that was our doing.
            self.paused_until = None;
            self.half_since = None;
            self.heard = now;
        }
        if self.half_since.is_some_and(|since| since + limits.message_time <= now) {
            return Err(CloseCode::Idle);
        }
        if self.next_look > now {
            return Ok(());
        }
        self.next_look = now + look_every(&self.conversation.relay);
        let silent = now.saturating_duration_since(self.heard);
        if silent >= 2 * limits.ping_every {
            return Err(CloseCode::Idle);
        }
        if silent >= limits.ping_every {
            self.conversation.outbox.ping();
            self.conversation.outbox.flush();
        }
        if !self.conversation.relay.rooms().is_idle(self.conversation.socket) {
            self.idle_since = now;
        } else if now.saturating_duration_since(self.idle_since) >= limits.idle_time {
            return Err(CloseCode::Idle);
        }
        Ok(())
    }
}

fn look_every(relay: &Relay) -> Duration {
    relay.limits.ping_every.min(relay.limits.idle_time)
}

type Next = Option<Result<Message, Error>>;

enum Stop {
    Gone,
    Close(CloseCode),
}

enum Heard {
    Message(Next),
    /// Bytes came, but no whole message yet, and the clock for that does not run.
    Half,
}

async fn hear(codec: &mut WebSocketStream<Wire>, half_since: Option<Instant>) -> Heard {
    poll_fn(|context| match codec.poll_next_unpin(context) {
        Poll::Ready(next) => Poll::Ready(Heard::Message(next)),
        Poll::Pending if half_since.is_none() && codec.get_ref().taken > 0 => Poll::Ready(Heard::Half),
        Poll::Pending => Poll::Pending,
    })
    .await
}

/// Writes what is left, then says that nothing more will come, and waits until the client has seen it. Closing a socket
/// that still has something to read would throw away what the client has not read yet, the close code with it.
async fn farewell(mut half: OwnedReadHalf, outbox: Arc<Outbox>) {
    let mut discarded = [0; 1024];
    while outbox.drain() == Flushed::Some {
        tokio::select! {
            () = outbox.writable() => {}
            read = half.read(&mut discarded) => if !matches!(read, Ok(1..)) { return },
        }
    }
    // The last one who holds it shuts the sending side down.
    drop(outbox);
    while matches!(half.read(&mut discarded).await, Ok(1..)) {}
}

/// What the codec takes for its socket: it reads from the real one, and what it writes by itself (pongs, the answer to
/// a close) goes through the outbox like everything else, so that two writers never cut into each other's frames.
struct Wire {
    half: OwnedReadHalf,
    outbox: Arc<Outbox>,
    /// Bytes read since the last whole message.
    taken: usize,
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.half).poll_read(context, buffer);
        self.taken += buffer.filled().len() - before;
        result
    }
}

impl AsyncWrite for Wire {
    /// The codec writes whole frames: it was told to buffer nothing, and this takes everything.
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, frames: &[u8]) -> Poll<io::Result<usize>> {
        self.outbox.put_raw(frames);
        Poll::Ready(Ok(frames.len()))
    }

    /// Flushed at the end of the wake-up.
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
