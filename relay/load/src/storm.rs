//! The relay dies with everybody connected and comes back: how long until all are in their rooms again.

use std::cell::Cell;
use std::io;
use std::time::{Duration, Instant};

use crate::measure::{PATIENCE, room, seat_pairs};
use crate::server::Recipe;
use crate::swarm::{Event, Swarm};
use crate::{cores, take_place};

/// What clients wait before their first try, and at most (`www/client/backoff.ts`).
const FIRST_WINDOW: Duration = Duration::from_millis(500);
const LONGEST_WINDOW: Duration = Duration::from_secs(10);
const GOAL: Duration = Duration::from_secs(2);

/// Somebody who is out and tries to come back.
struct Outside {
    number: usize,
    failures: u32,
    next: Instant,
}

/// Chance that is the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn part(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn wait(&mut self, failures: u32) -> Duration {
        (FIRST_WINDOW * 2_u32.saturating_pow(failures))
            .min(LONGEST_WINDOW)
            .mul_f64(self.part())
    }
}

pub(crate) fn story(recipe: &Recipe, connections: usize) -> io::Result<()> {
    take_place();
    let core = cores().0;
    let mut server = recipe.start(core)?;
    let mut swarm = Swarm::new(server.address, recipe.speech)?;
    let rooms = connections.div_ceil(2);
    seat_pairs(&mut swarm, rooms)?;

    server.kill();
    let again = Recipe {
        arguments: recipe
            .arguments
            .iter()
            .map(|argument| match argument.as_str() {
                "127.0.0.1:0" => server.address.to_string(),
                other => other.to_owned(),
            })
            .collect(),
        ..recipe.clone()
    };
    let begun = Instant::now();
    let _server = again.start(core)?;
    let listening = begun.elapsed();

    // Everybody learns at once that the connection is gone; each draws its own time to come back.
    let mut dice = Dice(1);
    let mut outside: Vec<Outside> = (0..2 * rooms)
        .map(|number| {
            swarm.hang_up(number);
            Outside {
                number,
                failures: 0,
                next: begun + dice.wait(0),
            }
        })
        .collect();
    let mut who = vec![None; 2 * rooms];
    let back = Cell::new(0);
    let mut lost = Vec::new();
    let mut retries = 0;
    while back.get() < 2 * rooms {
        if begun.elapsed() > PATIENCE {
            let missing = 2 * rooms - back.get();
            return Err(io::Error::other(format!("{missing} are not back after {PATIENCE:?}")));
        }
        let now = Instant::now();
        outside.retain(|one| {
            let due = one.next <= now;
            if due && let Ok(link) = swarm.dial(room(one.number / 2), (one.number % 2) as u8) {
                who.resize(link + 1, None);
                who[link] = Some((one.number, one.failures));
                return false;
            }
            true
        });
        swarm.turn(Duration::from_millis(2), |link, event, _| match event {
            Event::Joined => back.set(back.get() + 1),
            Event::Gone => lost.push(link),
            Event::Message(_) | Event::Left => {}
        })?;
        for link in lost.drain(..) {
            if let Some(Some((number, failures))) = who.get(link).copied() {
                retries += 1;
                outside.push(Outside {
                    number,
                    failures: failures + 1,
                    next: Instant::now() + dice.wait(failures + 1),
                });
            }
        }
    }
    let took = begun.elapsed();
    let word = if took <= GOAL { "met" } else { "missed" };
    println!(
        "{} connections killed: the relay listened again after {} ms, all were back after {} ms, {retries} needed \
         another try ({word}, goal {} ms)",
        2 * rooms,
        listening.as_millis(),
        took.as_millis(),
        GOAL.as_millis()
    );
    Ok(())
}
