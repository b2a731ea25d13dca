//! One WebSocket: its bytes, its timers, its end. What its messages mean is `conversation.rs`.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hushwire_wire::{CloseCode, MAX_FRAME, Reject, RelayFrame};
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};
use tokio::time::{Instant, sleep_until};

use crate::buckets::{Buckets, Kind};
use crate::codec::{self, Breach, Decoder, Event};
use crate::conversation::Conversation;
use crate::http::Upgraded;
use crate::line::ReadHalf;
use crate::outbox::{Dirty, Flushed, Outbox};
use crate::relay::Relay;
use crate::wipe;

/// What one wake-up reads at most: 240 messages of 256 bytes, or a whole frame. One for each thread, because reading and
/// forwarding happen without waiting in between; so an idle connection holds no read buffer.
const SCRATCH: usize = 64 * 1024;

thread_local! {
    static READ_INTO: RefCell<Box<[u8]>> = RefCell::new(vec![0; SCRATCH].into());
}

/// Why a conversation is over.
enum End {
    /// The client is gone, or has said goodbye.
    Gone,
    /// The relay closes, with the code that is in the outbox.
    Closing,
}

/// Serves one WebSocket until it ends.
pub(crate) async fn serve(relay: Arc<Relay>, upgraded: Upgraded) {
    let Upgraded {
        stream,
        early,
        caller,
        visit,
    } = upgraded;
    relay.counters.sockets.one();
    let mut nonce = [0; 32];
    if getrandom::fill(&mut nonce).is_err() {
        return;
    }
    let (half, write) = stream.into_split();
    let outbox = Arc::new(Outbox::new(write, relay.budget.clone()));
    let conversation = Conversation {
        socket: relay.connect(&outbox),
        buckets: Buckets::full(&relay.rates),
        spoke: false,
        forwarded: 0,
        paces: None,
        visit,
        refilled: Instant::now(),
        outbox,
        caller,
        nonce,
        relay,
    };
    let mut talk = Talk::new(conversation, half);
    talk.welcome();
    let end = talk.run(early).await;
    let Talk { conversation, half, .. } = talk;
    let Conversation {
        relay, socket, outbox, ..
    } = conversation;
    relay.disconnect(socket);
    let code = outbox.closing();
    if let Some(code) = code {
        relay.counters.closed(code);
    }
    tracing::debug!(code = code.map(CloseCode::word), "closed");
    match end {
        End::Gone => {
            outbox.drain();
        }
        End::Closing => {
            // Whoever does not take its farewell in this time is cut off.
            // Boxed, as everything that comes only at the end: this task waits for months in what comes before.
            let farewell = Box::pin(farewell(half, outbox));
            let _ = tokio::time::timeout(relay.limits.farewell_time, farewell).await;
        }
    }
}

struct Talk {
    conversation: Conversation,
    half: ReadHalf,
    decoder: Decoder,
    dirty: Dirty,
    /// The kernel takes no more bytes for this socket at the moment.
    blocked: bool,
    /// When a whole frame, pings and pongs included, was last heard.
    heard: Instant,
    /// Since when a message is half there, and which.
    half_since: Option<(u64, Instant)>,
    /// Until when this socket is not read, because it was too fast.
    paused_until: Option<Instant>,
    /// Since when it is in no room and at no desk.
    idle_since: Instant,
    next_look: Instant,
}

