//! Says back whatever it hears, through the decoder that the relay reads with: what `cargo xtask autobahn` examines.
//! Ships to nobody.

use std::io::{self, Write};
use std::net::Ipv4Addr;

use hushwire_relay::codec::{Breach, Decoder, Event, Stop};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// The examiner's largest message is 16 MiB.
const MOST: usize = 32 << 20;
const TEXT: u8 = 0x81;
const BINARY: u8 = 0x82;
const CLOSE: u8 = 0x88;
const PONG: u8 = 0x8a;

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("echo listens on {}", listener.local_addr()?);
    io::stdout().flush()?;
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(async {
            // The examiner breaks every rule; whoever does is gone.
            let _ = echo(stream).await;
        });
    }
}

async fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut bytes = vec![0; 16 * 1024];
    let mut head = Vec::new();
    let end = loop {
        let read = stream.read(&mut bytes).await?;
        head.extend_from_slice(bytes.get(..read).unwrap_or_default());
        match head.windows(4).position(|four| four == b"\r\n\r\n") {
            Some(end) => break end + 4,
            None if read == 0 => return Ok(()),
            None => {}
        }
    };
    let early = head.split_off(end);
    let text = String::from_utf8_lossy(&head);
    let key = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("sec-websocket-key")
            .then(|| value.trim().to_owned())
    });
    let accept = derive_accept_key(key.unwrap_or_default().as_bytes());
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: {accept}\r\n\r\n"
    );
    stream.write_all(answer.as_bytes()).await?;

    let mut decoder = Decoder::new(MOST);
    let mut heard = early;
    loop {
        let mut out = Vec::new();
        let result = decoder.feed(&mut heard, |event| {
            match event {
                // The decoder leaves this to whoever takes text; the relay takes none.
                Event::Text(text) if std::str::from_utf8(text).is_err() => {
                    frame(CLOSE, &1007_u16.to_be_bytes(), &mut out);
                    return Err(());
                }
                Event::Text(text) => frame(TEXT, text, &mut out),
                Event::Binary(bytes) => frame(BINARY, bytes, &mut out),
                Event::Ping(bytes) => frame(PONG, bytes, &mut out),
                Event::Pong(_) => {}
                Event::Close(code) => {
                    let code = code.map(u16::to_be_bytes);
                    frame(CLOSE, code.as_ref().map_or(&[][..], |code| code), &mut out);
                    return Err(());
                }
            }
            Ok(())
        });
        let code = match &result {
            Err(Stop::Breach(Breach::TooLarge)) => Some(1009_u16),
            Err(Stop::Breach(Breach::Protocol)) => Some(1002),
            Err(Stop::Listener(())) | Ok(()) => None,
        };
        if let Some(code) = code {
            frame(CLOSE, &code.to_be_bytes(), &mut out);
        }
        stream.write_all(&out).await?;
        if result.is_err() {
            stream.shutdown().await?;
            return Ok(());
        }
        let read = stream.read(&mut bytes).await?;
        if read == 0 {
            return Ok(());
        }
        heard = bytes.get(..read).unwrap_or_default().to_vec();
    }
}

/// A server's frame.
fn frame(first: u8, payload: &[u8], out: &mut Vec<u8>) {
    out.push(first);
    match payload.len() {
        length @ 0..=125 => out.push(length as u8),
        length @ 126..=0xffff => {
            out.push(126);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            out.push(127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(payload);
}
