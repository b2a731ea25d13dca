//! What is measured of one server.

use std::io;
use std::time::{Duration, Instant};

use hushwire_wire::RoomId;

use crate::server::{Recipe, Server};
use crate::swarm::{Event, Swarm};
use crate::{cores, take_place};

/// How long and how many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Before anything is counted.
    pub(crate) warm_up: Duration,
    /// While it is counted.
    pub(crate) phase: Duration,
    pub(crate) idle_connections: usize,
    pub(crate) stalled_bytes: usize,
}

impl Size {
    pub(crate) const FULL: Self = Self {
        warm_up: Duration::from_millis(1000),
        phase: Duration::from_millis(4000),
        idle_connections: 10_000,
        stalled_bytes: 64 << 20,
    };
    pub(crate) const SHORT: Self = Self {
        warm_up: Duration::from_millis(100),
        phase: Duration::from_millis(300),
        idle_connections: 200,
        stalled_bytes: 1 << 20,
    };
}

/// One row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) a: f64,
    pub(crate) b: f64,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) cpu: f64,
    pub(crate) idle: f64,
    pub(crate) used: f64,
    pub(crate) joins: f64,
    pub(crate) stalled: f64,
    pub(crate) cold: f64,
}

/// A text message with its padding.
pub(crate) const MESSAGE: usize = 256;
/// Messages a second of the measured latency.
pub(crate) const PACE: u32 = 5_000;
/// A silence longer than this is a fault of the server.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// Connections that are being made at a time, below any backlog.
const DIALLING: usize = 64;
/// The size of what stalled readers do not read.
const PIECE: usize = 16 * 1024;
/// Nobody is measured in the middle of settling down.
const SETTLE: Duration = Duration::from_millis(1500);

/// Measures it all.
pub(crate) fn measure(recipe: &Recipe, size: Size) -> io::Result<Row> {
    let (core, _) = cores();
    let server = recipe.start(core)?;
    let a = throughput(recipe, &server, size, 500, 1)?;
    let b = throughput(recipe, &server, size, 50, 32)?;
    let mut paced = paced(recipe, &server, size)?;
    let server = recipe.start(core)?;
    let (idle, used) = idle(recipe, &server, size)?;
    let server = recipe.start(core)?;
    let joins = joins(recipe, &server, size.phase)?;
    let server = recipe.start(core)?;
    let stalled = stalled(recipe, &server, size)?;
    Ok(Row {
        name: recipe.name,
        a,
        b,
        p50: paced.latency.at(0.5),
        p99: paced.latency.at(0.99),
        cpu: paced.cpu,
        idle,
        used,
        joins,
        stalled,
        cold: server.cold_start.as_secs_f64() * 1e3,
    })
}

/// A room for each number; never zero, which is no room.
pub(crate) fn room(number: usize) -> RoomId {
    RoomId((1 + number as u128).to_be_bytes())
}

/// Two in each room; when this returns all have joined. Numbers 2n and 2n + 1 share room n.
pub(crate) fn seat_pairs(swarm: &mut Swarm, rooms: usize) -> io::Result<()> {
    let (mut dialled, mut joined) = (0, 0);
    let end = Instant::now() + PATIENCE;
    while joined < 2 * rooms {
        while dialled < 2 * rooms && dialled < joined + DIALLING {
            swarm.dial(room(dialled / 2), (dialled % 2) as u8)?;
            dialled += 1;
        }
        let mut lost = 0;
        swarm.turn(Duration::from_millis(10), |_, event, _| match event {
            Event::Joined => joined += 1,
            Event::Gone => lost += 1,
            Event::Message(_) | Event::Left => {}
        })?;
        if lost > 0 || Instant::now() > end {
            return Err(io::Error::other("the server does not let everybody in"));
        }
    }
    Ok(())
}

/// Messages a second that the server forwards: in each room `window` of them go to and fro.
fn throughput(recipe: &Recipe, server: &Server, size: Size, rooms: usize, window: usize) -> io::Result<f64> {
    let mut swarm = Swarm::new(server.address, recipe.speech)?;
    seat_pairs(&mut swarm, rooms)?;
    let payload = [7; MESSAGE];
    for number in 0..rooms {
        for _ in 0..window {
            swarm.say(2 * number, &payload);
        }
        swarm.flush(2 * number);
    }
    let speech = swarm.speech();
    let count = |swarm: &mut Swarm, time: Duration| -> io::Result<f64> {
        let begun = Instant::now();
        let mut messages = 0_u64;
        while begun.elapsed() < time {
            swarm.turn(Duration::from_millis(10), |number, event, reply| {
                if let Event::Message(_) = event {
                    messages += 1;
                    speech.message(room(number / 2), &payload, reply);
                }
            })?;
        }
        Ok(messages as f64 / begun.elapsed().as_secs_f64())
    };
    count(&mut swarm, size.warm_up)?;
    let rate = count(&mut swarm, size.phase)?;
    if swarm.alive() < 2 * rooms || rate == 0.0 {
        return Err(io::Error::other("the server lost connections under load"));
    }
    Ok(rate)
}

