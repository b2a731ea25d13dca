//! The `hushwire` command: what the owner of a desk, a script and a test do without a browser.
//!
//! One file for each command; `files` writes what must stay secret, `failure` says what went wrong in one sentence.
//! Exit codes: 0 done, 1 not done (the sentence says why), 2 the command line was not understood.

mod calendar;
mod chat;
mod clock;
mod desk;
mod failure;
mod files;
mod lines;
mod manifest;
mod mask;
mod member;
mod points;
mod policy;
mod randomness;
mod receipt;
mod settings;
mod toml_file;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use crate::{
    clock::Clock,
    failure::{Done, Failure},
};

/// A support chat that nobody else can read: desks, members, manifests, masking, chats.
#[derive(Parser)]
#[command(name = "hushwire", version, disable_help_subcommand = true)]
struct CommandLine {
    /// Judge and sign as if it were this second since 1970.
    #[arg(long, global = true, value_name = "SECONDS", help_heading = "Everywhere")]
    now: Option<u64>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a desk, or show one.
    #[command(subcommand)]
    Desk(desk::DeskCommand),
    /// Certify the members of a desk.
    #[command(subcommand)]
    Member(member::MemberCommand),
    /// Write, sign and check the settings of a desk.
    #[command(subcommand)]
    Manifest(manifest::ManifestCommand),
    /// Check what a chat came to.
    #[command(subcommand)]
    Receipt(receipt::ReceiptCommand),
    /// Find and mask personal data: JSON lines in, JSON lines out.
    Mask(mask::MaskCommand),
    /// Chat as a customer or as a technician: type lines, read lines.
    Chat(chat::ChatCommand),
}

fn main() -> ExitCode {
    let CommandLine { now, command } = CommandLine::parse();
    let screen = &mut io::stdout().lock();
    let outcome = run(command, now, screen).and_then(|done| {
        screen.flush()?;
        Ok(done)
    });
    match outcome {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::WithComplaints) => ExitCode::FAILURE,
        Err(Failure::NobodyReads) => ExitCode::SUCCESS,
        Err(Failure::Said(sentence)) => {
            // If even this cannot be written, the exit code still tells.
            let _ = writeln!(io::stderr(), "hushwire: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, now: Option<u64>, screen: &mut dyn Write) -> Result<Done, Failure> {
    let clock = Clock::new(now);
    let now = clock.seconds()?;
    match command {
        Command::Desk(command) => desk::run(command, now, screen),
        Command::Member(command) => member::run(command, now, screen),
        Command::Manifest(command) => manifest::run(command, now, screen),
        Command::Receipt(command) => receipt::run(&command, screen),
        Command::Mask(command) => mask::run(&command, screen),
        Command::Chat(command) => chat::run(command, clock, screen),
    }
}
