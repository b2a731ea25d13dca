//! Text across the border: UTF-16 outside, UTF-8 inside.
//!
//! wasm-bindgen would copy a `&str` argument into memory that it frees without wiping, and what a customer types may
//! be what must not stay anywhere. So text comes in as a reference to the JavaScript string, is encoded by the
//! platform into an array that is then filled with zeroes, and lives here in a buffer that is wiped on drop.

use js_sys::{JsString, Uint8Array};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};
use zeroize::Zeroizing;

use crate::error::HushError;

#[wasm_bindgen]
extern "C" {
    /// A `TextEncoder` whose `encodeInto` takes the string by reference; web-sys declares it with a copied one.
    #[wasm_bindgen(extends = web_sys::TextEncoder)]
    type ByReference;

    #[wasm_bindgen(method, js_name = encodeInto)]
    fn encode_into(this: &ByReference, source: &JsString, destination: &Uint8Array) -> Progress;

    type Progress;

    #[wasm_bindgen(method, getter)]
    fn written(this: &Progress) -> u32;
}

/// UTF-8 bytes that one UTF-16 unit can become at most (a surrogate pair is two units and four bytes).
const WIDEST: u32 = 3;

/// A text as Rust sees it, wiped on drop. Lone surrogates become U+FFFD, one unit each, so offsets stay true.
pub(crate) fn read(source: &JsString) -> Result<Zeroizing<String>, HushError> {
    let encoder: ByReference = web_sys::TextEncoder::new()
        .map_err(|_| HushError::Platform)?
        .unchecked_into();
    let encoded = Uint8Array::new_with_length(source.length().saturating_mul(WIDEST));
    let written = encoder.encode_into(source, &encoded).written();
    let mut bytes = Zeroizing::new(vec![0; written as usize]);
    encoded.subarray(0, written).copy_to(&mut bytes);
    encoded.fill(0, 0, encoded.length());
    String::from_utf8(core::mem::take(&mut *bytes))
        .map(Zeroizing::new)
        .map_err(|_| HushError::Platform)
}

/// Turns ascending byte offsets of a text into UTF-16 offsets in one pass.
pub(crate) struct Utf16<'t> {
    rest: core::str::CharIndices<'t>,
    byte: usize,
    unit: usize,
}

impl<'t> Utf16<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            rest: text.char_indices(),
            byte: 0,
            unit: 0,
        }
    }

    /// The UTF-16 offset of a byte offset. Offsets must be asked for in ascending order.
    pub(crate) fn at(&mut self, byte: usize) -> usize {
        while self.byte < byte {
            let Some((start, char)) = self.rest.next() else {
                break;
            };
            self.byte = start + char.len_utf8();
            self.unit += char.len_utf16();
        }
        self.unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_offsets_become_utf16_offsets() {
        let text = "a👋é 𝄞!";
        let mut utf16 = Utf16::new(text);
        let units: Vec<usize> = text.char_indices().map(|(byte, _)| utf16.at(byte)).collect();
        assert_eq!(units, [0, 1, 3, 4, 5, 7]);
        assert_eq!(utf16.at(text.len()), text.encode_utf16().count());
        assert_eq!(
            utf16.at(text.len() + 9),
            text.encode_utf16().count(),
            "beyond the end is the end"
        );
    }
}
