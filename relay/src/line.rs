//! The byte streams that the relay speaks over: TCP as it is, or whatever a [`Door`] makes of it.
//!
//! The library knows no cipher. TLS is somebody else's [`Line`]: one object that the reading task and all writing tasks
//! share, so that a frame for a TLS socket is written by its sender's task as well. Plain TCP does not pay for that: it
//! keeps tokio's own halves and is told apart by one comparison.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

/// A stream of bytes that one task reads and any task writes.
pub trait Line: Send + Sync + 'static {
    /// Reads what is there. Only the task that owns the connection calls it.
    fn poll_read(&self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>>;

    /// Takes as many bytes as fit now; `WouldBlock` if none do. What was taken may still have to be flushed.
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize>;

    /// Hands what was taken to the kernel; `WouldBlock` while some is left.
    fn try_flush(&self) -> io::Result<()>;

    /// Ready when a call that would have blocked may succeed. Only the task that owns the connection calls it.
    fn poll_writable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>>;

    /// Says that nothing more will be written.
    fn finish(&self);
}

/// A connection on its way to becoming a [`Line`].
pub type Opening = Pin<Box<dyn Future<Output = io::Result<Arc<dyn Line>>> + Send>>;

/// What stands between an accepted connection and the relay. The relay stops waiting for it after `header-seconds`.
pub trait Door: Send + Sync + 'static {
    /// Opens a line over a connection.
    fn open(&self, stream: TcpStream) -> Opening;
}

/// A connection before it is a WebSocket.
pub(crate) enum Stream {
    Plain(TcpStream),
    Sealed(Arc<dyn Line>),
}

impl Stream {
    pub(crate) fn into_split(self) -> (ReadHalf, WriteHalf) {
        match self {
            Self::Plain(stream) => {
                let (read, write) = stream.into_split();
                (ReadHalf::Plain(read), WriteHalf::Plain(write))
            }
            Self::Sealed(line) => (ReadHalf::Sealed(line.clone()), WriteHalf::Sealed(Finishing(line))),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Sealed(line) => line.poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Sealed(line) => poll(line, context, |line| line.try_write(bytes)),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(context),
            Self::Sealed(line) => poll(line, context, |line| line.try_flush()),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Sealed(line) => {
                ready!(poll(line, context, |line| line.try_flush()))?;
                line.finish();
                Poll::Ready(Ok(()))
            }
        }
    }
}

fn poll<T>(
    line: &Arc<dyn Line>,
    context: &mut Context<'_>,
    act: impl Fn(&dyn Line) -> io::Result<T>,
) -> Poll<io::Result<T>> {
    loop {
        match act(&**line) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready!(line.poll_writable(context))?,
            done => return Poll::Ready(done),
        }
    }
}

/// The end of a WebSocket that its own task reads.
pub(crate) enum ReadHalf {
    Plain(OwnedReadHalf),
    Sealed(Arc<dyn Line>),
}

impl AsyncRead for ReadHalf {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(half) => Pin::new(half).poll_read(context, buffer),
            Self::Sealed(line) => line.poll_read(context, buffer),
        }
    }
}

/// The end that every sender writes. Dropping it says that nothing more will come.
pub(crate) enum WriteHalf {
    Plain(OwnedWriteHalf),
    Sealed(Finishing),
}

impl WriteHalf {
    pub(crate) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(half) => half.try_write(bytes),
            Self::Sealed(Finishing(line)) => line.try_write(bytes),
        }
    }

    pub(crate) fn try_flush(&self) -> io::Result<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Sealed(Finishing(line)) => line.try_flush(),
        }
    }

    pub(crate) async fn writable(&self) -> io::Result<()> {
        match self {
            Self::Plain(half) => half.writable().await,
            Self::Sealed(Finishing(line)) => std::future::poll_fn(|context| line.poll_writable(context)).await,
        }
    }
}

pub(crate) struct Finishing(Arc<dyn Line>);

impl Drop for Finishing {
    fn drop(&mut self) {
        self.0.finish();
    }
}
