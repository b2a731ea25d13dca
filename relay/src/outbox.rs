//! What waits to be written to one socket.
//!
//! Whoever has something for the socket puts it in and, at the end of its own wake-up, flushes: it writes straight into
//! the receiver's socket. Only what the kernel does not take at once stays here, up to a cap, and then the socket's own
//! task writes it when there is room. A receiver that is over the cap is closed; nobody waits for it.

use std::io::ErrorKind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hushwire_wire::CloseCode;
use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Control, Data, OpCode};

use crate::line::WriteHalf;
use crate::{grow, wipe};

/// The longest header of a frame that is not masked, as a server's are not: RFC 6455, section 5.2.
const MOST_HEADER: usize = 10;

/// What a client reads in the close frame of a relay that stops; behind it, perhaps, where to go.
const DRAINING: &str = "draining";

/// How much may wait, for one socket and for all together.
pub(crate) struct Budget {
    each: usize,
    all: usize,
    used: AtomicUsize,
    /// The reason that goes with "stopping".
    farewell: Box<[u8]>,
}

/// RFC 6455, section 5.5: a control frame has at most 125 bytes, two of which are the code.
const MOST_REASON: usize = 123;

impl Budget {
    /// In bytes. `elsewhere` is where clients go when the relay stops.
    pub(crate) fn new(each: usize, all: usize, elsewhere: Option<&str>) -> Self {
        let farewell = match elsewhere {
            Some(url) if DRAINING.len() + 1 + url.len() <= MOST_REASON => format!("{DRAINING} {url}"),
            _ => DRAINING.to_owned(),
        };
        Self {
            farewell: farewell.into_bytes().into(),
            each,
            all,
            used: AtomicUsize::new(0),
        }
    }
}

impl Budget {
    /// How much waits now.
    pub(crate) fn used(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }
}

/// The way to one socket.
pub(crate) struct Outbox {
    socket: WriteHalf,
    budget: Arc<Budget>,
    state: Mutex<State>,
    /// Rung when the socket's own task has to look: something is left to write, or it is to close.
    bell: Notify,
}

#[derive(Default)]
struct State {
    bytes: Vec<u8>,
    /// How many of `bytes` the kernel has taken.
    written: usize,
    /// How much of the budget for all this socket holds.
    counted: usize,
    /// Set once. What comes after it is dropped.
    closing: Option<CloseCode>,
    /// The kernel takes nothing any more.
    broken: bool,
}

/// Whether everything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flushed {
    /// Nothing waits.
    All,
    /// Something waits for room in the kernel.
    Some,
    /// The socket is gone.
    Broken,
}

impl Outbox {
    /// The outbox of a socket.
    pub(crate) fn new(socket: WriteHalf, budget: Arc<Budget>) -> Self {
        Self {
            socket,
            budget,
            state: Mutex::default(),
            bell: Notify::new(),
        }
    }

    /// Puts in one message, in two parts so that a forwarded frame is copied once. Sends nothing yet.
    pub(crate) fn put(&self, head: &[u8], rest: &[u8]) {
        let length = head.len() + rest.len();
        let mut state = self.state();
        if !self.has_room(&mut state, length + MOST_HEADER) {
            return;
        }
        grow(&mut state.bytes, length + MOST_HEADER);
        begin(OpCode::Data(Data::Binary), length, &mut state.bytes);
        state.bytes.extend_from_slice(head);
        state.bytes.extend_from_slice(rest);
    }

    /// Puts in bytes that are WebSocket frames already.
    fn put_raw(&self, frames: &[u8]) {
        let mut state = self.state();
        if self.has_room(&mut state, frames.len()) {
            grow(&mut state.bytes, frames.len());
            state.bytes.extend_from_slice(frames);
        }
    }

    /// Answers a WebSocket ping with what was in it: at most 125 bytes, as the codec sees to.
    pub(crate) fn pong(&self, payload: &[u8]) {
        self.control(Control::Pong, payload);
    }

    /// Answers a close frame with its own code.
    pub(crate) fn goodbye(&self, code: Option<u16>) {
        let code = code.map(u16::to_be_bytes);
        self.control(Control::Close, code.as_ref().map_or(&[], <[u8; 2]>::as_slice));
    }

    /// Puts in a WebSocket ping.
    pub(crate) fn ping(&self) {
        self.control(Control::Ping, &[]);
    }

    fn control(&self, kind: Control, payload: &[u8]) {
        let mut frame = Vec::with_capacity(MOST_HEADER + payload.len());
        begin(OpCode::Control(kind), payload.len(), &mut frame);
        frame.extend_from_slice(payload);
        self.put_raw(&frame);
    }

    /// Closes the socket after what is in the outbox. The first reason counts.
    pub(crate) fn close(&self, code: CloseCode) {
        self.shut(&mut self.state(), code);
    }

    /// Why the socket is being closed, if it is.
    pub(crate) fn closing(&self) -> Option<CloseCode> {
        self.state().closing
    }

