//! `cargo xtask train --data DIR`: makes the tables of names and addresses (`crates/mask/names.hwnt`) from labelled texts.
//!
//! The texts stay outside of the tree; what is learnt from them comes in. The same data give the same bytes.
//! What the data are and what the tables reach is told in `crates/mask/MODEL.md`.

mod chance;
mod crf;
mod draft;
mod examples;
mod lists;
mod read;
mod report;
mod world;

use std::path::Path;
use std::time::Instant;

use hushwire_mask::tagger::training::{LABELS, Lists, SLOT_BITS, features, pack};

use crate::{Failure, house::House};
use chance::Dice;
use crf::{Example, Field, Pace};
use examples::{Kitchen, Sentence};

const SEED: u64 = 4874;
/// Half of the rounds find out which features matter, half train those that stay.
const ROUNDS: usize = 6;
const ROWS: usize = 11_800;
/// How large a step of a weight is in the tables, in natural logarithms.
const STEP: f32 = 0.2;
/// What speaks against each label from the start: a name that is missed costs less than a sentence that is torn.
const LEAN: [f32; LABELS] = [0.0, -0.5, 0.0, -0.6, 0.0, 0.0, 0.0, 0.0];
/// Invented texts of each language.
const INVENTED: [(&str, usize); 3] = [("say", 1700), ("say-address", 650), ("clean", 1700)];

/// `cargo xtask train`.
pub(crate) fn train(house: &House, data: &Path, without: &[String], dry: bool) -> Result<(), Failure> {
    let started = Instant::now();
    let texts = read::read_all(data)?;
    let world = world::World::open(data)?;
    let lists = lists::gather(data, &world, &texts)?;
    let left_out = |set: usize| {
        read::SETS
            .get(set)
            .is_some_and(|name| without.iter().any(|one| one == name))
    };
    let mut kitchen = Kitchen::new(&world, SEED);
    for text in texts.iter().filter(|text| !text.dev && !left_out(text.set)) {
        kitchen.real(text);
    }
    for lang in world.lands.keys() {
        for (section, many) in INVENTED {
            kitchen.invent(lang, section, many);
        }
    }
    let mut sentences = kitchen.sentences;
    examples::look_up(&mut sentences, &lists);
    println!(
        "{} sentences, {} tokens after {:.0} s",
        sentences.len(),
        sentences.iter().map(|one| one.tokens.len()).sum::<usize>(),
        started.elapsed().as_secs_f32()
    );
    let field = learn(&sentences, started);
    let tables = quantise(&field, &lists);
    println!("{} bytes of tables", tables.len());
    report::report(&tables, &texts, without)?;
    if !dry {
        let path = house.root.join("crates/mask/names.hwnt");
        std::fs::write(&path, &tables).map_err(Failure::disk(&path))?;
    }
    Ok(())
}

fn learn(sentences: &[Sentence], started: Instant) -> Field {
    let mut field = Field::new();
    let mut dice = Dice::new(SEED ^ 1);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut slots = Vec::new();
    let pace = Pace {
        alpha: 0.25,
        l1: 24.0,
        l2: 0.3,
    };
    for round in 0..ROUNDS {
        if round == ROUNDS / 2 {
            field.prune(ROWS);
        }
        dice.shuffle(&mut order);
        let mut surprise = 0.0_f64;
        for sentence in order.iter().filter_map(|&nth| sentences.get(nth)) {
            features(&sentence.tokens, &mut slots);
            let example = Example {
                slots: &slots,
                allowed: &sentence.allowed,
                weight: sentence.weight,
            };
            surprise += f64::from(field.learn(&example, &pace));
        }
        let filled = field
            .weights
            .iter()
            .filter(|row| row.iter().any(|weight| *weight != 0.0))
            .count();
        println!(
            "round {}: {:.4} a sentence, {filled} rows, {:.0} s",
            round + 1,
            surprise / sentences.len().max(1) as f64,
            started.elapsed().as_secs_f32()
        );
    }
    field
}

/// Whole numbers of steps.
fn quantise(field: &Field, lists: &Lists) -> Vec<u8> {
    let whole = |weight: f32| (weight / STEP).round();
    let rows: Vec<(u32, [i8; LABELS])> = (0..1_u32 << SLOT_BITS)
        .zip(&field.weights)
        .map(|(slot, row)| (slot, row.map(|weight| whole(weight).clamp(-127.0, 127.0) as i8)))
        .filter(|(_, row)| row.iter().any(|weight| *weight != 0))
        .collect();
    println!(
        "{} rows, {} weights",
        rows.len(),
        rows.iter()
            .flat_map(|(_, row)| row)
            .filter(|weight| **weight != 0)
            .count()
    );
    let transitions = field
        .transitions
        .map(|row| row.map(|cost| if cost < -1e3 { -1_000_000 } else { whole(cost) as i32 }));
    pack(LEAN.map(|lean| whole(lean) as i32), transitions, lists, &rows)
}