/// How late messages were, in microseconds.
#[derive(Default)]
pub(crate) struct Latency(Vec<f64>);

impl Latency {
    pub(crate) fn add(&mut self, micros: f64) {
        self.0.push(micros);
    }

    pub(crate) fn at(&mut self, part: f64) -> f64 {
        self.0.sort_by(f64::total_cmp);
        let last = self.0.len().saturating_sub(1);
        self.0.get((last as f64 * part) as usize).copied().unwrap_or(f64::NAN)
    }
}

/// Sends at an even pace, whatever comes back, so that a server that stops is not waited for.
pub(crate) struct Pace {
    begun: Instant,
    sent: u32,
    rooms: usize,
}

impl Pace {
    pub(crate) fn over(rooms: usize) -> Self {
        Self {
            begun: Instant::now(),
            sent: 0,
            rooms,
        }
    }

    /// Sends what is due, each message with the time at which it was due.
    pub(crate) fn send_due(&mut self, swarm: &mut Swarm) {
        while self.begun.elapsed() >= self.due(self.sent) {
            let number = 2 * (self.sent as usize % self.rooms);
            let mut payload = [7; MESSAGE];
            payload[..4].copy_from_slice(&self.sent.to_be_bytes());
            swarm.say(number, &payload);
            swarm.flush(number);
            self.sent += 1;
        }
    }

    /// How late the message is that has just come.
    pub(crate) fn late(&self, payload: &[u8]) -> Option<f64> {
        let sent = u32::from_be_bytes(*payload.first_chunk()?);
        Some((self.begun.elapsed().saturating_sub(self.due(sent))).as_secs_f64() * 1e6)
    }

    fn due(&self, number: u32) -> Duration {
        Duration::from_secs(1) * number / PACE
    }
}

struct Paced {
    latency: Latency,
    cpu: f64,
}

/// The way of a message at 5,000 a second over 500 rooms, and what one costs the server.
fn paced(recipe: &Recipe, server: &Server, size: Size) -> io::Result<Paced> {
    const ROOMS: usize = 500;
    let mut swarm = Swarm::new(server.address, recipe.speech)?;
    seat_pairs(&mut swarm, ROOMS)?;
    let mut latency = Latency::default();
    let run = |swarm: &mut Swarm, time: Duration, latency: &mut Latency| -> io::Result<()> {
        let mut pace = Pace::over(ROOMS);
        while pace.begun.elapsed() < time {
            pace.send_due(swarm);
            // Never asleep: how late the generator itself wakes up is not the server's business.
            swarm.turn(Duration::ZERO, |_, event, _| {
                if let Event::Message(payload) = event {
                    latency.0.extend(pace.late(payload));
                }
            })?;
        }
        Ok(())
    };
    run(&mut swarm, size.warm_up, &mut Latency::default())?;
    let before = server.cpu();
    run(&mut swarm, size.phase, &mut latency)?;
    let spent = server.cpu().saturating_sub(before);
    if latency.0.is_empty() {
        return Err(io::Error::other("the server forwards nothing"));
    }
    let cpu = spent.as_secs_f64() * 1e6 / latency.0.len() as f64;
    Ok(Paced { latency, cpu })
}

/// Memory of a connection that only sits in its room, and of one that has talked before: KiB.
fn idle(recipe: &Recipe, server: &Server, size: Size) -> io::Result<(f64, f64)> {
    let mut swarm = Swarm::new(server.address, recipe.speech)?;
    // What the first ones make it set up is not theirs.
    let mut first = Swarm::new(server.address, recipe.speech)?;
    seat_pairs(&mut first, 10)?;
    drop(first);
    settle(&mut swarm)?;
    let before = server.memory();
    seat_pairs(&mut swarm, size.idle_connections / 2)?;
    settle(&mut swarm)?;
    let each = |memory: u64| (memory as f64 - before as f64) / size.idle_connections as f64;
    let idle = each(server.memory());

    // Twenty messages and one as large as they get, for everybody.
    for round in 0..=20 {
        let payload = vec![7; if round == 10 { 60_000 } else { MESSAGE }];
        let mut arrived = 0;
        for some in (0..size.idle_connections).collect::<Vec<_>>().chunks(100) {
            for number in some {
                swarm.say(*number, &payload);
                swarm.flush(*number);
            }
            let wanted = arrived + some.len();
            let counted = std::cell::Cell::new(arrived);
            swarm.until(
                "messages",
                PATIENCE,
                |_, event, _| counted.set(counted.get() + usize::from(matches!(event, Event::Message(_)))),
                |_| Ok(counted.get() >= wanted),
            )?;
            arrived = counted.get();
        }
    }
    settle(&mut swarm)?;
    Ok((idle, each(server.memory())))
}

