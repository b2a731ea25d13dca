//! What JavaScript catches: an `Error` named `HushError` with a permanent kebab-case `code`.

use hushwire_desk::{EnrolmentError, FingerprintError};
use hushwire_session::{ConsoleError, StateError};
use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// Why a call through the door fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HushError {
    /// An options object has the wrong shape.
    BadOptions,
    /// Not `hw1…`.
    BadFingerprint,
    /// Not `hwenrol1…`.
    BadEnrolment,
    /// The enrolment is none that works now.
    Console(ConsoleError),
    /// The kept bytes are no state to go on from.
    State(StateError),
    /// The policy forbids what the text holds.
    Blocked,
    /// The browser lacks what every browser has.
    Platform,
}

impl HushError {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::BadOptions => "bad-options",
            Self::BadFingerprint => "bad-fingerprint",
            Self::BadEnrolment => "bad-enrolment",
            Self::Console(error) => error.code(),
            Self::State(error) => error.code(),
            Self::Blocked => "blocked",
            Self::Platform => "platform",
        }
    }

    /// For whoever reads the console; words for people live with the translations.
    const fn sentence(self) -> &'static str {
        match self {
            Self::BadOptions => "the options object has a missing or wrong field",
            Self::BadFingerprint => "a desk's fingerprint is \"hw1\" followed by 52 characters of a-z and 2-7",
            Self::BadEnrolment => "the enrolment is not one that a desk gave out",
            Self::Console(_) | Self::State(StateError::Console(_)) => "the enrolment cannot be used",
            Self::State(_) => "the kept state is not one to go on from",
            Self::Blocked => "the policy forbids what the text holds",
            Self::Platform => "this platform lacks something that every browser has",
        }
    }
}

impl From<HushError> for JsValue {
    fn from(error: HushError) -> Self {
        let thrown = Error::new(error.sentence());
        thrown.set_name("HushError");
        // Setting a property of a new object does not fail.
        let _ = Reflect::set(&thrown, &"code".into(), &error.code().into());
        thrown.into()
    }
}

impl From<FingerprintError> for HushError {
    fn from(_: FingerprintError) -> Self {
        Self::BadFingerprint
    }
}

impl From<EnrolmentError> for HushError {
    fn from(_: EnrolmentError) -> Self {
        Self::BadEnrolment
    }
}

impl From<ConsoleError> for HushError {
    fn from(error: ConsoleError) -> Self {
        Self::Console(error)
    }
}

impl From<StateError> for HushError {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

impl From<serde_wasm_bindgen::Error> for HushError {
    fn from(_: serde_wasm_bindgen::Error) -> Self {
        Self::BadOptions
    }
}
