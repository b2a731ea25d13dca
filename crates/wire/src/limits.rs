//! Every number of the outer protocol, with its arithmetic.

/// The one WebSocket subprotocol both ends must name; a client that does not is turned away before the upgrade.
pub const SUBPROTOCOL: &str = "hushwire.1";
/// Where the WebSocket lives.
pub const PATH: &str = "/ws";
/// What `welcome` announces; a client that meets another number must not go on.
pub const VERSION: u8 = 1;

/// A whole frame: one WebSocket message, 64 KiB. Files are cut to fit, everything else is far smaller.
pub const MAX_FRAME: usize = 64 * 1024;
/// What stands before the payload of a `frame`: type 1 + room 16 + member 8.
pub const FRAME_HEADER: usize = 1 + 16 + 8;
/// The payload of a `frame`: 65,536 - 25 = 65,511 bytes.
pub const MAX_PAYLOAD: usize = MAX_FRAME - FRAME_HEADER;
/// A hello: an X-Wing encapsulation key is 1,216 bytes; the rest is room for nonce, origin and what comes later.
pub const MAX_HELLO: usize = 4 * 1024;
/// A root record: 37 bytes today (Ed25519); an ML-DSA-65 key (1,952 bytes) still fits.
pub const MAX_ROOT: usize = 2 * 1024;
/// A signed certificate: a name of 80 characters (at most 320 bytes), some origins, two keys and a signature.
pub const MAX_CERTIFICATE: usize = 2 * 1024;
/// A signed manifest. The largest `attach` is 1 + 64 + (2 + 2,048) + (2 + 2,048) + (2 + 32,768) = 36,935 bytes.
pub const MAX_MANIFEST: usize = 32 * 1024;
/// How many others `joined` can list: its count is one byte.
pub const MAX_OTHERS: usize = u8::MAX as usize;

const LARGEST_ATTACH: usize = 1 + 64 + (2 + MAX_ROOT) + (2 + MAX_CERTIFICATE) + (2 + MAX_MANIFEST);
const _: () = assert!(MAX_PAYLOAD == 65_511);
const _: () = assert!(LARGEST_ATTACH <= MAX_FRAME);
const _: () = assert!(1 + 32 + 16 + 16 + 17 + MAX_HELLO <= MAX_FRAME);
const _: () = assert!(MAX_MANIFEST <= u16::MAX as usize);
