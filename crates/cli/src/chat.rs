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
use hushwire_session::{Console, Customer, CustomerSettings, InviteKind};

use crate::{
    chat::{
        address::RelayAddress,
        attendant::{AtEnd, Attendant, Meeting, Peer},
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
    /// Use the PIN that a technician reads out. Other users of this machine may see it in the list of programs.
    #[arg(
        long,
        value_name = "PIN",
        env = "HUSHWIRE_PIN",
        hide_env_values = true,
        requires = "desk",
        conflicts_with = "link"
    )]
    pin: Option<String>,
    /// Use the link (hwlink1…) that a technician sent. Better given in the environment.
    #[arg(
        long,
        value_name = "LINK",
        env = "HUSHWIRE_LINK",
        hide_env_values = true,
        requires = "desk"
    )]
    link: Option<String>,
    /// Hand out a PIN or a link, print it, and take the customer who brings it instead of whoever waits.
    #[arg(long, value_name = "KIND", requires = "enrolment", value_parser = invite_kind)]
    invite: Option<InviteKind>,
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

fn invite_kind(word: &str) -> Result<InviteKind, String> {
    [InviteKind::Pin, InviteKind::Link]
        .into_iter()
        .find(|kind| kind.word() == word)
        .ok_or_else(|| "an invite is a pin or a link".into())
}

pub(crate) fn run(command: ChatCommand, clock: Clock, screen: &mut dyn Write) -> Result<Done, Failure> {
    let ChatCommand {
        relay,
        desk,
        enrolment,
        pin,
        link,
        invite,
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
    let meeting = match (pin.or(link), invite) {
        (Some(ticket), _) => Meeting::Ticket(ticket.into()),
        (None, Some(kind)) => Meeting::Invite(kind),
        (None, None) => Meeting::Queue,
    };
    let attendant = Attendant::new(peer, meeting, at_end);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("cannot start: {error}")))?;
    runtime.block_on(pump::pump(attendant, dial, Showing::new(json, screen), clock))
}
