//! The table, and what was promised beside what was measured.

use std::io;

use crate::measure::{Row, Size, measure};
use crate::server::Recipe;
use crate::{Bench, Peer, cores, take_place};

/// Measures everybody in one run and prints it.
pub(crate) fn story(bench: &Bench, recipes: &[(Peer, Recipe)]) -> io::Result<()> {
    let size = if bench.short { Size::SHORT } else { Size::FULL };
    take_place();
    match cores() {
        (Some(server), Some(load)) => println!("server on core {server}, load on core {load}"),
        _ => println!("one core for everything: ratios only, and rough ones"),
    }
    let mut rows = Vec::new();
    println!(
        "| server | A msg/s | B msg/s | p50/p99 µs at 5k/s | CPU µs/msg | KiB per idle connection | after traffic | joins/s \
         | MiB, 4 stalled readers × {} MiB | cold start ms |\n|---|---|---|---|---|---|---|---|---|---|",
        size.stalled_bytes >> 20
    );
    for (peer, recipe) in recipes {
        let row = measure(recipe, size).map_err(|error| io::Error::other(format!("{}: {error}", recipe.name)))?;
        println!(
            "| {} | {:.1}k | {:.0}k | {:.0}/{:.0} | {:.1} | {:.1} | {:.1} | {:.1}k | {:.1} | {:.0} |",
            row.name,
            row.a / 1e3,
            row.b / 1e3,
            row.p50,
            row.p99,
            row.cpu,
            row.idle,
            row.used,
            row.joins / 1e3,
            row.stalled,
            row.cold
        );
        rows.push((*peer, row));
    }
    println!(
        "\nA: 500 rooms, one message of 256 B in each on its way; B: 50 rooms, 32 messages. {} idle connections.",
        size.idle_connections
    );
    let bytes = std::fs::metadata(&bench.relay.relay)?.len();
    println!("the relay's program: {:.2} MiB", bytes as f64 / f64::from(1 << 20));
    if bench.short {
        println!("(short: it runs; these numbers say nothing about speed)");
        return Ok(());
    }
    println!();
    for goal in goals(&rows) {
        println!("{goal}");
    }
    Ok(())
}

fn goals(rows: &[(Peer, Row)]) -> Vec<String> {
    let of = |peer| rows.iter().find(|(known, _)| *known == peer).map(|(_, row)| row);
    let mut said = Vec::new();
    let mut goal = |what: &str, value: f64, wanted: &str, met: bool| {
        let word = if met { "met   " } else { "missed" };
        said.push(format!("{word} {what}: {value:.2} (goal {wanted})"));
    };
    let Some(relay) = of(Peer::Relay) else {
        return Vec::new();
    };
    if let Some(limit) = of(Peer::Splice) {
        let (a, b, p50) = (relay.a / limit.a, relay.b / limit.b, relay.p50 / limit.p50);
        goal("A against the limit", a, "at least 0.85", a >= 0.85);
        goal("B against the limit", b, "at least 0.70", b >= 0.70);
        goal("p50 against the limit", p50, "at most 1.25", p50 <= 1.25);
    }
    if let Some(ws) = of(Peer::Ws) {
        let (a, b, cpu) = (relay.a / ws.a, relay.b / ws.b, relay.cpu / ws.cpu);
        goal("A against ws", a, "at least 1.9", a >= 1.9);
        goal("B against ws", b, "at least 10", b >= 10.0);
        goal("CPU per message against ws", cpu, "at most 0.65", cpu <= 0.65);
    }
    if let Some(socket_io) = of(Peer::SocketIo) {
        let a = relay.a / socket_io.a;
        goal("A against socket.io", a, "at least 1.9, as ws", a >= 1.9);
    }
    goal("KiB per idle connection", relay.idle, "at most 3.5", relay.idle <= 3.5);
    goal("KiB after traffic", relay.used, "at most 4", relay.used <= 4.0);
    goal("joins a second", relay.joins, "at least 18000", relay.joins >= 18_000.0);
    goal("cold start, ms", relay.cold, "at most 50", relay.cold <= 50.0);
    said
}
