//! The relay as a program: settings in, one line out, signals.

mod settings;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Parser;
use hushwire_relay::run;
use tokio::net::{TcpListener, TcpSocket};
use tokio::signal::unix::{SignalKind, signal};

use settings::{Flags, LogFormat, Settings};

/// The operator asked for something that cannot be: clap's own code for it.
const WRONG_SETTINGS: u8 = 2;
/// The machine does not let us: a taken port, a folder that cannot be read.
const NOT_POSSIBLE: u8 = 1;

/// After a restart everybody comes back at once; who does not fit in here tries again a second later. The system caps it
/// (`net.core.somaxconn`, 4,096 on Linux).
const BACKLOG: u32 = 4_096;

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err((code, sentence)) => {
            eprintln!("hushwire-relay: {sentence}");
            ExitCode::from(code)
        }
    }
}

fn start() -> Result<(), (u8, String)> {
    let settings = Settings::from_flags(Flags::parse()).map_err(|error| (WRONG_SETTINGS, error.to_string()))?;
    let log = tracing_subscriber::fmt()
        .with_max_level(settings.log)
        .with_writer(io::stderr);
    match settings.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    let impossible = |sentence: String| (NOT_POSSIBLE, sentence);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // One look at the queue of the others after each task: under load the slowest hundredth waits a tenth as long.
        .global_queue_interval(1)
        .build()
        .map_err(|error| impossible(format!("the system gives no threads: {error}")))?;
    runtime.block_on(serve(settings)).map_err(impossible)
}

async fn serve(settings: Settings) -> Result<(), String> {
    let wanted = settings.listen;
    let listener = listen(wanted).map_err(|error| format!("cannot listen on {wanted}: {error}"))?;
    let address = listener
        .local_addr()
        .map_err(|error| format!("cannot listen on {wanted}: {error}"))?;
    if settings.hosts.public().is_empty() && !address.ip().is_loopback() {
        tracing::warn!("no public host is set: consoles can attach from this machine only");
    }
    let config = settings
        .load()
        .map_err(|error| format!("the assets cannot be served: {error}"))?;
    tracing::info!(
        files = config.assets.len(),
        connections = config.limits.connections,
        "ready"
    );

    let (mut terminate, mut interrupt) = match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(terminate), Ok(interrupt)) => (terminate, interrupt),
        (Err(error), _) | (_, Err(error)) => {
            return Err(format!("signals cannot be heard: {error}"));
        }
    };
    // Whoever started it may have closed its end already; that is no reason to stop.
    let _ = writeln!(io::stdout(), "hushwire-relay listens on {address}");
    let shutdown = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    run(listener, config, shutdown).await.map_err(|error| error.to_string())
}

fn listen(wanted: SocketAddr) -> io::Result<TcpListener> {
    let socket = if wanted.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    // Or a relay that restarts would have to wait until the last connections of the old one are forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(wanted)?;
    socket.listen(BACKLOG)
}
