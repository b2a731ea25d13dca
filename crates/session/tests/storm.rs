//! Long runs in bad weather: frames are lost, doubled, altered and overtaken, sockets break, pages are reloaded, the
//! relay crashes. At every
//! moment both ends agree on a gapless prefix; when the weather has passed, everything was shown once and in order.

#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests are tests

mod common;

use std::{cell::RefCell, rc::Rc};

use common::{Who, World, desk, enrol};
use hushwire_session::{ConsoleInput, CustomerInput, CustomerState, Event, Side};
use proptest::prelude::*;

/// How bad it is, in parts of 256 for each frame.
#[derive(Clone, Copy, Debug, Default)]
struct Weather {
    loss: u8,
    double: u8,
    alter: u8,
    delay: u8,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    CustomerSays,
    TechnicianSays,
    BothSay,
    CustomerTypes,
    TechnicianReads,
    Turns(Weather),
    CustomerReconnects,
    TechnicianReconnects,
    RelayCrashes,
    CustomerReloads,
    TechnicianReloads,
    TimePasses(u16),
}

fn weather() -> impl Strategy<Value = Weather> {
    let mild = 0..120u8;
    (mild.clone(), mild.clone(), mild.clone(), mild).prop_map(|(loss, double, alter, delay)| Weather {
        loss,
        double,
        alter,
        delay,
    })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::CustomerSays),
        4 => Just(Step::TechnicianSays),
        2 => Just(Step::BothSay),
        1 => Just(Step::CustomerTypes),
        1 => Just(Step::TechnicianReads),
        2 => weather().prop_map(Step::Turns),
        1 => Just(Step::CustomerReconnects),
        1 => Just(Step::TechnicianReconnects),
        1 => Just(Step::RelayCrashes),
        2 => Just(Step::CustomerReloads),
        2 => Just(Step::TechnicianReloads),
        3 => (0..20_000u16).prop_map(Step::TimePasses),
    ]
}

struct Storm {
    world: World,
    weather: Rc<RefCell<Weather>>,
    chat: u32,
    said: u32,
}

impl Storm {
    fn begins(seed: u32) -> Self {
        let desk = desk(1);
        let mut world = World::new(desk.record().fingerprint(), enrol(&desk, |_| {}, |_| {}));
        world.meet();
        assert_eq!(world.customer.state(), CustomerState::Open);
        let chat = world.chat();
        let weather: Rc<RefCell<Weather>> = Rc::default();
        let outside = weather.clone();
        let mut dice = seed;
        let mut held: Vec<(Who, Vec<u8>)> = Vec::new();
        world.meddle = Box::new(move |who, mut frame| {
            if frame.first() != Some(&hushwire_wire::FRAME) {
                return vec![frame];
            }
            let mut happens = |likely: u8| {
                dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                dice.to_be_bytes()[0] < likely
            };
            let Weather {
                loss,
                double,
                alter,
                delay,
            } = *outside.borrow();
            let mut out = Vec::new();
            if happens(delay) {
                held.push((who, frame));
            } else if !happens(loss) {
                if happens(double) {
                    out.push(frame.clone());
                }
                if happens(alter) {
                    let index = 25 + frame.len() * 7 % (frame.len() - 25);
                    frame[index] ^= 1;
                }
                out.push(frame);
            }
            // What was held back arrives behind what came after it.
            if held.len() > 3 || !happens(delay) {
                out.extend(held.extract_if(.., |(from, _)| *from == who).map(|(_, frame)| frame));
            }
            out
        });
        Self {
            world,
            weather,
            chat,
            said: 0,
        }
    }

