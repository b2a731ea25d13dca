//! How a test makes the relay lie, and how it looks at what both ends make of it.

use hushwire_desk::Enrolment;
use hushwire_session::{ConsoleInput, CustomerInput, CustomerState, Event, Side};
use hushwire_wire::{ClientFrame, RelayFrame, RoomId};

use super::{Meddle, Who, World, desk, enrol};

pub fn world_of(enrolment: Enrolment) -> World {
    World::new(desk(1).record().fingerprint(), enrolment)
}

pub fn world() -> World {
    world_of(enrol(&desk(1), |_| {}, |_| {}))
}

pub fn open_world() -> World {
    let mut world = world();
    world.meet();
    assert_eq!(world.customer.state(), CustomerState::Open);
    world
}

pub fn is_frame(frame: &[u8]) -> bool {
    frame.first() == Some(&hushwire_wire::FRAME)
}

pub fn honest() -> Meddle {
    Box::new(|_, frame| vec![frame])
}

/// Both say three things each, in turn.
pub fn talk(world: &mut World) {
    let chat = world.chat();
    for n in 1..=3 {
        world.customer(CustomerInput::Send(&format!("question {n}")));
        let text = format!("answer {n}");
        world.console(ConsoleInput::Send { chat, text: &text });
    }
}

#[track_caller]
pub fn all_was_heard(world: &World) {
    world.both_agree_on_a_prefix();
    assert_eq!(world.heard(Who::Technician), ["question 1", "question 2", "question 3"]);
    assert_eq!(world.heard(Who::Customer), ["answer 1", "answer 2", "answer 3"]);
}

impl World {
    /// A lying relay says this to one end, out of the blue.
    pub fn inject(&mut self, who: Who, frame: &RelayFrame<'_>) {
        self.inject_bytes(who, frame.encode().unwrap());
    }

    pub fn inject_bytes(&mut self, who: Who, bytes: Vec<u8>) {
        self.inbox.push_back((who, bytes));
        self.run();
    }

    pub fn is_up(&self, who: Who) -> bool {
        self.up.get(&who) == Some(&true)
    }

    /// The room that the customer knocked for last.
    pub fn room(&self) -> RoomId {
        let rooms = self.crossed.iter().rev();
        let mut rooms = rooms.filter_map(|(_, frame)| match ClientFrame::decode(frame) {
            Ok(ClientFrame::Knock { room, .. }) => Some(room),
            _ => None,
        });
        rooms.next().expect("a knock")
    }

    /// What one end put into frames for the other, in order, before the relay meddled.
    pub fn payloads(&self, who: Who) -> Vec<Vec<u8>> {
        let crossed = self.crossed.iter().filter(|(from, _)| *from == who);
        crossed
            .filter_map(|(_, frame)| match ClientFrame::decode(frame) {
                Ok(ClientFrame::Frame { payload, .. }) => Some(payload.to_vec()),
                _ => None,
            })
            .collect()
    }

    /// What one screen shows of its own words.
    pub fn said(&self, who: Who) -> Vec<String> {
        let texts = self.texts(who).into_iter();
        texts
            .filter(|(_, from, _)| *from == Side::Me)
            .map(|(_, _, text)| text)
            .collect()
    }

    /// Whether one end was told that the chat cannot be trusted any more.
    pub fn warned(&self, who: Who) -> bool {
        self.saw(who, |event| {
            matches!(event, Event::Fault { .. } | Event::Refused { .. })
        })
    }

    /// Both ends agree on a gapless prefix: what one shows of the other is the beginning of what the other said, and
    /// nothing is marked as delivered that is not there.
    #[track_caller]
    pub fn both_agree_on_a_prefix(&self) {
        for (from, to) in [(Who::Customer, Who::Technician), (Who::Technician, Who::Customer)] {
            let (said, heard) = (self.said(from), self.heard(to));
            assert!(said.starts_with(&heard), "{to:?} shows {heard:?}, said was {said:?}");
            let delivered = self.events.iter().rev().find_map(|(at, event)| match event {
                Event::Delivered { upto, .. } if *at == from => Some(*upto),
                _ => None,
            });
            let newest = self.texts(to).into_iter().rev();
            let mut newest = newest.filter(|(_, side, _)| *side == Side::Peer);
            let newest = newest.next().map_or(1, |(id, _, _)| id);
            assert!(
                delivered.unwrap_or(0) <= newest,
                "{from:?} believes that {delivered:?} came"
            );
        }
    }
}
