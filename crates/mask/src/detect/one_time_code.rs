//! One-time codes, where a cue says so: text message codes, TANs, authenticator codes.
//!
//! Sources: RFC 6238 (six to eight digits); what banks and big services send (four to eight digits, "G-123456").

use super::said::code;
use super::{Candidate, Detector, Scene};
use crate::cues::Cue;
use crate::kind::Kind;
use crate::text::View;

pub(super) const DETECTOR: Detector = Detector { gate, find };

fn gate(view: &View) -> bool {
    !view.groups.is_empty() && !view.hits.is_empty()
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for hit in view.hits.iter().filter(|hit| hit.cue == Cue::Otp) {
        // A street may be called Tan; a TAN is written in capitals and announced.
        let tan = view.low(hit.start, hit.end) == b"tan";
        if tan
            && (view.raw(hit.start, hit.end) != b"TAN"
                || !view.value_after(hit).is_some_and(|announced| announced.firmly))
        {
            continue;
        }
        if let Some(code) = code(view, hit, 4, 8) {
            found.push(Candidate::new(Kind::OneTimeCode, code.start, code.end, code.score));
        } else if let Some((start, end)) = lettered(view, hit) {
            found.push(Candidate::new(Kind::OneTimeCode, start, end, 0.75));
        }
    }
}

/// "G-482913", "A7X9Q2": upper case and digits, six to nine of them, right after the cue.
fn lettered(view: &View, hit: &crate::cues::Hit) -> Option<(usize, usize)> {
    let announced = view.value_after(hit).filter(|announced| announced.firmly)?;
    let end = view.token_end(announced.at);
    let token = view.raw(announced.at, end);
    let digits = token.iter().filter(|b| b.is_ascii_digit()).count();
    let plain = token
        .iter()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-');
    ((6..=9).contains(&token.len()) && digits >= 2 && plain).then_some((announced.at, end))
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::OneTimeCode,
    must: &[
        "the verification code is «482913»",
        "OTP «4829»",
        "your code: «G-482913»",
        "der Bestätigungscode lautet «493 201»",
        "le code de vérification est «771204»",
        "el código de verificación es «338190»",
        "il codice di verifica è «902817»",
        "o código de verificação é «118273»",
        "de verificatiecode is «560012»",
        "kod weryfikacyjny to «774410»",
        "engångskoden är «229041»",
        "doğrulama kodum «614402»",
        "TAN: «839201»",
        "«482913» is the code",
        "the sms code i just received is «39201»",
    ],
    must_not: &[
        "error code 500123",
        "2141 S TAN COURT",
        "promo code SAVE2024",
        "the zip code is 90210",
        "I never got the code",
        "the verification code expires in 10 minutes",
        "source code is 20000 lines",
    ],
};
