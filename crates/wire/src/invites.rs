//! How a customer finds the console that invited it: a nameplate for a PIN, a random-looking id for a link.
//!
//! What proves the invitation, six digits of the PIN or the secret of the link, never reaches the relay. So the relay can
//! lead a customer to the wrong console, or burn an invite by using it, and can do nothing else with what it knows.

use core::fmt;

use crate::Reject;
use crate::bytes::{Reader, Writer};
use crate::ids::blind_id;

blind_id!(
    /// One console's invite: drawn at random by the console, known to it and the relay alone. Whoever says the same id
    /// again, from the same socket or a new one, is the same console speaking of the same invite.
    InviteId,
    16
);
blind_id!(
    /// Where a link leads: derived from the link's secret by a labelled hash, so that the link needs to carry nothing else.
    LinkId,
    16
);

/// The first three digits of a PIN: 0 to 999, unique among a desk's open invites.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nameplate(u16);

impl Nameplate {
    /// How many there are: a desk has at most this many PINs open at a time.
    pub const COUNT: u16 = 1_000;

    /// The nameplate of a number from 0 to 999.
    pub const fn new(number: u16) -> Option<Self> {
        if number < Self::COUNT { Some(Self(number)) } else { None }
    }

    /// Its number, written with three digits.
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Debug for Nameplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nameplate(..)")
    }
}

/// What stands for "no nameplate" on the wire.
const NO_NAMEPLATE: u16 = u16::MAX;
const PIN: u8 = 1;
const LINK: u8 = 2;

/// To which open invite of a desk a customer wants to be led.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// The one with this nameplate.
    Pin(Nameplate),
    /// The one with this link.
    Link(LinkId),
}

/// Where a console wants its invite to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Under a nameplate: the one it had before, or one that the relay draws at random among the free ones.
    Pin(Option<Nameplate>),
    /// Under this link.
    Link(LinkId),
}

impl Reader<'_> {
    pub(crate) fn invite(&mut self) -> Result<InviteId, Reject> {
        match InviteId(self.array()?) {
            invite if invite.is_zero() => Err(Reject::Forbidden),
            invite => Ok(invite),
        }
    }

    pub(crate) fn seconds(&mut self) -> Result<u32, Reject> {
        match self.u32()? {
            0 => Err(Reject::Forbidden),
            seconds => Ok(seconds),
        }
    }

    pub(crate) fn nameplate_or_none(&mut self) -> Result<Option<Nameplate>, Reject> {
        match self.u16()? {
            NO_NAMEPLATE => Ok(None),
            number => Nameplate::new(number).map(Some).ok_or(Reject::Forbidden),
        }
    }

    pub(crate) fn opening(&mut self) -> Result<Opening, Reject> {
        match self.u8()? {
            PIN => Ok(Opening::Pin(self.nameplate_or_none()?)),
            LINK => match LinkId(self.array()?) {
                link if link.is_zero() => Err(Reject::Forbidden),
                link => Ok(Opening::Link(link)),
            },
            _ => Err(Reject::Forbidden),
        }
    }

    pub(crate) fn route(&mut self) -> Result<Route, Reject> {
        match self.opening()? {
            Opening::Pin(Some(nameplate)) => Ok(Route::Pin(nameplate)),
            Opening::Pin(None) => Err(Reject::Forbidden),
            Opening::Link(link) => Ok(Route::Link(link)),
        }
    }
}

impl Writer<'_> {
    pub(crate) fn invite(self, invite: &InviteId) -> Self {
        self.allow(!invite.is_zero()).raw(&invite.0)
    }

    pub(crate) fn seconds(self, seconds: u32) -> Self {
        self.allow(seconds > 0).raw(&seconds.to_be_bytes())
    }

    pub(crate) fn nameplate_or_none(self, nameplate: Option<Nameplate>) -> Self {
        let number = nameplate.map_or(NO_NAMEPLATE, Nameplate::number);
        self.raw(&number.to_be_bytes())
    }

    pub(crate) fn opening(self, opening: &Opening) -> Self {
        match opening {
            Opening::Pin(nameplate) => self.raw(&[PIN]).nameplate_or_none(*nameplate),
            Opening::Link(link) => self.allow(!link.is_zero()).raw(&[LINK]).raw(&link.0),
        }
    }

    pub(crate) fn route(self, route: &Route) -> Self {
        match route {
            Route::Pin(nameplate) => self.opening(&Opening::Pin(Some(*nameplate))),
            Route::Link(link) => self.opening(&Opening::Link(*link)),
        }
    }
}