impl Talk {
    fn new(conversation: Conversation, half: ReadHalf) -> Self {
        let now = conversation.refilled;
        Self {
            next_look: now + look_every(&conversation.relay),
            conversation,
            half,
            decoder: Decoder::new(MAX_FRAME),
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

    /// `early` is what the client has sent behind its request.
    async fn run(&mut self, mut early: Vec<u8>) -> End {
        let outbox = self.conversation.outbox.clone();
        let mut heard = self.take(&mut early);
        wipe(&mut early);
        drop(early);
        let alarm = sleep_until(self.next_look);
        tokio::pin!(alarm);
        loop {
            match heard {
                Ok(()) => {}
                Err(Stop::Gone) => return End::Gone,
                Err(Stop::Close(code)) => {
                    outbox.close(code);
                    return End::Closing;
                }
            }
            let due = self.due();
            // Moved only to ring earlier: most wake-ups leave the timer alone, and one that rings too early does nothing.
            if due < alarm.deadline() || alarm.is_elapsed() {
                alarm.as_mut().reset(due);
            }
            heard = tokio::select! {
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
                    Ok(())
                }
                () = outbox.writable(), if self.blocked => {
                    match outbox.drain() {
                        Flushed::All => self.blocked = false,
                        Flushed::Some => {}
                        Flushed::Broken => return End::Gone,
                    }
                    Ok(())
                }
                () = &mut alarm => self.look_around(Instant::now()).map_err(Stop::Close),
                heard = poll_fn(|context| self.poll_hear(context)), if self.paused_until.is_none() => heard,
            };
        }
    }

    /// Reads what is there and acts on it, without waiting in between.
    fn poll_hear(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Stop>> {
        READ_INTO.with_borrow_mut(|scratch| {
            let mut buffer = ReadBuf::new(scratch);
            let read = ready!(Pin::new(&mut self.half).poll_read(context, &mut buffer));
            let bytes = buffer.filled_mut();
            let result = match read {
                Ok(()) if !bytes.is_empty() => self.take(bytes),
                Ok(()) | Err(_) => Err(Stop::Gone),
            };
            // The next reader on this thread is somebody else.
            bytes.fill(0);
            Poll::Ready(result)
        })
    }

    /// Acts on everything that is whole, then writes to everybody who got something, once.
    fn take(&mut self, bytes: &mut [u8]) -> Result<(), Stop> {
        if bytes.is_empty() {
            return Ok(());
        }
        let now = Instant::now();
        let Self {
            conversation,
            decoder,
            dirty,
            ..
        } = self;
        conversation.refill(now);
        let length = bytes.len();
        conversation.buckets.spend(Kind::Bytes, length);
        let mut frames = 0;
        let result = decoder.feed(bytes, |event| {
            frames += 1;
            hear(conversation, event, dirty)
        });
        conversation.buckets.spend(Kind::Frames, frames);
        let result = match result {
            Ok(()) => Ok(()),
            Err(codec::Stop::Listener(stop)) => Err(stop),
            Err(codec::Stop::Breach(Breach::TooLarge)) => Err(Stop::Close(conversation.reject(Reject::TooLarge))),
            Err(codec::Stop::Breach(Breach::Protocol)) => Err(Stop::Close(conversation.reject(Reject::Forbidden))),
        };
        self.dirty.flush();
        if std::mem::take(&mut self.conversation.spoke) {
            self.conversation.outbox.flush();
        }
        if frames > 0 {
            self.heard = now;
        }
        let counters = &self.conversation.relay.counters;
        counters.messages.many(frames as u64);
        counters.bytes.many(length as u64);
        counters
            .forwarded
            .many(std::mem::take(&mut self.conversation.forwarded));
        self.half_since = match (self.decoder.half(), self.half_since) {
            (Some(message), Some((before, since))) if message == before => Some((message, since)),
            (Some(message), _) => Some((message, now)),
            (None, _) => None,
        };
        let alone = self.conversation.buckets.debt(&self.conversation.relay.rates);
        let together = self.conversation.spend_of_desk(frames, length);
        self.paused_until = alone.max(together).map(|debt| now + debt);
        if self.paused_until.is_some() {
            self.conversation.relay.counters.paused.one();
        }
        result
    }

    /// When somebody has to look at the clock again.
    fn due(&self) -> Instant {
        let half = self
            .half_since
            .map(|(_, since)| since + self.conversation.relay.limits.message_time);
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
            self.half_since = self.half_since.map(|(message, _)| (message, now));
            self.heard = now;
        }
        if self
            .half_since
            .is_some_and(|(_, since)| since + limits.message_time <= now)
        {
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

enum Stop {
    Gone,
    Close(CloseCode),
}

fn hear(conversation: &mut Conversation, event: Event<'_>, dirty: &mut Dirty) -> Result<(), Stop> {
    match event {
        Event::Binary(message) => conversation.hear(message, dirty).map_err(Stop::Close),
        Event::Text(_) => Err(Stop::Close(conversation.reject(Reject::Forbidden))),
        Event::Pong(_) => Ok(()),
        Event::Ping(payload) => {
            conversation.outbox.pong(payload);
            conversation.spoke = true;
            Ok(())
        }
        Event::Close(code) => {
            conversation.outbox.goodbye(code);
            conversation.spoke = true;
            Err(Stop::Gone)
        }
    }
}

/// Writes what is left, then says that nothing more will come, and waits until the client has seen it. Closing a socket
/// that still has something to read would throw away what the client has not read yet, the close code with it.
async fn farewell(mut half: ReadHalf, outbox: Arc<Outbox>) {
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