    fn takes(&mut self, step: Step) {
        let Self { world, chat, said, .. } = self;
        let chat = *chat;
        *said += 1;
        let text = format!("text {said}");
        match step {
            Step::CustomerSays => world.customer(CustomerInput::Send(&text)),
            Step::TechnicianSays => world.console(ConsoleInput::Send { chat, text: &text }),
            Step::BothSay => {
                world.customer(CustomerInput::Send(&text));
                world.console(ConsoleInput::Send { chat, text: &text });
            }
            Step::CustomerTypes => world.customer(CustomerInput::Typing(true)),
            Step::TechnicianReads => {
                let upto = world.texts(Who::Technician).last().map_or(0, |(id, _, _)| *id);
                world.console(ConsoleInput::Read { chat, upto });
            }
            Step::Turns(weather) => *self.weather.borrow_mut() = weather,
            Step::CustomerReconnects => reconnect(world, Who::Customer),
            Step::TechnicianReconnects => reconnect(world, Who::Technician),
            Step::RelayCrashes => {
                world.crash_relay();
                world.open(Who::Technician);
                world.open(Who::Customer);
            }
            Step::CustomerReloads => world.reload(Who::Customer),
            Step::TechnicianReloads => world.reload(Who::Technician),
            Step::TimePasses(time) => world.pass(time.into()),
        }
        self.world.both_agree_on_a_prefix();
    }

    /// Calm again: sockets come back, time passes.
    fn is_over(&mut self) {
        *self.weather.borrow_mut() = Weather::default();
        for who in [Who::Technician, Who::Customer] {
            if !self.world.is_up(who) {
                reconnect(&mut self.world, who);
            }
        }
        self.world.pass(200_000);
    }

    #[track_caller]
    fn has_cost_nothing(&self) {
        let world = &self.world;
        assert!(!world.saw(Who::Customer, fault) && !world.saw(Who::Technician, fault));
        assert_eq!(world.customer.state(), CustomerState::Open);
        assert_eq!(world.heard(Who::Technician), world.said(Who::Customer));
        assert_eq!(world.heard(Who::Customer), world.said(Who::Technician));
        for who in [Who::Customer, Who::Technician] {
            let newest = world.texts(who).into_iter().rev();
            let mut mine = newest.filter(|(_, side, _)| *side == Side::Me);
            if let Some((newest, _, _)) = mine.next() {
                assert!(
                    world.saw(
                        who,
                        |event| matches!(event, Event::Delivered { upto, .. } if *upto == newest)
                    ),
                    "{who:?} knows that its last text arrived"
                );
            }
        }
    }
}

fn fault(event: &Event) -> bool {
    matches!(event, Event::Fault { .. } | Event::Ended { .. })
}

fn reconnect(world: &mut World, who: Who) {
    world.close(who);
    world.open(who);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn after_any_storm_everything_was_shown_once_and_in_order(
        seed in any::<u32>(),
        steps in proptest::collection::vec(step(), 1..60),
    ) {
        let mut storm = Storm::begins(seed);
        for step in steps {
            storm.takes(step);
        }
        storm.is_over();
        storm.has_cost_nothing();
    }
}

#[test]
fn a_day_of_bad_weather_costs_nothing() {
    let mut storm = Storm::begins(7);
    for round in 0..40u8 {
        let bad = round % 5 * 20;
        storm.takes(Step::Turns(Weather {
            loss: bad,
            double: bad,
            alter: bad / 2,
            delay: bad,
        }));
        storm.takes(Step::BothSay);
        storm.takes(Step::CustomerSays);
        storm.takes(Step::TimePasses(30_000));
        match round % 8 {
            3 => storm.takes(Step::CustomerReconnects),
            5 => storm.takes(Step::TechnicianReconnects),
            7 => storm.takes(Step::RelayCrashes),
            4 => storm.takes(Step::CustomerReloads),
            6 => storm.takes(Step::TechnicianReloads),
            _ => storm.takes(Step::TechnicianReads),
        }
        storm.takes(Step::TechnicianSays);
    }
    storm.is_over();
    storm.has_cost_nothing();
    assert_eq!(storm.world.heard(Who::Technician).len(), 80);
}
