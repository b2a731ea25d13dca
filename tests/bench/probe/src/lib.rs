//! The least of a module around one masker: a text in, the number of findings out.

#[cfg(feature = "hushwire")]
fn find(text: &str) -> usize {
    use hushwire_mask::{Direction, Masker, Policy, Vault};
    let masked = Masker::new(Policy::default()).mask(text, Direction::ToDesk, &mut Vault::default());
    masked.map_or(0, |masked| masked.text.len() + masked.findings.len())
}

#[cfg(feature = "leakguard")]
fn find(text: &str) -> usize {
    let redactor = leakguard::Redactor::new().with_detector(leakguard::detectors::PhoneNumber);
    redactor.clean(text).len() + redactor.find(text).len()
}

#[cfg(feature = "redact-core")]
fn find(text: &str) -> usize {
    use redact_core::{AnalyzerEngine, AnonymizerConfig};
    let masked = AnalyzerEngine::new().anonymize(text, None, &AnonymizerConfig::default());
    masked.map_or(0, |masked| masked.text.len())
}

static mut TEXT: [u8; 4096] = [0; 4096];

/// Where a host writes the text.
#[unsafe(no_mangle)]
pub extern "C" fn text() -> *mut u8 {
    &raw mut TEXT as *mut u8
}

/// Masks what the host has written; answers a number that depends on what was found.
#[unsafe(no_mangle)]
pub extern "C" fn run(length: usize) -> usize {
    // SAFETY: the host is single-threaded and writes only between calls.
    let bytes = unsafe { core::slice::from_raw_parts(&raw const TEXT as *const u8, length.min(4096)) };
    core::str::from_utf8(bytes).map_or(0, find)
}
