//! Effects and events as plain objects; their shapes are declared in `types.d.ts`.

use std::collections::BTreeMap;

use hushwire_session::{Asked, Effect, Event, InviteEnd, Reference};
use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

use crate::{
    error::HushError,
    findings::{JsFinding, JsPlaceholder, findings, placeholders},
};

/// One array of plain objects. `typed` is the text that was to be sent, for findings in it; else empty.
pub(crate) fn effects(effects: &[Effect], typed: &str) -> Result<JsValue, HushError> {
    plain(
        &effects
            .iter()
            .map(|effect| JsEffect::new(effect, typed))
            .collect::<Vec<_>>(),
    )
}

/// Any value as plain objects, arrays, numbers and strings.
pub(crate) fn plain(value: &impl Serialize) -> Result<JsValue, HushError> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|_| HushError::Platform)
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum JsEffect<'e> {
    Send {
        #[serde(serialize_with = "as_uint8_array")]
        bytes: &'e [u8],
    },
    Wake {
        at: u64,
    },
    Close {
        reason: &'static str,
    },
    Drop {
        reason: &'static str,
    },
    Event {
        event: JsEvent<'e>,
    },
}

/// A `Uint8Array` instead of an array of numbers.
fn as_uint8_array<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

impl<'e> JsEffect<'e> {
    fn new(effect: &'e Effect, typed: &str) -> Self {
        match effect {
            Effect::Send(bytes) => Self::Send { bytes },
            Effect::Wake(at) => Self::Wake { at: *at },
            Effect::Close { reason } => Self::Close { reason },
            Effect::Drop { reason } => Self::Drop { reason },
            Effect::Event(event) => Self::Event {
                event: JsEvent::new(event, typed),
            },
        }
    }
}

#[derive(Serialize)]
struct JsRetention<'e> {
    archive: bool,
    days: Option<u32>,
    words: &'e str,
}

#[derive(Serialize)]
struct JsReference {
    from: &'static str,
    id: u64,
}

impl From<&Reference> for JsReference {
    fn from(Reference { from, id }: &Reference) -> Self {
        Self {
            from: from.word(),
            id: *id,
        }
    }
}

#[derive(Serialize)]
struct JsKnock {
    knock: u32,
    since: u64,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum JsEvent<'e> {
    Message {
        chat: u32,
        id: u64,
        from: &'static str,
        author: u32,
        text: &'e str,
        at: u64,
        placeholders: Vec<JsPlaceholder>,
        reply: Option<JsReference>,
    },
    Edited {
        chat: u32,
        id: u64,
        from: &'static str,
        text: &'e str,
        at: u64,
        placeholders: Vec<JsPlaceholder>,
    },
    Removed {
        chat: u32,
        id: u64,
        from: &'static str,
    },
    Asked {
        chat: u32,
        ask: u64,
        from: &'static str,
        placeholder: Option<&'e str>,
        form: Option<&'static str>,
        note: Option<&'e str>,
    },
    Answered {
        chat: u32,
        ask: u64,
        given: bool,
    },
    Revealed {
        chat: u32,
        ask: u64,
        kind: &'static str,
        value: &'e str,
        until: u64,
    },
    Hidden {
        chat: u32,
        ask: u64,
    },
    Rated {
        chat: u32,
        stars: u8,
        comment: &'e str,
    },
    Delivered {
        chat: u32,
        upto: u64,
    },
    Read {
        chat: u32,
        upto: u64,
    },
    Typing {
        chat: u32,
        on: bool,
    },
    Blocked {
        chat: u32,
        findings: Vec<JsFinding>,
    },
    Gap {
        chat: u32,
        missing: u64,
    },
    Receipt {
        chat: u32,
        #[serde(serialize_with = "as_uint8_array")]
        receipt: &'e [u8],
    },
    Ending {
        chat: u32,
        code: &'static str,
        at: u64,
    },
    Fault {
        chat: u32,
        code: &'static str,
    },
    Ended {
        chat: u32,
        by: &'static str,
    },
    Refused {
        chat: u32,
        code: &'static str,
    },
    State {
        state: &'static str,
        position: u16,
    },
    Desk {
        name: &'e str,
        texts: &'e BTreeMap<String, String>,
        hours: &'e str,
        retention: JsRetention<'e>,
        consoles: u16,
    },
    Verified {
        chat: u32,
        author: u32,
        desk: &'e str,
        name: &'e str,
        roles: &'e [&'static str],
        expires: u64,
        comparison: &'e str,
        proof: &'static str,
    },
    Invited {
        invite: u32,
        kind: &'static str,
        words: &'e str,
        expires: u64,
    },
    Uninvited {
        invite: u32,
        end: &'static str,
        chat: Option<u32>,
        code: Option<&'static str>,
    },
    Link {
        state: &'static str,
        code: &'static str,
    },
    Queue {
        waiting: Vec<JsKnock>,
    },
    Chat {
        chat: u32,
        state: &'static str,
        language: &'e str,
        origin: &'e str,
        since: u64,
        comparison: &'e str,
        peer: &'static str,
    },
}

