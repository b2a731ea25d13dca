//! Stopping without losing anything: everybody is told, in waves, and goes where they are sent.
//!
//! A client keeps what is not acknowledged and sends it again on its next connection, so all that a drain has to see to
//! is that the next relay is not met by all at once, and that those who talk to each other go together: between the two
//! moves of a pair nobody would be there to talk to.

use std::time::Duration;

use crate::relay::Relay;

/// One wave after the other.
const WAVE_EVERY: Duration = Duration::from_millis(100);
/// What a wave has at least: so few are no burden to anybody.
const WAVE: usize = 100;

/// Tells all sockets to go, over at most `drain-seconds`.
pub(crate) async fn drain(relay: &Relay) {
    relay.stop_newcomers();
    let groups = relay.rooms().groups();
    let everybody: usize = groups.iter().map(Vec::len).sum();
    let waves = relay.limits.drain_time.as_millis() / WAVE_EVERY.as_millis();
    let wave = everybody
        .div_ceil(usize::try_from(waves).unwrap_or(usize::MAX).max(1))
        .max(WAVE);
    tracing::info!(sockets = everybody, wave, "telling everybody");
    let mut told = 0;
    for group in groups {
        for outbox in &group {
            outbox.close(hushwire_wire::CloseCode::Stopping);
        }
        told += group.len();
        if told >= wave {
            told = 0;
            tokio::time::sleep(WAVE_EVERY).await;
        }
    }
}
