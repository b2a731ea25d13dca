//! Two ends and a relay that does what the bytes say: says, loses, repeats, alters, holds back, cuts, crashes, waits, and
//! speaks itself.

use std::{cell::Cell, rc::Rc};

use common::{Who, World, desk, enrol, id};
use hushwire_session::{ConsoleInput, CustomerInput, Event};
use hushwire_wire::{ClientFrame, RelayFrame};

#[path = "../../../crates/session/tests/common/mod.rs"]
mod common;

/// More would only be slower.
const MAX_STEPS: usize = 200;

/// What becomes of frames that cross.
#[derive(Clone, Copy, Default, PartialEq)]
enum Fate {
    #[default]
    Passed,
    Lost,
    Twice,
    Altered(u8),
    /// Behind the next one.
    HeldBack,
}

pub(crate) fn run(bytes: &[u8]) {
    let root = desk(1);
    let mut world = World::new(root.record().fingerprint(), enrol(&root, |_| {}, |_| {}));
    let fate: Rc<Cell<Fate>> = Rc::default();
    let decided = fate.clone();
    let mut held = Vec::new();
    world.meddle = Box::new(move |_, frame| {
        if frame.first() != Some(&hushwire_wire::FRAME) {
            return vec![frame];
        }
        let mut out = match decided.replace(Fate::Passed) {
            Fate::Lost => return vec![],
            Fate::HeldBack => {
                held.push(frame);
                return vec![];
            }
            Fate::Passed => vec![frame],
            Fate::Twice => vec![frame.clone(), frame],
            Fate::Altered(at) => {
                let mut frame = frame;
                let body = frame.len() - 25;
                frame[25 + usize::from(at) * body / 256] ^= 1 << (at % 8);
                vec![frame]
            }
        };
        // A frame of the other direction is a reflection, and refused as that.
        out.append(&mut held);
        out
    });
    world.meet();
    let chat = world.chat();
    let mut steps = bytes.iter().copied().take(MAX_STEPS);
    let mut said = 0;
    while let Some(step) = steps.next() {
        let mut more = || steps.next().unwrap_or_default();
        said += 1;
        let text = format!("text {said}");
        match step % 16 {
            0 | 1 => world.customer(CustomerInput::Send(&text)),
            2 | 3 => world.console(ConsoleInput::Send { chat, text: &text }),
            4 => world.customer(CustomerInput::Typing(step & 16 == 0)),
            5 => world.console(ConsoleInput::Read {
                chat,
                upto: more().into(),
            }),
            6 => fate.set(Fate::Lost),
            7 => fate.set(Fate::Twice),
            8 => fate.set(Fate::Altered(more())),
            9 => fate.set(Fate::HeldBack),
            10 => reconnect(&mut world, Who::Customer),
            11 => reconnect(&mut world, Who::Technician),
            12 => {
                world.crash_relay();
                world.open(Who::Technician);
                world.open(Who::Customer);
            }
            13 => world.pass(u64::from(more()) * 200),
            14 => {
                let length = more();
                let invented: Vec<u8> = (0..length).map(|_| more()).collect();
                speak(&mut world, step & 16 == 0, &invented);
            }
            _ => world.pass(5_000),
        }
        world.both_agree_on_a_prefix();
    }
    fate.set(Fate::Passed);
    for who in [Who::Technician, Who::Customer] {
        reconnect(&mut world, who);
    }
    world.pass(200_000);
    let over = |event: &Event| matches!(event, Event::Fault { .. } | Event::Ended { .. });
    assert!(
        !world.saw(Who::Customer, over) && !world.saw(Who::Technician, over),
        "nobody ended it"
    );
    assert_eq!(world.heard(Who::Technician), world.said(Who::Customer));
    assert_eq!(world.heard(Who::Customer), world.said(Who::Technician));
}

/// The relay makes up a frame in the peer's name.
fn speak(world: &mut World, to_customer: bool, payload: &[u8]) {
    let room = world
        .crossed
        .iter()
        .find_map(|(_, frame)| match ClientFrame::decode(frame) {
            Ok(ClientFrame::Knock { room, .. }) => Some(room),
            _ => None,
        });
    let (Some(room), false) = (room, payload.is_empty()) else {
        return;
    };
    let from = id(if to_customer { Who::Technician } else { Who::Customer });
    let Ok(frame) = (RelayFrame::Frame { room, from, payload }).encode() else {
        return;
    };
    if to_customer {
        world.customer(CustomerInput::Received(&frame));
    } else {
        world.console(ConsoleInput::Received(&frame));
    }
}

fn reconnect(world: &mut World, who: Who) {
    world.close(who);
    world.open(who);
}