impl<'e> JsEvent<'e> {
    fn new(event: &'e Event, typed: &str) -> Self {
        match event {
            Event::Message {
                chat,
                id,
                from,
                author,
                text,
                at,
                placeholders: found,
                reply,
            } => Self::Message {
                chat: *chat,
                id: *id,
                from: from.word(),
                author: *author,
                text: text.as_str(),
                at: *at,
                placeholders: placeholders(text.as_str(), found),
                reply: reply.as_ref().map(JsReference::from),
            },
            Event::Edited {
                chat,
                id,
                from,
                text,
                at,
                placeholders: found,
            } => Self::Edited {
                chat: *chat,
                id: *id,
                from: from.word(),
                text: text.as_str(),
                at: *at,
                placeholders: placeholders(text.as_str(), found),
            },
            Event::Removed { chat, id, from } => Self::Removed {
                chat: *chat,
                id: *id,
                from: from.word(),
            },
            Event::Asked { chat, ask, from, asked } => {
                let (placeholder, form, note) = match asked {
                    Asked::Value { placeholder } => (Some(placeholder.as_str()), None, None),
                    Asked::Form { form, note } => (None, Some(form.word()), Some(note.as_str())),
                };
                Self::Asked {
                    chat: *chat,
                    ask: *ask,
                    from: from.word(),
                    placeholder,
                    form,
                    note,
                }
            }
            Event::Answered { chat, ask, given } => Self::Answered {
                chat: *chat,
                ask: *ask,
                given: *given,
            },
            Event::Revealed {
                chat,
                ask,
                kind,
                value,
                until,
            } => Self::Revealed {
                chat: *chat,
                ask: *ask,
                kind,
                value: value.as_str(),
                until: *until,
            },
            Event::Hidden { chat, ask } => Self::Hidden { chat: *chat, ask: *ask },
            Event::Rated { chat, stars, comment } => Self::Rated {
                chat: *chat,
                stars: *stars,
                comment: comment.as_str(),
            },
            Event::Delivered { chat, upto } => Self::Delivered {
                chat: *chat,
                upto: *upto,
            },
            Event::Read { chat, upto } => Self::Read {
                chat: *chat,
                upto: *upto,
            },
            Event::Typing { chat, on } => Self::Typing { chat: *chat, on: *on },
            Event::Blocked { chat, findings: found } => Self::Blocked {
                chat: *chat,
                findings: findings(typed, found),
            },
            Event::Gap { chat, missing } => Self::Gap {
                chat: *chat,
                missing: *missing,
            },
            Event::Fault { chat, code } => Self::Fault { chat: *chat, code },
            Event::Ended { chat, by } => Self::Ended {
                chat: *chat,
                by: by.word(),
            },
            Event::Receipt { chat, receipt } => Self::Receipt { chat: *chat, receipt },
            Event::Ending { chat, code, at } => Self::Ending {
                chat: *chat,
                code,
                at: *at,
            },
            Event::Refused { chat, code } => Self::Refused { chat: *chat, code },
            Event::State { state, position } => Self::State {
                state: state.word(),
                position: *position,
            },
            Event::Desk {
                name,
                texts,
                hours,
                archive,
                days,
                words,
                consoles,
            } => Self::Desk {
                name,
                texts,
                hours,
                retention: JsRetention {
                    archive: *archive,
                    days: *days,
                    words,
                },
                consoles: *consoles,
            },
            Event::Verified {
                chat,
                author,
                desk,
                name,
                roles,
                expires,
                comparison,
                proof,
            } => {
                // Seconds inside, milliseconds everywhere in JavaScript.
                let expires = expires.saturating_mul(1_000);
                Self::Verified {
                    chat: *chat,
                    author: *author,
                    desk,
                    name,
                    roles,
                    expires,
                    comparison,
                    proof: proof.word(),
                }
            }
            Event::Invited {
                invite,
                kind,
                words,
                expires,
            } => Self::Invited {
                invite: *invite,
                kind: kind.word(),
                words: words.as_str(),
                expires: *expires,
            },
            Event::Uninvited { invite, end } => Self::Uninvited {
                invite: *invite,
                end: end.word(),
                chat: match end {
                    InviteEnd::Used { chat } => Some(*chat),
                    InviteEnd::Expired | InviteEnd::Withdrawn | InviteEnd::Refused { .. } => None,
                },
                code: match end {
                    InviteEnd::Refused { code } => Some(code),
                    InviteEnd::Expired | InviteEnd::Withdrawn | InviteEnd::Used { .. } => None,
                },
            },
            Event::Link { state, code } => Self::Link {
                state: state.word(),
                code,
            },
            Event::Queue { waiting } => Self::Queue {
                waiting: waiting
                    .iter()
                    .map(|knock| JsKnock {
                        knock: knock.knock,
                        since: knock.since,
                    })
                    .collect(),
            },
            Event::Chat {
                chat,
                state,
                language,
                origin,
                since,
                comparison,
                peer,
            } => Self::Chat {
                chat: *chat,
                state: state.word(),
                language,
                origin,
                since: *since,
                comparison,
                peer: peer.word(),
            },
        }
    }
}
