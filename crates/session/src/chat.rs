//! One conversation at one end: its channels with the masker in front of them. Both kinds of peer are made of these.

mod history;
mod seat;
mod sign_off;

use alloc::{collections::VecDeque, vec::Vec};

use hushwire_mask::Finding;
use hushwire_wire::MemberId;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    Effect, Event, Millis, Reference, Side, Text,
    acts::Asks,
    channel::{Channel, Fault, Happening},
    envelope::{Content, MAX_TEXT, Reason},
    kept::{Kept, Reader, Writer, kept},
    screen::Screen,
    secret::Secret,
};
use history::History;
pub(crate) use seat::{Seat, send};
use sign_off::Stated;
pub(crate) use sign_off::{Signer, signing_key};

/// How long the end of a chat waits to be acknowledged before this end leaves all the same.
pub(crate) const GOODBYE_WITHIN: Millis = 10_000;

/// A conversation whose keys are agreed.
pub(crate) struct Chat {
    pub(crate) number: u32,
    pub(crate) seat: Seat,
    /// Who this end is: 0 the customer, then the technicians in the order in which they came.
    pub(crate) me: u32,
    pub(crate) peers: Vec<Peer>,
    pub(crate) screen: Screen,
    pub(crate) history: History,
    gap_told: u64,
    pub(crate) masks_incoming: bool,
    /// Not kept over a reload: the question is then asked again.
    pub(crate) asks: Asks,
    /// This end has said that it is over: its screen is erased and stays so.
    over: bool,
    /// A customer's key for the receipt.
    pub(crate) signing: Option<Secret<32>>,
    /// The same, as a technician knows it.
    pub(crate) countersigner: Option<[u8; 32]>,
    stated: Option<Stated>,
    /// The chat is over, and the last word about the receipt has not come yet.
    pub(crate) awaits_receipt: bool,
}

/// One of the others, and the channel to it.
pub(crate) struct Peer {
    pub(crate) author: u32,
    pub(crate) member: MemberId,
    /// It is in the room and our socket is up.
    pub(crate) reachable: bool,
    pub(crate) channel: Channel,
    /// Numbers in the channel of texts on the way, with their ids.
    sent: VecDeque<(u64, u64)>,
    /// Ids up to which my texts arrived and were read.
    delivered: u64,
    read: u64,
}

kept!(Peer {
    author,
    member,
    reachable,
    channel,
    sent,
    delivered,
    read,
});

impl Kept for MemberId {
    fn keep(&self, state: &mut Writer) {
        self.0.keep(state);
    }

    fn back(state: &mut Reader<'_>) -> Option<Self> {
        Kept::back(state).map(Self)
    }
}

/// Whether what arrives is masked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    AsItIs,
    MaskAgain,
}

/// What the owner of a chat must act on itself: who said it, and what.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) author: u32,
    /// Its number in that peer's channel.
    pub(crate) number: u64,
    pub(crate) content: Content,
}

impl Peer {
    pub(crate) fn new(author: u32, member: MemberId, channel: Channel) -> Self {
        Self {
            author,
            member,
            reachable: true,
            channel,
            sent: VecDeque::new(),
            delivered: 0,
            read: 0,
        }
    }

    fn upto(sent: &VecDeque<(u64, u64)>, number: u64) -> Option<u64> {
        let covered = sent.iter().rev();
        covered.filter(|(at, _)| *at <= number).map(|(_, id)| *id).next()
    }
}

impl Chat {
    pub(crate) fn new(number: u32, seat: Seat, me: u32, peer: Peer, screen: Screen, incoming: Incoming) -> Self {
        Self {
            number,
            seat,
            me,
            peers: alloc::vec![peer],
            screen,
            history: History::new(me),
            gap_told: 0,
            masks_incoming: incoming == Incoming::MaskAgain,
            asks: Asks::default(),
            over: false,
            signing: None,
            countersigner: None,
            stated: None,
            awaits_receipt: false,
        }
    }

