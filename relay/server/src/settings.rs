//! What the operator says: flags, environment, file. A flag wins over its variable, a variable over the file.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use hushwire_relay::{Assets, AssetsError, BadHost, BadNetwork, Config, Hosts, LimitTooLow, Limits, Network, Proxies};
use serde::Deserialize;

use crate::nats::Nats;
use crate::seal::ClusterKey;
use crate::tls::Files;

/// Where it listens if nobody says otherwise: this machine only, so that nothing is open by accident.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

/// Forwards sealed frames between the members of a room, and forgets them.
///
/// The relay keeps nothing: no disk after start, no addresses, no texts, no keys of chats. Give it a certificate, or put
/// a proxy that speaks TLS in front of it, and name it by the hosts under which it is reached.
#[derive(Debug, Parser)]
#[command(
    name = "hushwire-relay",
    version,
    max_term_width = 100,
    after_help = "Every flag is also a variable of the environment and, without the dashes, a key of the file; a flag wins \
        over the variable, the variable over the file. Limits (rates, quotas, times) are keys of the file under [limits].\n\n\
        SIGTERM and SIGINT drain: /readyz says so, everybody is told to go and where, then the relay stops; a second one \
        stops at once. SIGHUP reads the certificate again.\n\n\
        On a machine of your own:      hushwire-relay --assets www\n\
        With TLS:                      hushwire-relay --listen 0.0.0.0:443 --public-host relay.example \\\n                               \
            --tls-certificate chain.pem --tls-key key.pem --metrics 127.0.0.1:9090\n\
        Behind a proxy on this host:   hushwire-relay --public-host relay.example --trusted-proxy 127.0.0.1\n\
        Is this file right?            hushwire-relay check-config --config relay.toml"
)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) flags: Flags,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Command {
    /// Reads configuration, certificate and assets, says whether they are right, and listens nowhere
    CheckConfig,
}

#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// Address and port to listen on; port 0 takes a free one and prints it
    /// [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDR", env = "HUSHWIRE_RELAY_LISTEN")]
    listen: Option<SocketAddr>,
    /// Folder of files to serve; read once at start
    #[arg(long, global = true, value_name = "DIR", env = "HUSHWIRE_RELAY_ASSETS")]
    assets: Option<PathBuf>,
    /// TOML file with the same keys, and with [limits]
    #[arg(long, global = true, value_name = "FILE", env = "HUSHWIRE_RELAY_CONFIG")]
    config: Option<PathBuf>,
    /// Address and port for /metrics (Prometheus), /healthz and /readyz; without it there are no metrics, and the other
    /// two are on the main port alone
    #[arg(long, global = true, value_name = "ADDR", env = "HUSHWIRE_RELAY_METRICS")]
    metrics: Option<SocketAddr>,
    /// Name under which consoles and pages reach this relay, with its port unless that is the scheme's own; may be
    /// repeated. Without it only consoles on this machine can attach
    #[arg(
        long,
        global = true,
        value_name = "HOST",
        env = "HUSHWIRE_RELAY_PUBLIC_HOST",
        value_delimiter = ','
    )]
    public_host: Vec<String>,
    /// Site whose pages may connect, as browsers write it (https://shop.example); may be repeated. Without it the
    /// manifests of the desks decide alone
    #[arg(
        long,
        global = true,
        value_name = "ORIGIN",
        env = "HUSHWIRE_RELAY_ORIGIN",
        value_delimiter = ','
    )]
    origin: Vec<String>,
    /// Address or range (10.0.0.0/8) of a proxy whose X-Forwarded-For counts; may be repeated. Only for the caps per
    /// address, which nothing else is done with
    #[arg(
        long,
        global = true,
        value_name = "NETWORK",
        env = "HUSHWIRE_RELAY_TRUSTED_PROXY",
        value_delimiter = ','
    )]
    trusted_proxy: Vec<String>,
    /// The trusted proxies begin each connection with a PROXY protocol header (version 1 or 2) instead
    #[arg(long, global = true, value_name = "BOOL", env = "HUSHWIRE_RELAY_PROXY_PROTOCOL", num_args = 0..=1, default_missing_value = "true")]
    proxy_protocol: Option<bool>,
    /// Where this relay stands, in the words of the manifests ("eu"): announced in every answer, and a console whose
    /// manifest does not list this relay there is refused
    #[arg(long, global = true, value_name = "WORD", env = "HUSHWIRE_RELAY_REGION")]
    region: Option<String>,
    /// Where clients are sent when this relay is drained (wss://…/ws); without it they come back to the same name
    #[arg(long, global = true, value_name = "URL", env = "HUSHWIRE_RELAY_ELSEWHERE")]
    elsewhere: Option<String>,
    /// Certificate chain in PEM; with it the relay speaks TLS itself
    #[arg(long, global = true, value_name = "FILE", env = "HUSHWIRE_RELAY_TLS_CERTIFICATE")]
    tls_certificate: Option<PathBuf>,
    /// Its private key in PEM
    #[arg(long, global = true, value_name = "FILE", env = "HUSHWIRE_RELAY_TLS_KEY")]
    tls_key: Option<PathBuf>,
    /// NATS server through which this relay and others are one (nats://, or tls://); several with commas between them.
    /// Needs --cluster-key-file
    #[arg(long, global = true, value_name = "URL", env = "HUSHWIRE_RELAY_BACKPLANE")]
    backplane: Option<String>,
    /// File with the key that the relays of one backplane share: 64 hexadecimal digits (`openssl rand -hex 32`)
    #[arg(long, global = true, value_name = "FILE", env = "HUSHWIRE_RELAY_CLUSTER_KEY_FILE")]
    cluster_key_file: Option<PathBuf>,
    /// What to log: error, warn, info, debug
    #[arg(long, global = true, value_name = "LEVEL", env = "HUSHWIRE_RELAY_LOG")]
    log: Option<tracing::Level>,
    /// How to log [default: text]
    #[arg(long, global = true, value_name = "FORMAT", env = "HUSHWIRE_RELAY_LOG_FORMAT")]
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
    metrics: Option<SocketAddr>,
    public_host: Vec<String>,
    backplane: Option<String>,
    cluster_key_file: Option<PathBuf>,
    origin: Vec<String>,
    trusted_proxy: Vec<String>,
    proxy_protocol: Option<bool>,
    region: Option<String>,
    elsewhere: Option<String>,
    tls_certificate: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    log: Option<String>,
    log_format: Option<LogFormat>,
    limits: Limits,
}

