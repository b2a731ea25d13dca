//! What is known of the desk without talking to it: only what verifies under the pinned fingerprint.

use alloc::{borrow::ToOwned, collections::BTreeMap, string::String, vec::Vec};

use hushwire_desk::{Manifest, RootRecord, verify_manifest};

use super::{Customer, Phase};
use crate::{Effect, Event, Millis};

impl Customer {
    /// Keeps the newest manifest that verifies under the pinned fingerprint; anything else means nothing, since the
    /// relay that hands it out is not trusted.
    pub(super) fn see_manifest(&mut self, root: &[u8], signed: &[u8], now: Millis) {
        let Ok(root) = RootRecord::decode(root) else {
            return;
        };
        if root.fingerprint() != self.settings.desk {
            return;
        }
        let Ok(manifest) = verify_manifest(signed, &root, now / 1_000) else {
            return;
        };
        if self
            .desk
            .manifest
            .as_ref()
            .is_none_or(|known| known.number < manifest.number)
        {
            self.screen.adopt(&manifest);
            if let Phase::Open(chat) = &mut self.phase {
                chat.screen.adopt(&manifest);
            }
            self.desk.root = Some(root);
            self.desk.signed = signed.to_vec();
            self.desk.manifest = Some(manifest);
        }
    }

    pub(super) fn tell_desk(&self, out: &mut Vec<Effect>) {
        let (Some(manifest), Some(consoles)) = (&self.desk.manifest, self.desk.consoles) else {
            return;
        };
        out.push(Effect::Event(Event::Desk {
            name: manifest.name.clone(),
            texts: texts(manifest, &self.settings.language),
            hours: manifest.hours.clone(),
            archive: manifest.retention.archive,
            days: manifest.retention.days,
            words: manifest.retention.words.clone(),
            consoles,
        }));
    }
}

/// The texts of the closest language: exact, same primary subtag, English, any.
fn texts(manifest: &Manifest, language: &str) -> BTreeMap<String, String> {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let all = &manifest.texts;
    all.get(language)
        .or_else(|| {
            all.iter()
                .find(|(tag, _)| primary(tag) == primary(language))
                .map(|(_, texts)| texts)
        })
        .or_else(|| all.get("en"))
        .or_else(|| all.values().next())
        .map(ToOwned::to_owned)
        .unwrap_or_default()
}
