//! `hushwire chat`: a customer or a technician without a browser. What is typed is sent, what comes is printed.
//!
//! ```text
//! standard input  --lines-->  Attendant (decides, holds the session)  --events-->  Showing (words or JSON lines)
//!                                 ^  |
//!                           bytes |  | bytes
//!                                 |  v
//!                              Link (one socket; a new one after each loss, at growing, random distances)
//! ```

mod address;
mod attendant;
mod dial;
mod link;
mod pump;
mod showing;
mod words;

use std::{io::Write, path::PathBuf};

use clap::{ArgGroup, Args};
use hushwire_desk::{Enrolment, Fingerprint};
use hushwire_session::{Console, Customer, CustomerSettings};

use crate::{
    chat::{
        address::RelayAddress,
        attendant::{AtEnd, Attendant, Peer},
        dial::Dial,
        showing::Showing,
    },
    clock::Clock,
    failure::{Done, Failure},
    files,
};

#[derive(Args)]
#[command(group(ArgGroup::new("who").required(true).args(["desk", "enrolment"])))]
pub(crate) struct ChatCommand {
    /// The relay to meet at, as in wss://relay.example.com or ws://localhost:8080/ws.
    #[arg(long, value_name = "URL")]
    relay: RelayAddress,
    /// Be a customer of the desk with this fingerprint (hw1…).
    #[arg(long, value_name = "FINGERPRINT")]
    desk: Option<Fingerprint>,
    /// Be the technician of this enrolment, and take one waiting customer after the other.
    #[arg(long, value_name = "FILE")]
    enrolment: Option<PathBuf>,
    /// The customer's language.
    #[arg(long, value_name = "TAG", default_value = "en", conflicts_with = "enrolment")]
    language: String,
    /// Print one JSON event a line.
    #[arg(long)]
    json: bool,
    /// When the input ends, stay until the other side ends the chat. Without this the chat is ended as soon as all that
    /// was typed has arrived.
    #[arg(long)]
    stay: bool,
}

pub(crate) fn run(command: ChatCommand, clock: Clock, screen: &mut dyn Write) -> Result<Done, Failure> {
    let ChatCommand {
        relay,
        desk,
        enrolment,
        language,
        json,
        stay,
    } = command;
    let peer = match (desk, enrolment) {
        (Some(desk), _) => {
            let settings = CustomerSettings {
                desk,
                origin: String::new(),
                language,
            };
            Peer::Customer(Box::new(Customer::new(settings, None, clock.millis()?)))
        }
        (None, Some(path)) => {
            let text = files::read_text(&path)?;
            let enrolment = Enrolment::from_text(&text).map_err(|error| Failure::of(&path, error))?;
            let console = Console::new(enrolment, clock.millis()?).map_err(|error| Failure::of(&path, error))?;
            Peer::Technician(Box::new(console))
        }
        (None, None) => return Err(Failure::new("a chat needs --desk or --enrolment")),
    };
    let dial = Dial::new(relay)?;
    let at_end = if stay { AtEnd::Stay } else { AtEnd::Leave };
    let attendant = Attendant::new(peer, at_end);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("cannot start: {error}")))?;
    runtime.block_on(pump::pump(attendant, dial, Showing::new(json, screen), clock))
}
