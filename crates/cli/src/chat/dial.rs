//! How a socket comes about: a connection, TLS for `wss://` under the certificates that this computer trusts, and the
//! WebSocket handshake.

use std::{io, sync::Arc};

use hushwire_wire::{MAX_FRAME, SUBPROTOCOL};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, pki_types::ServerName},
};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Error, client::IntoClientRequest, error::ProtocolError, http::HeaderValue, protocol::WebSocketConfig,
    },
};

use crate::{chat::address::RelayAddress, failure::Failure};

/// A connection, with TLS or without.
pub(crate) trait Connection: AsyncRead + AsyncWrite + Unpin + Send {}

impl<C: AsyncRead + AsyncWrite + Unpin + Send> Connection for C {}

pub(crate) type Socket = WebSocketStream<Box<dyn Connection>>;

/// A relay, and all that is needed to call it again and again.
#[derive(Clone)]
pub(crate) struct Dial {
    address: RelayAddress,
    tls: Option<TlsConnector>,
}

impl Dial {
    pub(crate) fn new(address: RelayAddress) -> Result<Self, Failure> {
        let tls = if address.secure { Some(tls()?) } else { None };
        Ok(Self { address, tls })
    }

    /// What a console signs.
    pub(crate) fn host(&self) -> &str {
        &self.address.host
    }

    /// A socket, or why there is none.
    pub(crate) async fn connect(&self) -> Result<Socket, String> {
        let RelayAddress { url, name, port, .. } = &self.address;
        let connection = TcpStream::connect((name.as_str(), *port))
            .await
            .map_err(|error| reason_of_io(&error))?;
        // What is typed is small and should go at once.
        connection.set_nodelay(true).map_err(|error| reason_of_io(&error))?;
        let connection: Box<dyn Connection> = match &self.tls {
            None => Box::new(connection),
            Some(tls) => {
                let name = ServerName::try_from(name.clone()).map_err(|_| "its name cannot stand in a certificate")?;
                Box::new(
                    tls.connect(name, connection)
                        .await
                        .map_err(|error| reason_of_io(&error))?,
                )
            }
        };
        let mut request = url.as_str().into_client_request().map_err(|error| reason(&error))?;
        request
            .headers_mut()
            .insert("sec-websocket-protocol", HeaderValue::from_static(SUBPROTOCOL));
        let config = WebSocketConfig::default()
            .max_message_size(Some(MAX_FRAME))
            .max_frame_size(Some(MAX_FRAME));
        let (socket, _) = client_async_with_config(request, connection, Some(config))
            .await
            .map_err(|error| reason(&error))?;
        Ok(socket)
    }
}

fn tls() -> Result<TlsConnector, Failure> {
    let mut trusted = RootCertStore::empty();
    trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if trusted.is_empty() {
        return Err(Failure::new(
            "this computer has no list of trusted certificates, which wss:// needs",
        ));
    }
    Ok(TlsConnector::from(Arc::new(
        ClientConfig::builder()
            .with_root_certificates(trusted)
            .with_no_client_auth(),
    )))
}

/// The library's words where they mean something to a person.
pub(crate) fn reason(error: &Error) -> String {
    match error {
        Error::Io(error) => reason_of_io(error),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => "the connection broke".into(),
        Error::Http(response) => {
            format!("it answers {} and is perhaps no relay", response.status())
        }
        Error::Protocol(_) => "it does not speak Hushwire's protocol".into(),
        other => other.to_string(),
    }
}

fn reason_of_io(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "nobody listens there".into(),
        io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => {
            "the connection broke".into()
        }
        _ => error.to_string(),
    }
}
