//! The technician's end, as a class.

use std::collections::BTreeMap;

use hushwire_desk::{Enrolment, Texts};
use hushwire_session::{self as session, Act, ConsoleInput, Effect, Form, InviteKind, Reference, Side};
use js_sys::{JsString, Uint8Array};
use serde::Serialize;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{
    effects::{effects, plain},
    error::HushError,
    findings::findings,
    kept,
    memory::leaving_nothing,
    millis, random, text,
};

/// A technician's end: one queue, many chats. Give it what happens, do what its effects say.
#[wasm_bindgen]
pub struct Console {
    end: session::Console,
    /// What a restoration shows, until it is asked for.
    shown: Vec<Effect>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Identity<'c> {
    desk: String,
    desk_name: &'c str,
    name: &'c str,
    roles: Vec<&'static str>,
    expires: u64,
    /// Where the desk's customers come from.
    origins: &'c [String],
    /// The desk's ready answers: language, name, text.
    canned: Canned<'c>,
}

/// A text of the manifest with such a key is a ready answer for technicians; the rest of the key is its name.
const CANNED: &str = "canned-";

type Canned<'m> = BTreeMap<&'m str, BTreeMap<&'m str, &'m str>>;

fn canned(texts: &Texts) -> Canned<'_> {
    let mut ready = Canned::new();
    for (language, texts) in texts {
        for (key, text) in texts {
            if let Some(name) = key.strip_prefix(CANNED) {
                ready.entry(language).or_default().insert(name, text);
            }
        }
    }
    ready
}

fn enrolment_of(text: &JsString) -> Result<Enrolment, HushError> {
    let text = text::read(text)?;
    Ok(Enrolment::from_text(text.trim())?)
}

#[wasm_bindgen]
impl Console {
    /// A console for the member of this enrolment ("hwenrol1…"). Throws `bad-enrolment`, `expired-certificate`,
    /// `expired-manifest`, `revoked`, `other-key`, `bad-certificate`, `bad-manifest`.
    #[wasm_bindgen(constructor)]
    pub fn new(enrolment: &JsString, now: f64) -> Result<Self, JsValue> {
        leaving_nothing(|| {
            let end = session::Console::new(enrolment_of(enrolment)?, millis(now)).map_err(HushError::from)?;
            let shown = Vec::new();
            Ok(Self { end, shown })
        })
    }

    /// Goes on with the chats that `seal` put away, if they are of this member and count at least `at_least`. Then carry
    /// out what `shown` gives and open the socket as ever. Throws what the constructor and `Customer.restore` throw.
    pub fn restore(
        enrolment: &JsString,
        kept: &[u8],
        key: &Uint8Array,
        at_least: f64,
        now: f64,
    ) -> Result<Self, JsValue> {
        let enrolment = enrolment_of(enrolment)?;
        let key = kept::key(key)?;
        let restored = session::Console::restore(enrolment, kept, &key, at_least as u64, millis(now), &mut random());
        let (end, shown) = restored.map_err(HushError::from)?;
        Ok(Self { end, shown })
    }

