//! What the operator says: flags, environment, file. A flag wins over its variable, a variable over the file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};
use hushwire_relay::{Assets, AssetsError, BadHost, Config, Hosts, LimitTooLow, Limits};
use serde::Deserialize;

/// Where it listens if nobody says otherwise: this machine only, so that nothing is open by accident.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

/// Forwards sealed frames between the members of a room, and forgets them.
///
/// The relay keeps nothing: no disk after start, no addresses, no texts, no keys. Put a proxy that speaks TLS in front
/// of it, and name it by the hosts under which the proxy is reached.
#[derive(Debug, Parser)]
#[command(name = "hushwire-relay", version, max_term_width = 100)]
pub(crate) struct Flags {
    /// Address and port to listen on; port 0 takes a free one and prints it
    /// [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR", env = "HUSHWIRE_RELAY_LISTEN")]
    listen: Option<SocketAddr>,
    /// Folder of files to serve; read once at start
    #[arg(long, value_name = "DIR", env = "HUSHWIRE_RELAY_ASSETS")]
    assets: Option<PathBuf>,
    /// TOML file with the same keys, and with [limits]
    #[arg(long, value_name = "FILE", env = "HUSHWIRE_RELAY_CONFIG")]
    config: Option<PathBuf>,
    /// Name under which consoles and pages reach this relay, with its port unless that is the scheme's own; may be
    /// repeated. Without it only consoles on this machine can attach
    #[arg(long, value_name = "HOST", env = "HUSHWIRE_RELAY_PUBLIC_HOST", value_delimiter = ',')]
    public_host: Vec<String>,
    /// What to log: error, warn, info, debug
    #[arg(long, value_name = "LEVEL", env = "HUSHWIRE_RELAY_LOG")]
    log: Option<tracing::Level>,
    /// How to log [default: text]
    #[arg(long, value_name = "FORMAT", env = "HUSHWIRE_RELAY_LOG_FORMAT")]
    log_format: Option<LogFormat>,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One object a line.
    Json,
}

/// The configuration file. A key that it does not know is a mistake, not a wish.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    listen: Option<SocketAddr>,
    assets: Option<PathBuf>,
    public_host: Vec<String>,
    log: Option<String>,
    log_format: Option<LogFormat>,
    limits: Limits,
}

/// Everything decided, nothing read from disk but the configuration file.
#[derive(Debug)]
pub(crate) struct Settings {
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// The folder to serve.
    pub(crate) assets: Option<PathBuf>,
    /// The public names.
    pub(crate) hosts: Hosts,
    /// The limits.
    pub(crate) limits: Limits,
    /// What to log.
    pub(crate) log: tracing::Level,
    /// How to log it.
    pub(crate) log_format: LogFormat,
}

impl Settings {
    /// Puts flags (which hold the environment already) and file together.
    pub(crate) fn from_flags(flags: Flags) -> Result<Self, SettingsError> {
        let Flags {
            listen,
            assets,
            config,
            public_host,
            log,
            log_format,
        } = flags;
        let file = match config {
            Some(path) => File::read(&path)?,
            None => File::default(),
        };
        let log = match (log, file.log) {
            (Some(level), _) => level,
            (None, Some(level)) => level.parse().map_err(|_| SettingsError::Log)?,
            (None, None) => tracing::Level::INFO,
        };
        file.limits.check().map_err(SettingsError::Limits)?;
        let hosts = if public_host.is_empty() {
            file.public_host
        } else {
            public_host
        };
        Ok(Self {
            listen: listen.or(file.listen).unwrap_or(LISTEN),
            assets: assets.or(file.assets),
            hosts: Hosts::new(hosts).map_err(SettingsError::Hosts)?,
            limits: file.limits,
            log,
            log_format: log_format.or(file.log_format).unwrap_or_default(),
        })
    }

    /// Reads the assets: the last time that the relay touches the disk.
    pub(crate) fn load(self) -> Result<Config, AssetsError> {
        let Self {
            assets, hosts, limits, ..
        } = self;
        let assets = assets.map_or_else(|| Ok(Assets::default()), |folder| Assets::read(&folder))?;
        Ok(Config {
            hosts,
            assets,
            limits,
            ..Config::default()
        })
    }
}

impl File {
    fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(path).map_err(|_| SettingsError::Unreadable(path.to_owned()))?;
        toml::from_str(&text).map_err(|error| SettingsError::Toml {
            path: path.to_owned(),
            line: error.span().map_or(1, |span| {
                1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count()
            }),
            message: error.message().to_owned(),
        })
    }
}

/// Why the settings make no relay.
#[derive(Debug)]
pub(crate) enum SettingsError {
    /// The file cannot be read.
    Unreadable(PathBuf),
    /// The file is not what it should be.
    #[allow(missing_docs)]
    Toml {
        path: PathBuf,
        line: usize,
        message: String,
    },
    /// The level is none.
    Log,
    /// A public host is none.
    Hosts(BadHost),
    /// A limit is too low.
    Limits(LimitTooLow),
}

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(path) => {
                write!(f, "cannot read the configuration file {}", path.display())
            }
            Self::Toml { path, line, message } => {
                let message = message.lines().next().unwrap_or_default();
                write!(f, "{}, line {line}: {message}", path.display())
            }
            Self::Log => f.write_str("the log level is one of error, warn, info, debug, trace"),
            Self::Hosts(error) => error.fmt(f),
            Self::Limits(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SettingsError {}