/// Everything decided, nothing read from disk but the configuration file.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    pub(crate) metrics: Option<SocketAddr>,
    pub(crate) assets: Option<PathBuf>,
    pub(crate) hosts: Hosts,
    pub(crate) origins: Vec<String>,
    pub(crate) proxies: Proxies,
    pub(crate) region: Option<String>,
    pub(crate) elsewhere: Option<String>,
    pub(crate) tls: Option<Files>,
    /// The way to other relays.
    pub(crate) backplane: Option<Nats>,
    pub(crate) limits: Limits,
    pub(crate) log: tracing::Level,
    pub(crate) log_format: LogFormat,
}

impl Settings {
    /// Puts flags (which hold the environment already) and file together.
    pub(crate) fn from_flags(flags: Flags) -> Result<Self, SettingsError> {
        let file = match &flags.config {
            Some(path) => File::read(path)?,
            None => File::default(),
        };
        let log = match (flags.log, file.log) {
            (Some(level), _) => level,
            (None, Some(level)) => level.parse().map_err(|_| SettingsError::Log)?,
            (None, None) => tracing::Level::INFO,
        };
        file.limits.check().map_err(SettingsError::Limits)?;
        let certificate = flags.tls_certificate.or(file.tls_certificate);
        let tls = match (certificate, flags.tls_key.or(file.tls_key)) {
            (Some(certificate), Some(key)) => Some(Files { certificate, key }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(SettingsError::HalfTls),
        };
        let origins = either(flags.origin, file.origin);
        if !origins.iter().all(|origin| is_origin(origin)) {
            return Err(SettingsError::Origin);
        }
        let trusted = either(flags.trusted_proxy, file.trusted_proxy);
        let trusted = trusted.iter().map(|network| network.parse::<Network>());
        let trusted: Vec<_> = trusted.collect::<Result<_, _>>().map_err(SettingsError::Network)?;
        let protocol = flags.proxy_protocol.or(file.proxy_protocol).unwrap_or_default();
        if protocol && trusted.is_empty() {
            return Err(SettingsError::NobodyTrusted);
        }
        let region = flags.region.or(file.region);
        if region.as_ref().is_some_and(|region| !is_word(region)) {
            return Err(SettingsError::Region);
        }
        let elsewhere = flags.elsewhere.or(file.elsewhere);
        if elsewhere.as_ref().is_some_and(|url| !is_relay(url)) {
            return Err(SettingsError::Elsewhere);
        }
        Ok(Self {
            listen: flags.listen.or(file.listen).unwrap_or(LISTEN),
            metrics: flags.metrics.or(file.metrics),
            assets: flags.assets.or(file.assets),
            hosts: Hosts::new(either(flags.public_host, file.public_host)).map_err(SettingsError::Hosts)?,
            origins,
            proxies: Proxies { trusted, protocol },
            region,
            elsewhere,
            tls,
            backplane: backplane_of(
                flags.backplane.or(file.backplane),
                flags.cluster_key_file.or(file.cluster_key_file),
            )?,
            limits: file.limits,
            log,
            log_format: flags.log_format.or(file.log_format).unwrap_or_default(),
        })
    }

    /// Reads the assets: but for a renewed certificate, the last time that the relay touches the disk.
    pub(crate) fn load(self) -> Result<Config, AssetsError> {
        let assets = self
            .assets
            .map_or_else(|| Ok(Assets::default()), |folder| Assets::read(&folder))?;
        Ok(Config {
            hosts: self.hosts,
            assets,
            limits: self.limits,
            origins: self.origins,
            proxies: self.proxies,
            region: self.region,
            elsewhere: self.elsewhere,
            ..Config::default()
        })
    }
}

fn backplane_of(url: Option<String>, key_file: Option<PathBuf>) -> Result<Option<Nats>, SettingsError> {
    let Some(url) = url else { return Ok(None) };
    let path = key_file.ok_or(SettingsError::NoClusterKey)?;
    let text = std::fs::read_to_string(&path).ok();
    let key = text.as_deref().and_then(ClusterKey::from_text);
    let key = key.ok_or(SettingsError::ClusterKey(path))?;
    Nats::new(&url, key).map(Some).ok_or(SettingsError::Backplane)
}

/// What flags or variables say, or else the file.
fn either(flags: Vec<String>, file: Vec<String>) -> Vec<String> {
    if flags.is_empty() { file } else { flags }
}

/// Scheme and host, as browsers write an origin: nothing behind the host.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/'))
}