    /// Writes what the kernel takes now. What is left is the business of the socket's own task, which is woken for it.
    pub(crate) fn flush(&self) -> Flushed {
        let mut state = self.state();
        let result = self.write(&mut state);
        self.account(&mut state);
        drop(state);
        if result != Flushed::All {
            self.bell.notify_one();
        }
        result
    }

    /// The same for the socket's own task, which needs no waking.
    pub(crate) fn drain(&self) -> Flushed {
        let mut state = self.state();
        let result = self.write(&mut state);
        self.account(&mut state);
        result
    }

    /// Waits until there is something for the socket's own task to do.
    pub(crate) async fn rung(&self) {
        self.bell.notified().await;
    }

    /// Waits until the kernel may take more.
    pub(crate) async fn writable(&self) {
        // An error shows itself at the next write.
        let _ = self.socket.writable().await;
    }

    fn write(&self, state: &mut State) -> Flushed {
        while !state.broken && state.written < state.bytes.len() {
            match self
                .socket
                .try_write(state.bytes.get(state.written..).unwrap_or_default())
            {
                Ok(0) => state.broken = true,
                Ok(taken) => state.written += taken,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => state.broken = true,
            }
        }
        let mut all = state.written == state.bytes.len();
        if all && !state.broken {
            match self.socket.try_flush() {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => all = false,
                Err(_) => state.broken = true,
            }
        }
        if state.broken || state.written == state.bytes.len() {
            // Given back and not kept: an idle connection holds no buffer, and a frame leaves memory when it is gone.
            wipe(&mut state.bytes);
            state.bytes = Vec::new();
            state.written = 0;
        } else if state.written > state.bytes.len() / 2 {
            let left = state.bytes.len() - state.written;
            state.bytes.copy_within(state.written.., 0);
            wipe(state.bytes.get_mut(left..).unwrap_or_default());
            state.bytes.truncate(left);
            state.written = 0;
        }
        match (state.broken, all) {
            (true, _) => Flushed::Broken,
            (false, true) => Flushed::All,
            (false, false) => Flushed::Some,
        }
    }

    fn has_room(&self, state: &mut State, more: usize) -> bool {
        if state.closing.is_some() || state.broken {
            return false;
        }
        let waiting = state.bytes.len() - state.written;
        // What the kernel has refused, not what was put in a moment ago: a healthy socket has nothing counted.
        let slow = state.counted > 0;
        let crowded = slow && self.budget.used.load(Ordering::Relaxed) > self.budget.all;
        if waiting + more > self.budget.each || crowded {
            self.shut(state, CloseCode::TooSlow);
            return false;
        }
        true
    }

    fn shut(&self, state: &mut State, code: CloseCode) {
        if state.closing.is_none() {
            state.closing = Some(code);
            let reason = match code {
                // Short enough for a control frame: `Budget::new` sees to that.
                CloseCode::Stopping => &*self.budget.farewell,
                _ => &[],
            };
            grow(&mut state.bytes, MOST_HEADER + 2 + reason.len());
            begin(OpCode::Control(Control::Close), 2 + reason.len(), &mut state.bytes);
            state.bytes.extend_from_slice(&code.number().to_be_bytes());
            state.bytes.extend_from_slice(reason);
            self.bell.notify_one();
        }
    }

    fn account(&self, state: &mut State) {
        let waiting = state.bytes.len();
        if waiting > state.counted {
            self.budget.used.fetch_add(waiting - state.counted, Ordering::Relaxed);
        } else if waiting < state.counted {
            self.budget.used.fetch_sub(state.counted - waiting, Ordering::Relaxed);
        }
        state.counted = waiting;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes the header of a whole frame that is not masked.
fn begin(opcode: OpCode, length: usize, out: &mut Vec<u8>) {
    let header = FrameHeader {
        is_final: true,
        opcode,
        ..FrameHeader::default()
    };
    // Writing into a `Vec` cannot fail.
    let _ = header.format(length as u64, out);
}

impl Drop for Outbox {
    fn drop(&mut self) {
        let mut state = self.state();
        wipe(&mut state.bytes);
        let counted = state.counted;
        drop(state);
        self.budget.used.fetch_sub(counted, Ordering::Relaxed);
    }
}

/// The outboxes that got something in one wake-up: each is flushed once, at the end of it.
#[derive(Default)]
pub(crate) struct Dirty(Vec<Arc<Outbox>>);

impl Dirty {
    /// Remembers an outbox.
    pub(crate) fn add(&mut self, outbox: &Arc<Outbox>) {
        // The last one is the likely one; a double only costs a look at an empty outbox.
        if !self.0.last().is_some_and(|last| Arc::ptr_eq(last, outbox)) {
            self.0.push(Arc::clone(outbox));
        }
    }

    /// Writes them all out.
    pub(crate) fn flush(&mut self) {
        for outbox in self.0.drain(..) {
            outbox.flush();
        }
    }
}

#[cfg(test)]
mod tests;
