//! The test relay's side of PINs and links: routes that burn at their first use.

use std::collections::BTreeMap;

use hushwire_session::{Customer, CustomerSettings};
use hushwire_wire::{ClientFrame, InviteId, Nameplate, Opening, Refusal, RelayFrame, RoomId, Route};

use super::{Who, World, id};

/// The console's open invites, and what the next one gets.
#[derive(Default)]
pub struct Invites {
    open: BTreeMap<InviteId, Route>,
    given: u16,
    /// An operator's cap on how long an invite may be open; 0 is none.
    pub longest: u32,
    /// The relay takes no more.
    pub full: bool,
}

impl World {
    pub(super) fn invite(&mut self, invite: InviteId, seconds: u32, opening: Opening) {
        let refused = |code| RelayFrame::Uninvited { code, invite };
        let invites = &mut self.relay.invites;
        let route = match (invites.open.get(&invite), opening) {
            (Some(route), _) => *route,
            (None, Opening::Link(link)) => Route::Link(link),
            (None, Opening::Pin(Some(nameplate))) => Route::Pin(nameplate),
            (None, Opening::Pin(None)) => {
                invites.given += 1;
                Route::Pin(Nameplate::new(invites.given * 37 % 1_000).unwrap())
            }
        };
        let taken = invites
            .open
            .iter()
            .any(|(other, open)| *other != invite && *open == route);
        if invites.full || taken {
            let code = if taken {
                Refusal::InviteTaken
            } else {
                Refusal::InvitesFull
            };
            return self.give(Who::Technician, &refused(code));
        }
        invites.open.insert(invite, route);
        let longest = if invites.longest == 0 {
            u32::MAX
        } else {
            invites.longest
        };
        let nameplate = match route {
            Route::Pin(nameplate) => Some(nameplate),
            Route::Link(_) => None,
        };
        let invited = RelayFrame::Invited {
            invite,
            seconds: seconds.min(longest),
            nameplate,
        };
        self.give(Who::Technician, &invited);
    }

    pub(super) fn redeem(&mut self, room: RoomId, route: Route, hello: &[u8]) {
        if self.relay.rooms.get(&room).is_some_and(|members| !members.is_empty()) {
            let code = Refusal::RoomTaken;
            return self.give(Who::Customer, &RelayFrame::Refused { code, room });
        }
        let open = self.relay.invites.open.iter().find(|(_, open)| **open == route);
        let Some(invite) = open.map(|(invite, _)| *invite) else {
            let code = Refusal::UnknownInvite;
            return self.give(Who::Customer, &RelayFrame::Refused { code, room });
        };
        self.relay.invites.open.remove(&invite);
        self.join(Who::Customer, room);
        let redeemed = RelayFrame::Redeemed {
            invite,
            room,
            customer: id(Who::Customer),
            hello,
        };
        self.give(Who::Technician, &redeemed);
        self.join(Who::Technician, room);
    }

    pub(super) fn withdraw(&mut self, invite: InviteId) {
        self.relay.invites.open.remove(&invite);
    }

    pub(super) fn forget_invites(&mut self) {
        self.relay.invites.open.clear();
    }

    /// The relay's rules for invites, to be bent by a test.
    pub fn invites(&mut self) -> &mut Invites {
        &mut self.relay.invites
    }

    /// How many invites the relay has open.
    pub fn open_invites(&self) -> usize {
        self.relay.invites.open.len()
    }
}

/// What tests of invites look up or play.
impl World {
    fn last_of<T>(&self, what: impl Fn(ClientFrame<'_>) -> Option<T>) -> T {
        let found = self
            .crossed
            .iter()
            .rev()
            .find_map(|(_, frame)| what(ClientFrame::decode(frame).ok()?));
        found.expect("it crossed the relay")
    }

    pub fn last_invite_id(&self) -> InviteId {
        self.last_of(|frame| match frame {
            ClientFrame::Invite { invite, .. } => Some(invite),
            _ => None,
        })
    }

    pub fn last_hello(&self) -> Vec<u8> {
        self.last_of(|frame| match frame {
            ClientFrame::Redeem { hello, .. } => Some(hello.to_vec()),
            _ => None,
        })
    }

    pub fn room_of_last_redeem(&self) -> RoomId {
        self.last_of(|frame| match frame {
            ClientFrame::Redeem { room, .. } => Some(room),
            _ => None,
        })
    }

    /// Where the customers wanted to be led.
    pub fn routes(&self) -> Vec<Route> {
        let crossed = self.crossed.iter();
        let routes = crossed.filter_map(|(_, frame)| match ClientFrame::decode(frame) {
            Ok(ClientFrame::Redeem { route, .. }) => Some(route),
            _ => None,
        });
        routes.collect()
    }

    /// Where the relay's one open invite is found.
    pub fn last_route(&self) -> Route {
        *self.relay.invites.open.values().next().expect("an open invite")
    }

    /// Somebody else at the same page.
    pub fn a_customer(&self) -> Customer {
        let settings = CustomerSettings {
            desk: super::desk(1).record().fingerprint(),
            origin: "https://shop.example".into(),
            language: "en".into(),
        };
        Customer::new(settings, None, self.now)
    }

    /// The customer goes, and somebody else comes.
    pub fn another_customer(&mut self) {
        if self.is_up(Who::Customer) {
            self.close(Who::Customer);
        }
        self.customer = self.a_customer();
        self.open(Who::Customer);
    }

    /// What the relay says to this end is lost from now on, until its socket opens again.
    pub fn deaf(&mut self, who: Who) {
        self.deaf.insert(who);
    }
}
