//! Wallet addresses.
//!
//! Sources: BIP 173 and BIP 350 (bech32, checked), EIP-55 (Ethereum: 0x and 40 hexadecimal digits), the Base58 alphabet and
//! version bytes of Bitcoin, Litecoin, Dogecoin, Tron, Ripple, Dash, Zcash, Monero, Cardano. Base58 checks need SHA-256,
//! which this room does not have (no cryptography here): length, first characters and mixture are the evidence.

use super::secret_issuers::distinct;
use super::{Candidate, Detector, Scene};
use crate::cues::{Cue, CueSet};
use crate::kind::Kind;
use crate::text::{View, is_alnum};

pub(super) const DETECTOR: Detector = Detector { gate, find };

const CUES: CueSet = CueSet::of(&[Cue::Wallet]);

fn gate(view: &View) -> bool {
    view.words.iter().any(|word| word.len() >= 26)
}

fn find(scene: &Scene, found: &mut Vec<Candidate>) {
    let view = scene.view;
    for word in view.words.iter().filter(|word| word.len() >= 25 && word.digits > 0) {
        let raw = view.raw(word.start, word.end);
        let free = !matches!(view.before(word.start), b'/' | b'=' | b'_' | b'-' | b'.')
            && !matches!(view.at(word.end), b'_' | b'/' | b'=')
            && !is_alnum(view.at(word.end));
        let Some((coin, sure)) = coin(raw, view.low(word.start, word.end)) else {
            continue;
        };
        let said = view.cue_near(word.start, word.end, CUES);
        if free && (sure || said) {
            let mut candidate = Candidate::new(Kind::CryptoWallet, word.start, word.end, if said { 0.97 } else { 0.8 });
            candidate.scheme = Some(coin);
            found.push(candidate);
        }
    }
}

/// The coin, and whether the address shows it without a word beside it.
fn coin(raw: &[u8], low: &[u8]) -> Option<(&'static str, bool)> {
    if raw.len() == 42 && raw.starts_with(b"0x") && raw.iter().skip(2).all(u8::is_ascii_hexdigit) {
        return Some(("ethereum", true));
    }
    if let Some(one) = low.iter().rposition(|b| *b == b'1').filter(|at| (2..=8).contains(at))
        && bech32(low, one)
    {
        return Some(("bech32", true));
    }
    let base58 = raw
        .iter()
        .all(|b| b.is_ascii_alphanumeric() && !matches!(b, b'0' | b'O' | b'I' | b'l'));
    let mixed = distinct(raw) >= 15 && raw.iter().any(u8::is_ascii_uppercase) && raw.iter().any(u8::is_ascii_lowercase);
    if !base58 || !mixed {
        return None;
    }
    let short = (26..=35).contains(&raw.len());
    match (raw.first()?, raw.get(1)?) {
        (b'1' | b'3', _) if short => Some(("bitcoin", true)),
        (b'T', _) if raw.len() == 34 => Some(("tron", true)),
        (b'r', _) if (25..=35).contains(&raw.len()) => Some(("ripple", true)),
        (b'L' | b'M', _) if (33..=34).contains(&raw.len()) => Some(("litecoin", true)),
        (b'D', _) if raw.len() == 34 => Some(("dogecoin", true)),
        (b'X', _) if raw.len() == 34 => Some(("dash", true)),
        (b't', b'1' | b'3') if raw.len() == 35 => Some(("zcash", true)),
        (b'4' | b'8', _) if raw.len() == 95 => Some(("monero", true)),
        (b'A', b'e') if raw.len() >= 58 => Some(("cardano", true)),
        _ if (32..=44).contains(&raw.len()) => Some(("solana", false)),
        _ => None,
    }
}

fn bech32(low: &[u8], one: usize) -> bool {
    const ALPHABET: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let mut check = 1_u32;
    let mut step = |value: u32| {
        let top = check >> 25;
        check = (check & 0x01ff_ffff) << 5 ^ value;
        for (bit, generator) in GENERATOR.iter().enumerate() {
            if top >> bit & 1 == 1 {
                check ^= generator;
            }
        }
    };
    let (prefix, data) = low.split_at(one);
    prefix.iter().for_each(|b| step(u32::from(b >> 5)));
    step(0);
    prefix.iter().for_each(|b| step(u32::from(b & 31)));
    for b in data.iter().skip(1) {
        let Some(value) = ALPHABET.iter().position(|one| one == b) else {
            return false;
        };
        step(value as u32);
    }
    matches!(check, 1 | 0x2bc8_30a3)
}

#[cfg(test)]
pub(super) const SAMPLES: super::Samples = super::Samples {
    kind: Kind::CryptoWallet,
    must: &[
        "send it to «bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4» today",
        "btc «1BoatSLRHtKNngkdXEeobR76b53LETtpyT»",
        "eth «0x52908400098527886E0F7030069857D2E4169EE7»",
        "«TJYeasTPa6gpEEiqxHVzFzhvLJKcXk2Ucz»",
    ],
    must_not: &[
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        "0x5290840009852788",
        "commit 52908400098527886E0F7030069857D2E4169EE7",
    ],
};
