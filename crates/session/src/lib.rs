//! What only the peers know: handshake, ratchet, delivery. Sans I/O.