    /// What a restoration shows, once.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn shown(&mut self) -> Result<JsValue, JsValue> {
        Ok(effects(&core::mem::take(&mut self.shown), "")?)
    }

    /// All chats, sealed under 32 bytes of the caller's. `count` must rise from one sealing to the next.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array<ArrayBuffer>")]
    pub fn seal(&self, key: &Uint8Array, count: f64) -> Result<Uint8Array, JsValue> {
        let sealed = self.end.seal(&kept::key(key)?, count as u64, &mut random());
        Ok(Uint8Array::from(&sealed[..]))
    }

    /// Who this console is.
    #[wasm_bindgen(unchecked_return_type = "Identity")]
    pub fn identity(&self) -> Result<JsValue, JsValue> {
        let certificate = self.end.certificate();
        let identity = Identity {
            desk: self.end.desk().to_string(),
            desk_name: &self.end.manifest().name,
            name: &certificate.name,
            roles: certificate.roles.iter().map(|role| role.as_str()).collect(),
            expires: certificate.not_after.saturating_mul(1_000),
            origins: &self.end.manifest().origins,
            canned: canned(&self.end.manifest().texts),
        };
        Ok(plain(&identity)?)
    }

    /// The socket is open. `host` is the authority of the relay's URL; the console signs it.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn opened(&mut self, host: &str, now: f64) -> Result<JsValue, JsValue> {
        self.handle(ConsoleInput::Opened { host }, "", now)
    }

    /// The socket is gone.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn closed(&mut self, now: f64) -> Result<JsValue, JsValue> {
        self.handle(ConsoleInput::Closed, "", now)
    }

    /// A binary message came.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn received(&mut self, bytes: &[u8], now: f64) -> Result<JsValue, JsValue> {
        self.handle(ConsoleInput::Received(bytes), "", now)
    }

    /// The time of the last "wake" has come.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn tick(&mut self, now: f64) -> Result<JsValue, JsValue> {
        self.handle(ConsoleInput::Tick, "", now)
    }

    /// Takes a waiting customer.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn claim(&mut self, knock: u32, now: f64) -> Result<JsValue, JsValue> {
        self.handle(ConsoleInput::Claim { knock }, "", now)
    }

    /// Opens an invite, "pin" or "link", for so many seconds. Its words come once, as "invited". Throws `bad-options`.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn invite(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "InviteKind")] kind: &str,
        seconds: u32,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let kind = match kind {
            "pin" => InviteKind::Pin,
            "link" => InviteKind::Link,
            _ => return Err(HushError::BadOptions.into()),
        };
        self.handle(ConsoleInput::Invite { kind, seconds }, "", now)
    }

    /// Takes an invite back.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn withdraw(&mut self, invite: u32, now: f64) -> Result<JsValue, JsValue> {
        self.handle(ConsoleInput::Withdraw { invite }, "", now)
    }

    /// What the masker finds in a text that is being typed.
    #[wasm_bindgen(unchecked_return_type = "Finding[]")]
    pub fn scan(&self, chat: u32, text: &JsString) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        Ok(plain(&findings(&text, &self.end.scan(chat, &text)))?)
    }

    /// Masks and sends.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn send(&mut self, chat: u32, text: &JsString, now: f64) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        self.handle(ConsoleInput::Send { chat, text: &text }, &text, now)
    }

    /// The technician types, or stopped. Call it freely: it goes out at most every three seconds.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn typing(&mut self, chat: u32, on: bool, now: f64) -> Result<JsValue, JsValue> {
        self.handle(ConsoleInput::Typing { chat, on }, "", now)
    }

    /// The customer's messages up to this id have been on screen.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn read(&mut self, chat: u32, upto: f64, now: f64) -> Result<JsValue, JsValue> {
        self.handle(
            ConsoleInput::Read {
                chat,
                upto: upto as u64,
            },
            "",
            now,
        )
    }

    /// An own message should read otherwise. Masked like any text.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn edit(&mut self, chat: u32, id: f64, text: &JsString, now: f64) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        let act = Act::Edit {
            id: id as u64,
            text: &text,
        };
        self.act(chat, act, &text, now)
    }

    /// An own message is taken back.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn remove(&mut self, chat: u32, id: f64, now: f64) -> Result<JsValue, JsValue> {
        self.act(chat, Act::Remove { id: id as u64 }, "", now)
    }

    /// A text that answers the message `id` of one side, "me" or "peer".
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn reply(
        &mut self,
        chat: u32,
        #[wasm_bindgen(unchecked_param_type = "Side")] from: &str,
        id: f64,
        text: &JsString,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let text = text::read(text)?;
        let from = if from == "me" { Side::Me } else { Side::Peer };
        let to = Reference { from, id: id as u64 };
        self.act(chat, Act::Reply { to, text: &text }, &text, now)
    }

    /// Asks the customer for the value behind a placeholder, as it stands in a message.
    #[wasm_bindgen(js_name = askValue, unchecked_return_type = "Effect[]")]
    pub fn ask_value(&mut self, chat: u32, placeholder: &str, now: f64) -> Result<JsValue, JsValue> {
        self.act(chat, Act::AskValue { placeholder }, "", now)
    }

    /// Opens a small secure form at the customer's end. Throws `bad-options` if there is no such form.
    #[wasm_bindgen(js_name = askForm, unchecked_return_type = "Effect[]")]
    pub fn ask_form(
        &mut self,
        chat: u32,
        #[wasm_bindgen(unchecked_param_type = "Form")] form: &str,
        note: &JsString,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let note = text::read(note)?;
        let form = Form::from_word(form).ok_or(HushError::BadOptions)?;
        self.act(chat, Act::AskForm { form, note: &note }, &note, now)
    }

    /// Takes a revealed value off the screen before its time.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn hide(&mut self, chat: u32, ask: f64, now: f64) -> Result<JsValue, JsValue> {
        self.act(chat, Act::Hide { ask: ask as u64 }, "", now)
    }

    fn act(&mut self, chat: u32, act: Act<'_>, typed: &str, now: f64) -> Result<JsValue, JsValue> {
        self.handle(ConsoleInput::Act { chat, act }, typed, now)
    }

    /// Ends a chat and erases both ends of it.
    #[wasm_bindgen(unchecked_return_type = "Effect[]")]
    pub fn end(&mut self, chat: u32, now: f64) -> Result<JsValue, JsValue> {
        self.handle(ConsoleInput::End { chat }, "", now)
    }

    /// Whether a closed socket should be opened again.
    #[wasm_bindgen(js_name = wantsLink)]
    pub fn wants_link(&self) -> bool {
        self.end.wants_link()
    }

    fn handle(&mut self, input: ConsoleInput<'_>, typed: &str, now: f64) -> Result<JsValue, JsValue> {
        leaving_nothing(|| Ok(effects(&self.end.handle(input, millis(now), &mut random()), typed)?))
    }
}

impl core::fmt::Debug for Console {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Console").field(&self.end).finish()
    }
}
