//! Carries things between the attendant and the world: socket, keyboard, screen, clock, signals.

use std::time::Duration;

use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};

use crate::{
    chat::{
        attendant::{Attendant, Doing, Finish, Happening, Line},
        dial::Dial,
        link::{Link, News},
        showing::Showing,
    },
    clock::Clock,
    failure::{Done, Failure},
    lines::{self, Reading},
    randomness,
};

/// The first wait before connecting anew; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A socket that lived for so long was a good one: the waits begin anew.
const GOOD_AFTER: Duration = Duration::from_secs(10);
/// Longer than any message may be (16 KiB): what is over that is refused by the session and said so.
const LONGEST_LINE: usize = 64 * 1024;

pub(crate) async fn pump(
    mut attendant: Attendant,
    dial: Dial,
    showing: Showing<'_>,
    clock: Clock,
) -> Result<Done, Failure> {
    let mut signals = Signals::listen().map_err(|error| Failure::new(format!("cannot listen for signals: {error}")))?;
    let mut typing = read_keyboard();
    let mut world = World {
        socket: Socket::Open {
            link: Link::open(&dial),
            since: Instant::now(),
        },
        dial,
        failures: 0,
        wake: None,
        showing,
        clock,
    };
    let mut doings = attendant.begin(clock.millis()?);
    loop {
        if let Some(finish) = world.carry_out(doings)? {
            return world.finish(finish).await;
        }
        let wake = world.wake;
        let happening = tokio::select! {
            happened = world.socket.next() => match happened {
                AtSocket::News(News::Opened) => Happening::Opened(world.dial.host()),
                AtSocket::News(News::Received(bytes)) => {
                    doings = attendant.take(Happening::Received(&bytes), clock.millis()?);
                    continue;
                }
                AtSocket::News(News::Closed(reason)) => {
                    world.lost(&reason)?;
                    Happening::Closed
                }
                AtSocket::WaitIsOver => {
                    world.socket = Socket::Open { link: Link::open(&world.dial), since: Instant::now() };
                    doings = Vec::new();
                    continue;
                }
            },
            typed = typing.recv(), if attendant.listens() => match typed {
                Some(Typed::Line(line)) => Happening::Typed(line),
                Some(Typed::NotText) => {
                    world.showing.not_sent(1, "not-text")?;
                    doings = Vec::new();
                    continue;
                }
                None => Happening::InputEnded,
            },
            () = sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => {
                world.wake = None;
                Happening::Tick
            }
            () = signals.next() => Happening::Interrupted,
        };
        doings = attendant.take(happening, clock.millis()?);
    }
}

/// Everything around the attendant.
struct World<'a> {
    dial: Dial,
    socket: Socket,
    /// Sockets lost in a row.
    failures: u32,
    wake: Option<Instant>,
    showing: Showing<'a>,
    clock: Clock,
}

enum Socket {
    Open { link: Link, since: Instant },
    Waiting { until: Instant },
}

enum AtSocket {
    News(News),
    WaitIsOver,
}

impl Socket {
    async fn next(&mut self) -> AtSocket {
        match self {
            Self::Open { link, .. } => AtSocket::News(link.news().await),
            Self::Waiting { until } => {
                sleep_until(*until).await;
                AtSocket::WaitIsOver
            }
        }
    }
}

impl World<'_> {
    fn carry_out(&mut self, doings: Vec<Doing>) -> Result<Option<Finish>, Failure> {
        for doing in doings {
            match doing {
                Doing::Send(bytes) => {
                    if let Socket::Open { link, .. } = &self.socket {
                        link.send(bytes);
                    }
                }
                Doing::Wake(at) => {
                    let wait = Duration::from_millis(at.saturating_sub(self.clock.millis()?));
                    self.wake = Some(Instant::now() + wait.min(Duration::from_secs(3600)));
                }
                Doing::Show(event) => self.showing.event(&event)?,
                Doing::NotSent { lines, code } => self.showing.not_sent(lines, code)?,
                Doing::Reconnect => self.hang_up(),
                Doing::Finish(finish) => return Ok(Some(finish)),
            }
        }
        Ok(None)
    }

    /// Ends this socket; that it is closed is heard as from any other loss.
    fn hang_up(&mut self) {
        if let Socket::Open { link, .. } = &mut self.socket {
            link.hang_up();
        }
    }

    /// A socket is gone: the next one is tried after a while, at a random time so that not all of a relay's peers come
    /// back at the same moment.
    fn lost(&mut self, reason: &str) -> Result<(), Failure> {
        let Socket::Open { since, .. } = &self.socket else {
            return Ok(());
        };
        if since.elapsed() >= GOOD_AFTER {
            self.failures = 0;
        }
        let longest = FIRST_WAIT.saturating_mul(1 << self.failures.min(16)).min(LONGEST_WAIT);
        let random = f64::from(u32::from_be_bytes(*randomness::random()?)) / f64::from(u32::MAX);
        let wait = longest.mul_f64(0.5 + random / 2.0);
        self.failures = self.failures.saturating_add(1);
        self.socket = Socket::Waiting {
            until: Instant::now() + wait,
        };
        self.showing.lost(reason, wait)
    }

    async fn finish(self, finish: Finish) -> Result<Done, Failure> {
        if let Socket::Open { link, .. } = self.socket {
            link.close().await;
        }
        match finish {
            Finish::Well => Ok(Done::Well),
            Finish::NotAllSent => Ok(Done::WithComplaints),
            Finish::Badly(code) => Err(Failure::new(self.showing.sentence(code))),
        }
    }
}

enum Typed {
    Line(Line),
    NotText,
}

/// Lines from standard input, read in a thread of their own: a runtime that waits for its threads would not end before
/// the next key is pressed.
fn read_keyboard() -> mpsc::Receiver<Typed> {
    let (typed, lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let read = match lines::read(&mut input, &mut line, LONGEST_LINE) {
                Ok(Reading::Line) => {
                    String::from_utf8(line).map_or(Typed::NotText, |line| Typed::Line(Line::new(line)))
                }
                Ok(Reading::TooLong) => Typed::NotText,
                Ok(Reading::End) | Err(_) => return,
            };
            if typed.blocking_send(read).is_err() {
                return;
            }
        }
    });
    lines
}

/// Control-C, and what a service manager sends. Listened for from the start, so that none is missed in between.
struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(not(unix))]
    fn listen() -> std::io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        // Without a handler the system's own applies, which ends the program.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
