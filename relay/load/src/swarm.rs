//! Many connections in one thread: one poll, one buffer, no task, no timer, so that the generator costs less than what
//! it measures.

use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use hushwire_wire::RoomId;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use crate::speech::{Heard, Speech};

/// All connections to one server.
pub(crate) struct Swarm {
    poll: Poll,
    events: Events,
    address: SocketAddr,
    speech: Speech,
    links: Vec<Option<Link>>,
    buffer: Vec<u8>,
}

struct Link {
    stream: TcpStream,
    room: RoomId,
    seat: u8,
    upgraded: bool,
    connected: bool,
    /// Never read from: what a stalled reader is.
    deaf: bool,
    input: Vec<u8>,
    output: Vec<u8>,
    written: usize,
}

/// Something that happened to a connection.
pub(crate) enum Event<'a> {
    Joined,
    Message(&'a [u8]),
    /// The other member is gone.
    Left,
    /// It is closed.
    Gone,
}

/// What the listener of an event wants to be sent on the same connection.
pub(crate) type Reply = Vec<u8>;

impl Swarm {
    pub(crate) fn new(address: SocketAddr, speech: Speech) -> io::Result<Self> {
        Ok(Self {
            poll: Poll::new()?,
            events: Events::with_capacity(1024),
            address,
            speech,
            links: Vec::new(),
            buffer: vec![0; 256 * 1024],
        })
    }

    pub(crate) fn speech(&self) -> Speech {
        self.speech
    }

    /// Connections that stand or are about to.
    pub(crate) fn alive(&self) -> usize {
        self.links.iter().flatten().count()
    }

    /// Begins a connection; its number. It says `Joined` when it is in the room.
    pub(crate) fn dial(&mut self, room: RoomId, seat: u8) -> io::Result<usize> {
        let mut stream = TcpStream::connect(self.address)?;
        let number = self.links.len();
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut stream, Token(number), interest)?;
        self.links.push(Some(Link {
            stream,
            room,
            seat,
            upgraded: false,
            connected: false,
            deaf: false,
            input: Vec::new(),
            output: self.speech.greeting(room),
            written: 0,
        }));
        Ok(number)
    }

    /// Ends a connection.
    pub(crate) fn hang_up(&mut self, number: usize) {
        if let Some(link) = self.links.get_mut(number) {
            *link = None;
        }
    }

    /// From now on this connection is not read.
    pub(crate) fn deafen(&mut self, number: usize) {
        if let Some(Some(link)) = self.links.get_mut(number) {
            link.deaf = true;
        }
    }

    /// Puts a message into a connection's output; [`flush`](Self::flush) writes it.
    pub(crate) fn say(&mut self, number: usize, payload: &[u8]) {
        if let Some(Some(link)) = self.links.get_mut(number) {
            self.speech.message(link.room, payload, &mut link.output);
        }
    }

    /// Bytes that wait in the generator for this connection.
    pub(crate) fn waiting(&self, number: usize) -> usize {
        match self.links.get(number) {
            Some(Some(link)) => link.output.len() - link.written,
            _ => 0,
        }
    }

    pub(crate) fn flush(&mut self, number: usize) {
        if let Some(slot) = self.links.get_mut(number)
            && let Some(link) = slot
            && link.connected
            && link.write().is_err()
        {
            *slot = None;
        }
    }

    /// Waits for something to happen, at most this long; tells it all. What `hear` puts into the reply is sent at once.
    pub(crate) fn turn(
        &mut self,
        patience: Duration,
        mut hear: impl FnMut(usize, Event<'_>, &mut Reply),
    ) -> io::Result<()> {
        match self.poll.poll(&mut self.events, Some(patience)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            result => result?,
        }
        for event in &self.events {
            let Token(number) = event.token();
            let Some(slot) = self.links.get_mut(number) else {
                continue;
            };
            let Some(link) = slot else { continue };
            let mut alive = Ok(());
            if event.is_writable() {
                link.connected = true;
                alive = link.write();
            }
            if alive.is_ok() && event.is_readable() && !link.deaf {
                alive = link.read(self.speech, &mut self.buffer, |event, reply| hear(number, event, reply));
            }
            if let Err(Gone) = alive {
                *slot = None;
                hear(number, Event::Gone, &mut Vec::new());
            }
        }
        Ok(())
    }

    /// Turns until `done` says so; an error when it takes longer than this.
    pub(crate) fn until(
        &mut self,
        what: &str,
        patience: Duration,
        mut hear: impl FnMut(usize, Event<'_>, &mut Reply),
        mut done: impl FnMut(&mut Self) -> io::Result<bool>,
    ) -> io::Result<()> {
        let end = Instant::now() + patience;
        while !done(self)? {
            if Instant::now() > end {
                return Err(io::Error::other(format!("waited in vain for {what}")));
            }
            self.turn(Duration::from_millis(10), &mut hear)?;
        }
        Ok(())
    }
}

struct Gone;

impl Link {
    fn write(&mut self) -> Result<(), Gone> {
        while self.written < self.output.len() {
            match self.stream.write(&self.output[self.written..]) {
                Ok(0) => return Err(Gone),
                Ok(taken) => self.written += taken,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Err(Gone),
            }
        }
        if self.written == self.output.len() {
            self.output.clear();
            self.written = 0;
        }
        Ok(())
    }

    fn read(
        &mut self,
        speech: Speech,
        buffer: &mut [u8],
        mut hear: impl FnMut(Event<'_>, &mut Reply),
    ) -> Result<(), Gone> {
        loop {
            let taken = match self.stream.read(buffer) {
                Ok(0) => return Err(Gone),
                Ok(taken) => taken,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => return Err(Gone),
            };
            let fresh = buffer.get(..taken).unwrap_or_default();
            let kept = std::mem::take(&mut self.input);
            let joined = if kept.is_empty() {
                None
            } else {
                Some([kept.as_slice(), fresh].concat())
            };
            let mut rest = joined.as_deref().unwrap_or(fresh);
            loop {
                let heard = speech.hear(&mut self.upgraded, self.room, self.seat, rest);
                let Some((length, heard)) = heard.map_err(|_| Gone)? else {
                    break;
                };
                match heard {
                    Heard::Left => hear(Event::Left, &mut self.output),
                    Heard::Joined => hear(Event::Joined, &mut self.output),
                    Heard::Message(payload) => hear(Event::Message(payload), &mut self.output),
                    Heard::Answer(answer) => self.output.extend_from_slice(&answer),
                    Heard::Closing => return Err(Gone),
                    Heard::Other => {}
                }
                rest = rest.get(length..).unwrap_or_default();
            }
            self.input = rest.to_vec();
            self.write()?;
            // Less than there was room for: the kernel has no more, and asking again would cost a call.
            if taken < buffer.len() {
                return Ok(());
            }
        }
    }
}
