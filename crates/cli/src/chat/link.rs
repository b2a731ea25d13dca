//! One socket to the relay, from connecting to closed, in a task of its own. The next one is a new link.

use std::time::Duration;

use futures_util::{
    SinkExt, StreamExt,
    stream::{SplitSink, SplitStream},
};
use tokio::{
    sync::mpsc::{self, UnboundedReceiver},
    task::JoinHandle,
    time::timeout,
};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::chat::dial::{Dial, Socket, reason};

/// How long name, connection and handshake may take together.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// How long the relay may take to say goodbye.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);
/// Messages that may wait to be handled; then nothing more is read, and the relay waits.
const MOST_WAITING: usize = 16;

/// What a socket tells.
pub(crate) enum News {
    Opened,
    Received(Vec<u8>),
    /// It is gone, for this reason. Nothing more comes.
    Closed(String),
}

/// A socket.
pub(crate) struct Link {
    outgoing: Option<mpsc::UnboundedSender<Vec<u8>>>,
    incoming: mpsc::Receiver<News>,
    task: JoinHandle<()>,
}

impl Link {
    pub(crate) fn open(dial: &Dial) -> Self {
        // Unbounded on this side only: the session bounds what it sends before it is acknowledged.
        let (outgoing, to_send) = mpsc::unbounded_channel();
        let (news, incoming) = mpsc::channel(MOST_WAITING);
        let task = tokio::spawn(live(dial.clone(), to_send, news));
        Self {
            outgoing: Some(outgoing),
            incoming,
            task,
        }
    }

    /// Sends, if the socket is still there. (What is lost with it is sent again by the session.)
    pub(crate) fn send(&self, bytes: Vec<u8>) {
        if let Some(outgoing) = &self.outgoing {
            let _ = outgoing.send(bytes);
        }
    }

    /// Ends the socket. What it tells until it is closed is still told.
    pub(crate) fn hang_up(&mut self) {
        self.outgoing = None;
    }

    pub(crate) async fn news(&mut self) -> News {
        self.incoming
            .recv()
            .await
            .unwrap_or_else(|| News::Closed("the connection is gone".into()))
    }

    /// Lets what was sent go out, and says goodbye.
    pub(crate) async fn close(self) {
        let Self {
            outgoing,
            mut incoming,
            mut task,
        } = self;
        drop(outgoing);
        incoming.close();
        if timeout(CLOSE_WITHIN, &mut task).await.is_err() {
            task.abort();
        }
    }
}

async fn live(dial: Dial, mut to_send: UnboundedReceiver<Vec<u8>>, news: mpsc::Sender<News>) {
    let closed = match timeout(CONNECT_WITHIN, dial.connect()).await {
        Err(_) => "it does not answer".into(),
        Ok(Err(reason)) => reason,
        Ok(Ok(socket)) => {
            if news.send(News::Opened).await.is_err() {
                return;
            }
            let (mut sink, mut stream) = socket.split();
            let writing = write(&mut sink, &mut to_send);
            let reading = read(&mut stream, &news);
            tokio::select! {
                closed = reading => closed,
                written = writing => match written {
                    Ok(()) => {
                        // The relay's goodbye is waited for: a socket that is closed before everything was read resets
                        // the connection, and what was just sent can be lost with it.
                        let rest = async { while let Some(Ok(_)) = stream.next().await {} };
                        let _ = timeout(CLOSE_WITHIN, rest).await;
                        String::new()
                    }
                    Err(error) => reason(&error),
                },
            }
        }
    };
    let _ = news.send(News::Closed(closed)).await;
}

/// Until there is nothing more to send; then goodbye.
async fn write(sink: &mut SplitSink<Socket, Message>, to_send: &mut UnboundedReceiver<Vec<u8>>) -> Result<(), Error> {
    while let Some(bytes) = to_send.recv().await {
        sink.send(Message::Binary(bytes.into())).await?;
    }
    match timeout(CLOSE_WITHIN, sink.close()).await {
        Ok(Err(Error::ConnectionClosed)) | Err(_) => Ok(()),
        Ok(closed) => closed,
    }
}

/// Until the relay says no more; then why.
async fn read(stream: &mut SplitStream<Socket>, news: &mpsc::Sender<News>) -> String {
    while let Some(message) = stream.next().await {
        match message {
            // Nobody listens while a socket is being closed; it is read to its end all the same.
            Ok(Message::Binary(bytes)) => drop(news.send(News::Received(bytes.into())).await),
            Ok(Message::Close(Some(frame))) => return frame.reason.to_string(),
            Ok(Message::Close(None) | Message::Ping(_) | Message::Pong(_)) => {}
            Ok(Message::Text(_) | Message::Frame(_)) => return "it says what no relay says".into(),
            Err(error) => return reason(&error),
        }
    }
    String::new()
}
