//! Readers that stop reading: when they are closed, and what everybody else feels of it.

use std::io;
use std::time::{Duration, Instant};

use crate::measure::{Latency, Pace, seat_pairs};
use crate::server::Recipe;
use crate::swarm::{Event, Swarm};
use crate::{cores, take_place};

/// Rooms of the others, who talk at their usual pace.
const ROOMS: usize = 500;
/// Rooms in which somebody writes much.
const BUSY: usize = 4;
const PIECE: usize = 16 * 1024;
/// Each busy writer: 8 MiB a second.
const PIECES_PER_SECOND: u32 = 512;
const CLOSED_WITHIN: Duration = Duration::from_secs(5);

pub(crate) fn story(recipe: &Recipe, seconds: u64) -> io::Result<()> {
    take_place();
    let server = recipe.start(cores().0)?;
    let time = Duration::from_secs(seconds);
    let mut swarm = Swarm::new(server.address, recipe.speech)?;
    seat_pairs(&mut swarm, ROOMS + BUSY)?;
    half(&mut swarm, time / 4)?;
    let (mut reading, _) = half(&mut swarm, time)?;
    for busy in ROOMS..ROOMS + BUSY {
        swarm.deafen(2 * busy + 1);
    }
    let (mut stalling, closed) = half(&mut swarm, time)?;
    let (calm, upset) = (reading.at(0.99), stalling.at(0.99));
    let ratio = upset / calm;
    let word = |met| if met { "met" } else { "missed" };
    let last = closed.iter().max();
    println!(
        "{} of {BUSY} stalled readers closed, the last {} after it stopped reading ({}, goal {CLOSED_WITHIN:?})",
        closed.len(),
        last.map_or_else(|| "never".to_owned(), |last| format!("{} ms", last.as_millis())),
        word(closed.len() == BUSY && last.is_some_and(|last| *last <= CLOSED_WITHIN)),
    );
    println!(
        "the others' p99: {calm:.0} µs while all read, {upset:.0} µs while {BUSY} stall: {ratio:.2}x ({}, goal 2x)",
        word(ratio <= 2.0)
    );
    Ok(())
}

/// The latency of the others, and after how long each writer heard that its reader had left.
fn half(swarm: &mut Swarm, time: Duration) -> io::Result<(Latency, Vec<Duration>)> {
    let mut latency = Latency::default();
    let mut closed = Vec::new();
    let mut pace = Pace::over(ROOMS);
    let payload = vec![7; PIECE];
    let begun = Instant::now();
    let mut pieces = 0;
    while begun.elapsed() < time {
        pace.send_due(swarm);
        if begun.elapsed() >= Duration::from_secs(1) * pieces / PIECES_PER_SECOND {
            pieces += 1;
            for busy in ROOMS..ROOMS + BUSY {
                swarm.say(2 * busy, &payload);
                swarm.flush(2 * busy);
            }
        }
        swarm.turn(Duration::ZERO, |number, event, _| match event {
            Event::Message(payload) if number < 2 * ROOMS => {
                if let Some(late) = pace.late(payload) {
                    latency.add(late);
                }
            }
            Event::Left => closed.push(begun.elapsed()),
            Event::Message(_) | Event::Joined | Event::Gone => {}
        })?;
    }
    Ok((latency, closed))
}