    pub(crate) fn keep(&self, state: &mut Writer) {
        let Self {
            number,
            seat,
            me,
            peers,
            screen,
            history,
            gap_told,
            masks_incoming,
            asks: _,
            over,
            signing,
            countersigner,
            stated,
            awaits_receipt,
        } = self;
        number.keep(state);
        seat.keep(state);
        me.keep(state);
        peers.keep(state);
        screen.keep(state);
        history.keep(state);
        gap_told.keep(state);
        masks_incoming.keep(state);
        over.keep(state);
        signing.keep(state);
        countersigner.keep(state);
        stated.keep(state);
        awaits_receipt.keep(state);
    }

    /// The chat as it was kept, with nobody to reach yet. The screen's policy is not kept: it comes from the manifest.
    pub(crate) fn back(state: &mut Reader<'_>, screen: impl FnOnce(&mut Reader<'_>) -> Option<Screen>) -> Option<Self> {
        let mut chat = Self {
            number: Kept::back(state)?,
            seat: Kept::back(state)?,
            me: Kept::back(state)?,
            peers: Kept::back(state)?,
            screen: screen(state)?,
            history: Kept::back(state)?,
            gap_told: Kept::back(state)?,
            masks_incoming: Kept::back(state)?,
            asks: Asks::default(),
            over: Kept::back(state)?,
            signing: Kept::back(state)?,
            countersigner: Kept::back(state)?,
            stated: Kept::back(state)?,
            awaits_receipt: Kept::back(state)?,
        };
        chat.unreachable();
        Some(chat)
    }

    /// Shows everything that stood on the screen.
    pub(crate) fn show(&self, out: &mut Vec<Effect>) {
        if self.over {
            return;
        }
        self.history.show(self.number, out);
        if self.gap_told > 0 {
            out.push(Effect::Event(Event::Gap {
                chat: self.number,
                missing: self.gap_told,
            }));
        }
    }

    pub(crate) fn scan(&self, text: &str) -> Vec<Finding> {
        self.screen.scan(text)
    }

    /// The peer who sits in the room as this member.
    pub(crate) fn peer(&mut self, member: MemberId) -> Option<&mut Peer> {
        self.peers.iter_mut().find(|peer| peer.member == member)
    }

    /// This member is one of those we talk to.
    pub(crate) fn has(&self, member: MemberId) -> bool {
        self.peers.iter().any(|peer| peer.member == member)
    }

    /// Somebody is there to talk to.
    pub(crate) fn reachable(&self) -> bool {
        self.peers.iter().any(|peer| peer.reachable)
    }

    /// Our socket is gone, or this member left the room.
    pub(crate) fn unreachable(&mut self) {
        for peer in &mut self.peers {
            peer.reachable = false;
        }
    }

    /// Nothing more is to be said or heard.
    pub(crate) fn done(&self) -> bool {
        self.settled() && !self.awaits_receipt
    }

    /// Nothing of ours is on its way.
    pub(crate) fn settled(&self) -> bool {
        self.peers.iter().all(|peer| peer.channel.settled())
    }

    /// A secret of the first channel for a purpose of the caller's own.
    pub(crate) fn export(&self, label: &str, context: &[u8], length: usize) -> Option<Zeroizing<Vec<u8>>> {
        let ours = label.starts_with("hushwire ");
        let peer = self.peers.first().filter(|_| !ours)?;
        peer.channel.export(label, context, length)
    }

    /// Masks and sends. What the policy blocks is not sent at all.
    pub(crate) fn say(&mut self, text: &str, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        let chat = self.number;
        let refused = |code| Effect::Event(Event::Refused { chat, code });
        let masked = match self.screen.outgoing(text) {
            Ok(masked) => masked,
            Err(blocked) => {
                effects.push(Effect::Event(Event::Blocked {
                    chat,
                    findings: blocked.findings,
                }));
                return;
            }
        };
        if masked.text.len() > MAX_TEXT {
            effects.push(refused("too-long"));
            return;
        }
        if self.peers.iter().any(|peer| peer.channel.full()) {
            effects.push(refused("too-many-unsent"));
            return;
        }
        let shown = Text::new(masked.text);
        let id = self.history.mine(shown.as_str(), now, None);
        let content = Content::Text {
            text: shown.as_str().into(),
            at: now / 1_000,
            n: id,
        };
        self.send_text(&content, id);
        effects.push(Effect::Event(Event::Message {
            chat,
            id,
            from: Side::Me,
            author: self.me,
            text: shown,
            at: now,
            placeholders: masked.placeholders,
            reply: None,
        }));
        self.flush(now, rng, effects);
    }

    /// Queues a text of mine for everybody; its id comes back with the marks.
    pub(crate) fn send_text(&mut self, content: &Content, id: u64) {
        for peer in &mut self.peers {
            if let Ok(number) = peer.channel.queue(content) {
                peer.sent.push_back((number, id));
            }
        }
    }

    /// Tells everybody something that must arrive. A full queue means a peer that has not been there for a long time.
    pub(crate) fn tell_all(&mut self, content: &Content, now: Millis, rng: &mut dyn CryptoRng, out: &mut Vec<Effect>) {
        for peer in &mut self.peers {
            let _ = peer.channel.queue(content);
        }
        self.flush(now, rng, out);
    }

    pub(crate) fn typing(&mut self, on: bool, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        for peer in self.peers.iter_mut().filter(|peer| peer.reachable) {
            if let Some(payload) = peer.channel.typing(on, now, rng) {
                effects.push(self.seat.frame(peer.member, &payload));
            }
        }
    }

    pub(crate) fn read(&mut self, upto: u64, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        for peer in &mut self.peers {
            if let Some(number) = self.history.number_at(peer.author, upto) {
                peer.channel.mark_read(number);
            }
        }
        self.flush(now, rng, effects);
    }

    pub(crate) fn say_end(&mut self, why: Reason, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        self.close_screen();
        // Who has not been there for so long that its queue is full learns of the end by our leaving.
        self.tell_all(&Content::End(why), now, rng, effects);
    }

    /// Nothing is shown any more, and nothing of what was shown is kept.
    pub(crate) fn close_screen(&mut self) {
        self.over = true;
        self.history = History::new(self.me);
    }

    /// This end cannot go on and says so, once: there is nothing left with which it could make sure to be heard.
    pub(crate) fn give_up(&mut self, why: Reason, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        for peer in self.peers.iter_mut().filter(|peer| peer.reachable) {
            if let Some(payload) = peer.channel.pass_last(&Content::End(why), rng) {
                effects.push(self.seat.frame(peer.member, &payload));
            }
        }
    }

    /// This member can be reached (again): whatever it has not acknowledged goes out once more.
    pub(crate) fn resume(&mut self, member: MemberId, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        if let Some(peer) = self.peer(member) {
            peer.reachable = true;
            peer.channel.resume();
            self.flush(now, rng, effects);
        }
    }

    pub(crate) fn flush(&mut self, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        for peer in self.peers.iter_mut().filter(|peer| peer.reachable) {
            for payload in peer.channel.flush(now, rng) {
                effects.push(self.seat.frame(peer.member, &payload));
            }
        }
    }

    /// Takes a ratchet message from the relay. Gives what happened, for the peer to act on, or nothing if it was not
    /// genuine.
    pub(crate) fn receive(
        &mut self,
        from: MemberId,
        message: &[u8],
        now: Millis,
        rng: &mut dyn CryptoRng,
        effects: &mut Vec<Effect>,
    ) -> Result<Option<Vec<Notice>>, Fault> {
        let Some(at) = self.peers.iter().position(|peer| peer.member == from) else {
            return Ok(None);
        };
        let Some(peer) = self.peers.get_mut(at) else {
            return Ok(None);
        };
        let Some(happenings) = peer.channel.receive(message, now)? else {
            return Ok(None);
        };
        let notices = happenings
            .into_iter()
            .filter_map(|happening| self.tell(at, happening, now, effects))
            .collect();
        self.flush(now, rng, effects);
        Ok(Some(notices))
    }

    pub(crate) fn wake(&self) -> Option<Millis> {
        let reachable = self.peers.iter().filter(|peer| peer.reachable);
        let channels = reachable.filter_map(|peer| peer.channel.wake());
        channels.chain(self.asks.wake()).min()
    }

    pub(crate) fn tick(&mut self, now: Millis, rng: &mut dyn CryptoRng, effects: &mut Vec<Effect>) {
        for at in 0..self.peers.len() {
            let happenings = self.peers.get_mut(at).map(|peer| peer.channel.tick(now));
            for happening in happenings.into_iter().flatten() {
                self.tell(at, happening, now, effects);
            }
        }
        self.tick_asks(now, effects);
        self.flush(now, rng, effects);
    }

    /// Most happenings are for the screen; the rest is the peer's business.
    fn tell(&mut self, at: usize, happening: Happening, now: Millis, effects: &mut Vec<Effect>) -> Option<Notice> {
        let chat = self.number;
        let author = self.peers.get(at)?.author;
        let event = match happening {
            Happening::Text { id, text, n } => Some(self.heard(author, id, n, text, None, now)),
            Happening::Said { id, said } => self.heard_said(author, id, said, now),
            Happening::Typing(on) => Some(Event::Typing { chat, on }),
            Happening::Delivered(number) => self.arrived(at, number),
            Happening::Read(number) => self.was_read(at, number),
            Happening::Gap(_) => {
                let missing = self.peers.iter().map(|peer| peer.channel.missing()).sum();
                let news = missing != self.gap_told;
                self.gap_told = missing;
                news.then_some(Event::Gap { chat, missing })
            }
            Happening::Unknown { .. } => Some(Event::Refused {
                chat,
                code: "unknown-content",
            }),
            Happening::Other { id: number, content } => {
                return Some(Notice {
                    author,
                    number,
                    content,
                });
            }
        };
        if !self.over {
            effects.extend(event.map(Effect::Event));
        }
        None
    }

    /// My texts have arrived when every peer has them.
    fn arrived(&mut self, at: usize, number: u64) -> Option<Event> {
        let peer = self.peers.get_mut(at)?;
        peer.delivered = Peer::upto(&peer.sent, number)?.max(peer.delivered);
        let upto = self.peers.iter().map(|peer| peer.delivered).min()?;
        self.history.delivered(upto).then_some(Event::Delivered {
            chat: self.number,
            upto,
        })
    }

    fn was_read(&mut self, at: usize, number: u64) -> Option<Event> {
        let peer = self.peers.get_mut(at)?;
        peer.read = Peer::upto(&peer.sent, number)?.max(peer.read);
        peer.sent.retain(|(sent, _)| *sent > number);
        let upto = self.peers.iter().map(|peer| peer.read).min()?;
        self.history.read(upto).then_some(Event::Read {
            chat: self.number,
            upto,
        })
    }

    /// A text of a peer, masked again if this end does that. One that takes a number which its author has used already is
    /// not shown: it would stand in the other one's place.
    pub(crate) fn heard(
        &mut self,
        author: u32,
        number: u64,
        n: u64,
        text: Text,
        reply: Option<Reference>,
        now: Millis,
    ) -> Event {
        let chat = self.number;
        let masked = match self.shown(text.into_string()) {
            Ok(masked) => masked,
            Err(event) => return event,
        };
        let text = Text::new(masked.text);
        let Some(id) = self.history.theirs(author, n, number, text.as_str(), now, reply) else {
            return Event::Refused {
                chat,
                code: "unknown-content",
            };
        };
        Event::Message {
            chat,
            id,
            from: Side::Peer,
            author,
            text,
            at: now,
            placeholders: masked.placeholders,
            reply,
        }
    }
}

impl core::fmt::Debug for Chat {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Chat")
            .field("number", &self.number)
            .field("reachable", &self.reachable())
            .field("peers", &self.peers.len())
            .finish_non_exhaustive()
    }
}