fn settle(swarm: &mut Swarm) -> io::Result<()> {
    let end = Instant::now() + SETTLE;
    while Instant::now() < end {
        swarm.turn(Duration::from_millis(50), |_, _, _| {})?;
    }
    Ok(())
}

/// Connects, joins a room, goes; as many a second as the server lets in.
fn joins(recipe: &Recipe, server: &Server, time: Duration) -> io::Result<f64> {
    let begun = Instant::now();
    let joined = come_and_go(recipe, server, |joined| joined > 0 && begun.elapsed() >= time)?;
    Ok(joined as f64 / begun.elapsed().as_secs_f64())
}

fn come_and_go(recipe: &Recipe, server: &Server, mut enough: impl FnMut(usize) -> bool) -> io::Result<usize> {
    let mut swarm = Swarm::new(server.address, recipe.speech)?;
    let (mut dialled, mut joined, mut failed) = (0, 0, 0);
    let mut over = Vec::new();
    let mut last = Instant::now();
    while !enough(joined) {
        while dialled < joined + failed + DIALLING {
            swarm.dial(room(dialled / 2), (dialled % 2) as u8)?;
            dialled += 1;
        }
        swarm.turn(Duration::from_millis(10), |number, event, _| match event {
            Event::Joined => {
                joined += 1;
                last = Instant::now();
                over.push(number);
            }
            Event::Gone => failed += 1,
            Event::Message(_) | Event::Left => {}
        })?;
        for number in over.drain(..) {
            swarm.hang_up(number);
        }
        if last.elapsed() > PATIENCE || failed > 1000 {
            return Err(io::Error::other("the server lets nobody in"));
        }
    }
    Ok(joined)
}

/// How much the server grows, in MiB, while four readers read nothing and four writers write on.
fn stalled(recipe: &Recipe, server: &Server, size: Size) -> io::Result<f64> {
    const ROOMS: usize = 4;
    let mut swarm = Swarm::new(server.address, recipe.speech)?;
    seat_pairs(&mut swarm, ROOMS)?;
    settle(&mut swarm)?;
    let before = server.memory();
    let mut most = before;
    let pieces = size.stalled_bytes / PIECE;
    let payload = vec![7; PIECE];
    let mut left = [pieces; ROOMS];
    for number in 0..ROOMS {
        swarm.deafen(2 * number + 1);
    }
    // A server that holds the writers back has passed; two seconds without progress say so.
    let mut progress = Instant::now();
    while left.iter().any(|left| *left > 0) && progress.elapsed() < Duration::from_secs(2) {
        for (number, left) in left.iter_mut().enumerate() {
            while *left > 0 && swarm.waiting(2 * number) < 4 * PIECE {
                swarm.say(2 * number, &payload);
                swarm.flush(2 * number);
                *left -= 1;
                progress = Instant::now();
            }
        }
        swarm.turn(Duration::from_millis(5), |_, _, _| {})?;
        most = most.max(server.memory());
    }
    settle(&mut swarm)?;
    most = most.max(server.memory());
    Ok(most.saturating_sub(before) as f64 / 1024.0)
}

/// Comes and goes many times: what is left in memory, against what was there before.
pub(crate) fn churn(recipe: &Recipe, times: usize) -> io::Result<()> {
    take_place();
    let server = recipe.start(cores().0)?;
    // The tables have their usual size after the first thousands, and the allocator its arenas.
    come_and_go(recipe, &server, |joined| joined >= (times / 10).min(20_000))?;
    std::thread::sleep(SETTLE);
    let before = server.memory();
    let begun = Instant::now();
    come_and_go(recipe, &server, |joined| joined >= times)?;
    let seconds = begun.elapsed().as_secs_f64();
    std::thread::sleep(SETTLE);
    let after = server.memory();
    let growth = 100.0 * (after as f64 - before as f64) / before as f64;
    println!(
        "{times} came and went in {seconds:.1} s: {before} KiB before, {after} KiB after ({growth:+.1} %, goal 10 %)"
    );
    Ok(())
}
