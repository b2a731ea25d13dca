//! The relay as a program: settings in, one line out, signals.

mod nats;
mod seal;
mod settings;
mod tls;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use hushwire_relay::{Config, Door, run};
use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::net::{TcpListener, TcpSocket};
use tokio::signal::unix::{Signal, SignalKind, signal};

use nats::Nats;
use settings::{Command, CommandLine, LogFormat, Settings};
use tls::Tls;

/// The operator asked for something that cannot be: clap's own code for it.
const WRONG_SETTINGS: u8 = 2;
/// The machine does not let us: a taken port, a folder that cannot be read.
const NOT_POSSIBLE: u8 = 1;

/// After a restart everybody comes back at once; who does not fit in here tries again a second later. The system caps it
/// (`net.core.somaxconn`, 4,096 on Linux).
const BACKLOG: u32 = 4_096;
/// How often somebody looks whether the certificate was renewed.
const LOOK_AT_CERTIFICATE: Duration = Duration::from_secs(60);
/// What the program itself has open: listeners, standard streams, the poller, a way to other relays.
const OWN_DESCRIPTORS: u64 = 64;

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
    let CommandLine { command, flags } = CommandLine::parse();
    let mut settings = Settings::from_flags(flags).map_err(|error| (WRONG_SETTINGS, error.to_string()))?;
    let impossible = |sentence: String| (NOT_POSSIBLE, sentence);
    let (listen, metrics) = (settings.listen, settings.metrics);
    let (log, log_format) = (settings.log, settings.log_format);
    let tls = settings.tls.clone().map(Tls::read).transpose();
    let tls = tls.map_err(|error| impossible(error.to_string()))?.map(Arc::new);
    let backplane = settings.backplane.take();
    let mut config = settings
        .load()
        .map_err(|error| impossible(format!("the assets cannot be served: {error}")))?;
    config.door = tls.clone().map(|tls| tls as Arc<dyn Door>);
    if let Some(Command::CheckConfig) = command {
        let _ = writeln!(io::stdout(), "the configuration is right");
        return Ok(());
    }

    let lines = tracing_subscriber::fmt().with_max_level(log).with_writer(io::stderr);
    match log_format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // One look at the queue of the others after each task: under load the slowest hundredth waits a tenth as long.
        .global_queue_interval(1)
        .build()
        .map_err(|error| impossible(format!("the system gives no threads: {error}")))?;
    runtime
        .block_on(serve(Addresses { listen, metrics }, tls, backplane, config))
        .map_err(impossible)
}

struct Addresses {
    listen: SocketAddr,
    metrics: Option<SocketAddr>,
}

async fn serve(
    wanted: Addresses,
    tls: Option<Arc<Tls>>,
    backplane: Option<Nats>,
    mut config: Config,
) -> Result<(), String> {
    let (listener, address) = listen(wanted.listen)?;
    let metrics = wanted.metrics.map(listen).transpose()?;
    if config.hosts.public().is_empty() && !address.ip().is_loopback() {
        tracing::warn!("no public host is set: consoles can attach from this machine only");
    }
    make_room_for(config.limits.connections);
    let signals = "signals cannot be heard";
    let mut terminate = hear(SignalKind::terminate()).map_err(|error| format!("{signals}: {error}"))?;
    let mut interrupt = hear(SignalKind::interrupt()).map_err(|error| format!("{signals}: {error}"))?;
    let hangup = hear(SignalKind::hangup()).map_err(|error| format!("{signals}: {error}"))?;
    let mut carrying = None;
    if let Some(nats) = backplane {
        let (plug, carrier) = nats.connect().await?;
        config.backplane = Some(plug);
        carrying = Some(carrier);
    }
    tracing::info!(
        files = config.assets.len(),
        connections = config.limits.connections,
        tls = tls.is_some(),
        "ready"
    );
    // Whoever started it may have closed its end already; that is no reason to stop.
    let _ = writeln!(io::stdout(), "hushwire-relay listens on {address}");
    if let Some((listener, address)) = metrics {
        let _ = writeln!(io::stdout(), "metrics on {address}");
        config.metrics = Some(listener);
    }

    let renewal = tokio::spawn(renew(tls, hangup));
    let shutdown = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::warn!("told twice: stopping at once");
            std::process::exit(NOT_POSSIBLE.into());
        });
    };
    let result = run(listener, config, shutdown).await;
    renewal.abort();
    if let Some(carrying) = carrying {
        carrying.finish().await;
    }
    result.map_err(|error| error.to_string())
}

/// Reads the certificate again at a hangup, and when it has been renewed.
async fn renew(tls: Option<Arc<Tls>>, mut hangup: Signal) {
    let mut look = tokio::time::interval(LOOK_AT_CERTIFICATE);
    loop {
        let asked = tokio::select! {
            _ = hangup.recv() => true,
            _ = look.tick(), if tls.is_some() => false,
        };
        let Some(tls) = &tls else {
            continue;
        };
        if asked || tls.is_stale() {
            match tls.reload() {
                Ok(()) => tracing::info!("the certificate was read again"),
                Err(error) => tracing::error!(%error, "the old certificate is kept"),
            }
        }
    }
}

fn hear(kind: SignalKind) -> io::Result<Signal> {
    signal(kind)
}

fn listen(wanted: SocketAddr) -> Result<(TcpListener, SocketAddr), String> {
    let open = || {
        let socket = if wanted.is_ipv4() {
            TcpSocket::new_v4()
        } else {
            TcpSocket::new_v6()
        }?;
        // Or a relay that restarts would have to wait until the last connections of the old one are forgotten.
        socket.set_reuseaddr(true)?;
        socket.bind(wanted)?;
        let listener = socket.listen(BACKLOG)?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    open().map_err(|error: io::Error| format!("cannot listen on {wanted}: {error}"))
}

/// One descriptor for each connection, as far as the system allows.
fn make_room_for(connections: usize) {
    let wanted = (connections as u64).saturating_add(OWN_DESCRIPTORS);
    let mut limit = getrlimit(Resource::Nofile);
    let enough = |limit: Option<u64>| limit.is_none_or(|limit| limit >= wanted);
    if enough(limit.current) {
        return;
    }
    limit.current = limit.maximum.map(|most| most.min(wanted)).or(Some(wanted));
    if setrlimit(Resource::Nofile, limit).is_err() || !enough(limit.current) {
        let descriptors = getrlimit(Resource::Nofile).current;
        tracing::warn!(
            descriptors,
            wanted,
            "the system allows fewer descriptors than connections"
        );
    }
}
