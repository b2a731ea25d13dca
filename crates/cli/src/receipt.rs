//! `hushwire receipt`: what a chat came to, checked with nothing but the file and the desk's fingerprint.

use std::{io::Write, path::PathBuf};

use clap::{Args, Subcommand};
use hushwire_desk::Fingerprint;
use hushwire_session::{Receipt, Tally, verify_receipt};

use crate::{
    calendar,
    desk::{hex, hex_into},
    failure::{Done, Failure},
    files,
};

#[derive(Subcommand)]
pub(crate) enum ReceiptCommand {
    /// Verify a receipt and list what it says.
    Show(ReceiptFile),
    /// Verify a receipt: one line, and the exit code.
    Verify(ReceiptFile),
}

#[derive(Args)]
pub(crate) struct ReceiptFile {
    /// The receipt, as bytes or as hexadecimal digits.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The desk that it must be of, hw1…; without it any desk's will do.
    #[arg(long, value_name = "FINGERPRINT")]
    desk: Option<Fingerprint>,
}

pub(crate) fn run(command: &ReceiptCommand, screen: &mut dyn Write) -> Result<Done, Failure> {
    let (ReceiptCommand::Show(file) | ReceiptCommand::Verify(file)) = command;
    let bytes = files::read(&file.file)?;
    let bytes = digits(&bytes).unwrap_or_else(|| bytes.to_vec());
    let receipt = verify_receipt(&bytes, file.desk.as_ref()).map_err(|error| Failure::Said(error.to_string()))?;
    match command {
        ReceiptCommand::Verify(_) => writeln!(screen, "{}", sentence(&receipt))?,
        ReceiptCommand::Show(_) => show(&receipt, screen)?,
    }
    Ok(Done::Well)
}

/// A receipt as `hushwire chat --json` prints it.
fn digits(text: &[u8]) -> Option<Vec<u8>> {
    let text = core::str::from_utf8(text).ok()?.trim();
    let mut bytes = vec![0; text.len() / 2];
    hex_into(text, &mut bytes).map(|()| bytes)
}

fn sentence(receipt: &Receipt) -> &'static str {
    if receipt.countersigned {
        "genuine: signed by the technician and by the customer"
    } else {
        "genuine: signed by the technician alone; the customer was gone"
    }
}

fn show(receipt: &Receipt, screen: &mut dyn Write) -> Result<(), Failure> {
    writeln!(screen, "{}", sentence(receipt))?;
    writeln!(screen, "desk        {}", receipt.desk)?;
    writeln!(screen, "technician  {}", receipt.technician.name)?;
    writeln!(screen, "session     {}", hex(&receipt.id))?;
    writeln!(screen, "began       {}", calendar::shown(receipt.began))?;
    writeln!(screen, "ended       {}", calendar::shown(receipt.ended))?;
    for (from, tally) in [("customer", &receipt.customer), ("technician", &receipt.member)] {
        list(from, tally, screen)?;
    }
    Ok(())
}

fn list(from: &str, tally: &Tally, screen: &mut dyn Write) -> Result<(), Failure> {
    writeln!(screen, "{from}: {} messages", tally.count())?;
    let first = tally.count() - tally.entries.len() as u64 + 1;
    for (number, entry) in (first..).zip(&tally.entries) {
        let at = if entry.at == 0 {
            String::new()
        } else {
            calendar::shown(entry.at)
        };
        let masks: Vec<String> = entry
            .masks
            .iter()
            .map(|(kind, count)| format!("{count} {kind}"))
            .collect();
        writeln!(
            screen,
            "  {number:>4}  {:<12} {:>6} bytes  {at:<24} {}",
            word(entry.what),
            entry.size,
            masks.join(", ")
        )?;
    }
    Ok(())
}

/// Contents by their numbers (PROTOCOL.md, section 7).
fn word(what: u64) -> &'static str {
    match what {
        1 => "text",
        3 => "introduction",
        4 => "end",
        5 => "papers",
        16 => "correction",
        17 => "taken back",
        18 => "reply",
        19 => "question",
        20 => "answer",
        21 => "hidden",
        22 => "rating",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_may_be_bytes_or_digits() {
        assert_eq!(digits(b"00ff10\n"), Some(vec![0, 255, 16]));
        assert_eq!(digits(b"\x88\x01"), None);
        assert_eq!(digits(b"0g"), None);
    }
}
