//! The customer's end, as a class.

use hushwire_desk::Fingerprint;
use hushwire_session::{self as session, Act, CustomerInput, CustomerSettings, Effect, Millis, Reference, Side};
use js_sys::{JsString, Uint8Array};
use serde::Deserialize;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{
    effects::{effects, plain},
    error::HushError,
    findings::findings,
    kept,
    memory::leaving_nothing,
    millis, random, text,
};

/// A customer's end of a chat. Give it what happens, do what its effects say.
#[wasm_bindgen]
pub struct Customer {
    end: session::Customer,
    /// What a restoration shows, until it is asked for.
    shown: Vec<Effect>,
}

#[derive(Deserialize)]
struct Options {
    desk: String,
    origin: String,
    language: String,
    now: f64,
}

fn settings(options: JsValue) -> Result<(CustomerSettings, Millis), HushError> {
    let Options {
        desk,
        origin,
        language,
        now,
    } = serde_wasm_bindgen::from_value(options)?;
    let desk: Fingerprint = desk.parse()?;
    Ok((CustomerSettings { desk, origin, language }, millis(now)))
}

#[wasm_bindgen]
impl Customer {
    /// A customer who has said nothing yet. Throws `bad-options`, `bad-fingerprint`.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_param_type = "CustomerOptions")] options: JsValue) -> Result<Self, JsValue> {
        let (settings, now) = settings(options)?;
        Ok(Self {
            end: session::Customer::new(settings, None, now),
            shown: Vec::new(),
        })
    }

    /// Goes on from what `seal` gave, if it is of this desk and site and counts at least `at_least`. Then carry out what
    /// `shown` gives and open the socket as ever. Throws `not-genuine`, `stale-state`, `other-place`, `other-format`,
    /// `malformed-state`, `bad-options`, `bad-fingerprint`.
    pub fn restore(
        #[wasm_bindgen(unchecked_param_type = "CustomerOptions")] options: JsValue,
        kept: &[u8],
        key: &Uint8Array,
        at_least: f64,
    ) -> Result<Self, JsValue> {
        let (settings, now) = settings(options)?;
        let key = kept::key(key)?;
        let restored = session::Customer::restore(settings, kept, &key, at_least as u64, now, &mut random());
        let (end, shown) = restored.map_err(HushError::from)?;
        Ok(Self { end, shown })
    }

    /// What a restoration shows, once.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn shown(&mut self) -> Result<JsValue, JsValue> {
        Ok(effects(&core::mem::take(&mut self.shown), "")?)
    }

    /// Everything this end holds, sealed under 32 bytes of the caller's, or nothing when the session is over. `count`
    /// must rise from one sealing to the next.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array<ArrayBuffer> | undefined")]
    pub fn seal(&self, key: &Uint8Array, count: f64) -> Result<Option<Uint8Array>, JsValue> {
        let sealed = self.end.seal(&kept::key(key)?, count as u64, &mut random());
        Ok(sealed.map(|bytes| Uint8Array::from(&bytes[..])))
    }

    /// The socket to the relay is open. `host` is there for a common shape with `Console`: a customer signs nothing.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn opened(&mut self, _host: &str, now: f64) -> Result<JsValue, JsValue> {
        self.handle(CustomerInput::Opened, "", now)
    }

    /// The socket is gone. Open another unless the state is "ended" or "refused".
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn closed(&mut self, now: f64) -> Result<JsValue, JsValue> {
        self.handle(CustomerInput::Closed, "", now)
    }

    /// A binary message came.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn received(&mut self, bytes: &[u8], now: f64) -> Result<JsValue, JsValue> {
        self.handle(CustomerInput::Received(bytes), "", now)
    }

    /// The time of the last "wake" has come.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn tick(&mut self, now: f64) -> Result<JsValue, JsValue> {
        self.handle(CustomerInput::Tick, "", now)
    }

    /// The customer wants to talk: knocks as soon as there is a socket.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn start(&mut self, now: f64) -> Result<JsValue, JsValue> {
        self.handle(CustomerInput::Start, "", now)
    }

    /// The customer brings a PIN as typed, or the fragment of a link. What is wrong with it comes as "refused".
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn redeem(&mut self, ticket: &JsString, now: f64) -> Result<JsValue, JsValue> {
        let ticket = text::read(ticket)?;
        self.handle(CustomerInput::Redeem(&ticket), "", now)
    }

    /// What the masker finds in a text that is being typed, under the desk's policy.
    #[wasm_bindgen(unchecked_return_type = "Finding[]")]
    pub fn scan(&self, text: &JsString) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        Ok(plain(&findings(&text, &self.end.scan(&text)))?)
    }

    /// Masks and sends.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn send(&mut self, text: &JsString, now: f64) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        self.handle(CustomerInput::Send(&text), &text, now)
    }

    /// The customer types, or stopped. Call it freely: it goes out at most every three seconds.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn typing(&mut self, on: bool, now: f64) -> Result<JsValue, JsValue> {
        self.handle(CustomerInput::Typing(on), "", now)
    }

    /// The technician's messages up to this id have been on screen.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn read(&mut self, upto: f64, now: f64) -> Result<JsValue, JsValue> {
        self.handle(CustomerInput::Read(upto as u64), "", now)
    }

    /// An own message should read otherwise. Masked like any text.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn edit(&mut self, id: f64, text: &JsString, now: f64) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        let act = Act::Edit {
            id: id as u64,
            text: &text,
        };
        self.act(act, &text, now)
    }

    /// An own message is taken back.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn remove(&mut self, id: f64, now: f64) -> Result<JsValue, JsValue> {
        self.act(Act::Remove { id: id as u64 }, "", now)
    }

    /// A text that answers the message `id` of one side, "me" or "peer".
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn reply(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Side")] from: &str,
        id: f64,
        text: &JsString,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        let from = if from == "me" { Side::Me } else { Side::Peer };
        let to = Reference { from, id: id as u64 };
        self.act(Act::Reply { to, text: &text }, &text, now)
    }

    /// Yes, this once: gives the technician the value behind the placeholder of this question.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn approve(&mut self, ask: f64, now: f64) -> Result<JsValue, JsValue> {
        self.act(Act::Approve { ask: ask as u64 }, "", now)
    }

    /// Gives the technician what a form asks for, as typed, for this once.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn fill(&mut self, ask: f64, value: &JsString, now: f64) -> Result<JsValue, JsValue> {
        let value = text::read(value)?;
        let act = Act::Fill {
            ask: ask as u64,
            value: &value,
        };
        self.act(act, "", now)
    }

    /// Says no to a question.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn decline(&mut self, ask: f64, now: f64) -> Result<JsValue, JsValue> {
        self.act(Act::Decline { ask: ask as u64 }, "", now)
    }

    /// How it was: 1 to 5, and a sentence or nothing. Once in a chat.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn rate(&mut self, stars: u8, comment: &JsString, now: f64) -> Result<JsValue, JsValue> {
        let comment = text::read(comment)?;
        let act = Act::Rate {
            stars,
            comment: &comment,
        };
        self.act(act, &comment, now)
    }

    fn act(&mut self, act: Act<'_>, typed: &str, now: f64) -> Result<JsValue, JsValue> {
        self.handle(CustomerInput::Act(act), typed, now)
    }

    /// Ends the chat and erases both ends.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn end(&mut self, now: f64) -> Result<JsValue, JsValue> {
        self.handle(CustomerInput::End, "", now)
    }

    /// Where the chat stands.
    #[wasm_bindgen(unchecked_return_type = "CustomerState")]
    pub fn state(&self) -> String {
        self.end.state().word().into()
    }

    /// Whether a closed socket should be opened again.
    #[wasm_bindgen(js_name = wantsLink)]
    pub fn wants_link(&self) -> bool {
        self.end.wants_link()
    }

    fn handle(&mut self, input: CustomerInput<'_>, typed: &str, now: f64) -> Result<JsValue, JsValue> {
        leaving_nothing(|| Ok(effects(&self.end.handle(input, millis(now), &mut random()), typed)?))
    }
}

impl core::fmt::Debug for Customer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Customer").field(&self.end).finish()
    }
}
