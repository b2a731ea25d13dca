//! TLS at the relay's own door, for those who put no proxy in front of it.
//!
//! One [`Sealed`] is one connection: the task that owns it reads, and every sender writes, as with plain TCP; what they
//! share is rustls's state behind a lock that nobody holds while waiting. No session is remembered and no ticket given:
//! there is nothing of a connection to be found after its end.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::task::{Context, Poll, ready};
use std::time::SystemTime;

use hushwire_relay::{Door, Line, Opening};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::NoServerSessionStorage;
use rustls::{ServerConfig, ServerConnection};
use socket2::SockRef;
use tokio::io::ReadBuf;
use tokio::net::TcpStream;

/// Upgrades to a WebSocket are HTTP/1.1 (RFC 6455); whoever speaks only something else is told so in the handshake.
const PROTOCOL: &[u8] = b"http/1.1";

/// Where certificate and key lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Files {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

/// The door: what the files held when they were last read.
pub(crate) struct Tls {
    files: Files,
    current: RwLock<Current>,
}

struct Current {
    config: Arc<ServerConfig>,
    /// When the files were written, so that a renewed certificate is seen.
    written: [Option<SystemTime>; 2],
}

impl Tls {
    pub(crate) fn read(files: Files) -> Result<Self, TlsError> {
        let current = RwLock::new(Current::read(&files)?);
        Ok(Self { files, current })
    }

    /// Reads the files again. Whoever is connected stays; if something is wrong, what was there before goes on.
    pub(crate) fn reload(&self) -> Result<(), TlsError> {
        let current = Current::read(&self.files)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = current;
        Ok(())
    }

    /// True if the files are not those that were read.
    pub(crate) fn is_stale(&self) -> bool {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.written != self.files.written()
    }
}

impl Files {
    fn written(&self) -> [Option<SystemTime>; 2] {
        [&self.certificate, &self.key].map(|path| path.metadata().and_then(|about| about.modified()).ok())
    }
}

impl Current {
    fn read(files: &Files) -> Result<Self, TlsError> {
        let written = files.written();
        let Files { certificate, key } = files;
        let unreadable = |path: &Path, what, error: rustls::pki_types::pem::Error| match error {
            rustls::pki_types::pem::Error::Io(error) => TlsError::Unreadable(what, path.to_owned(), error.kind()),
            _ => TlsError::Holds(what, path.to_owned()),
        };
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| unreadable(certificate, What::Certificate, error))?;
        if chain.is_empty() {
            return Err(TlsError::Holds(What::Certificate, certificate.clone()));
        }
        let key = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, What::Key, error))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
            .map_err(|_| TlsError::Misfit)?;
        config.alpn_protocols = vec![PROTOCOL.to_vec()];
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(Self {
            config: Arc::new(config),
            written,
        })
    }
}

impl Door for Tls {
    fn open(&self, stream: TcpStream) -> Opening {
        let config = self
            .current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .config
            .clone();
        Box::pin(async move { Ok(Arc::new(Sealed::shake(config, stream).await?) as Arc<dyn Line>) })
    }
}

struct Sealed {
    stream: TcpStream,
    state: Mutex<ServerConnection>,
}

impl Sealed {
    async fn shake(config: Arc<ServerConfig>, stream: TcpStream) -> io::Result<Self> {
        let mut state = ServerConnection::new(config).map_err(io::Error::other)?;
        loop {
            match flush(&mut state, &stream) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    stream.writable().await?;
                    continue;
                }
                result => result?,
            }
            if !state.is_handshaking() {
                break;
            }
            stream.readable().await?;
            match state.read_tls(&mut Raw(&stream)) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(_) => process(&mut state, &stream)?,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Self {
            stream,
            state: Mutex::new(state),
        })
    }

    fn state(&self) -> MutexGuard<'_, ServerConnection> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line for Sealed {
    fn poll_read(&self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            match self.state().reader().read(buffer.initialize_unfilled()) {
                Ok(count) => {
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
            ready!(self.stream.poll_read_ready(context))?;
            let mut state = self.state();
            match state.read_tls(&mut Raw(&self.stream)) {
                // An end without goodbye is told by the reader, at the next turn.
                Ok(_) => process(&mut state, &self.stream)?,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.state();
        // What was sealed before goes first; more is sealed only when that is gone, so a slow reader costs one buffer.
        flush(&mut state, &self.stream)?;
        let taken = state.writer().write(bytes)?;
        match flush(&mut state, &self.stream) {
            Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
            _ => Ok(taken),
        }
    }

    fn try_flush(&self) -> io::Result<()> {
        flush(&mut self.state(), &self.stream)
    }

    fn poll_writable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.poll_write_ready(context)
    }

    fn finish(&self) {
        let mut state = self.state();
        state.send_close_notify();
        let _ = flush(&mut state, &self.stream);
        let _ = SockRef::from(&self.stream).shutdown(Shutdown::Write);
    }
}

/// Writes what is sealed; `WouldBlock` while the kernel does not take it all.
fn flush(state: &mut ServerConnection, stream: &TcpStream) -> io::Result<()> {
    while state.wants_write() {
        if state.write_tls(&mut Raw(stream))? == 0 {
            return Err(ErrorKind::WriteZero.into());
        }
    }
    Ok(())
}

/// Opens what was read. What the other end has done wrong is told it, if the kernel takes that at once.
fn process(state: &mut ServerConnection, stream: &TcpStream) -> io::Result<()> {
    let result = state.process_new_packets();
    let _ = flush(state, stream);
    result.map(drop).map_err(|_| ErrorKind::InvalidData.into())
}

struct Raw<'a>(&'a TcpStream);

impl Read for Raw<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(buffer)
    }
}

impl Write for Raw<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Certificate,
    Key,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "certificate",
            Self::Key => "key",
        })
    }
}

/// Why there is no TLS.
#[derive(Debug)]
pub(crate) enum TlsError {
    Unreadable(What, PathBuf, ErrorKind),
    Holds(What, PathBuf),
    Misfit,
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(what, path, why) => write!(f, "cannot read the {what} {}: {why}", path.display()),
            Self::Holds(what, path) => write!(f, "there is no {what} in PEM in {}", path.display()),
            Self::Misfit => f.write_str("the key is of no known kind, or does not fit the certificate"),
        }
    }
}

impl std::error::Error for TlsError {}