/// What fits into a header and a manifest.
fn is_word(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// What fits into a close frame beside the word "draining".
fn is_relay(text: &str) -> bool {
    let rest = text.strip_prefix("wss://").or_else(|| text.strip_prefix("ws://"));
    text.len() <= 114 && rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic()))
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
    Toml {
        path: PathBuf,
        line: usize,
        message: String,
    },
    Log,
    Hosts(BadHost),
    Limits(LimitTooLow),
    /// A certificate without a key, or the other way round.
    HalfTls,
    Origin,
    Network(BadNetwork),
    /// The PROXY protocol from nobody.
    NobodyTrusted,
    Region,
    Elsewhere,
    /// A backplane without the key of its cluster.
    NoClusterKey,
    /// The file of the key is none.
    ClusterKey(PathBuf),
    /// The address of the backplane is none.
    Backplane,
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
            Self::HalfTls => f.write_str("a certificate needs its key and a key its certificate"),
            Self::Origin => f.write_str("an origin is written as browsers do: https://shop.example"),
            Self::Network(error) => error.fmt(f),
            Self::NobodyTrusted => f.write_str("the PROXY protocol needs at least one trusted proxy to come from"),
            Self::Region => f.write_str("a region is a short word of letters, digits and dashes, like \"eu\""),
            Self::NoClusterKey => f.write_str(
                "a backplane needs --cluster-key-file: what relays say to each other is sealed under that key",
            ),
            Self::ClusterKey(path) => write!(
                f,
                "cannot read a cluster key from {}: it holds 64 hexadecimal digits, as `openssl rand -hex 32` writes them",
                path.display()
            ),
            Self::Backplane => f.write_str("the backplane is an address like nats://nats.example:4222"),
            Self::Elsewhere => {
                f.write_str("elsewhere is a relay's URL of at most 114 bytes, like \"wss://b.example/ws\"")
            }
        }
    }
}

impl std::error::Error for SettingsError {}
