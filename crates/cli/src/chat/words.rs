//! Codes of session and relay in words for a person at a terminal.

/// What a code means. Codes that only a broken or hostile program causes share one sentence; the code stands behind it.
pub(crate) fn words(code: &str) -> &'static str {
    match code {
        "wrong-desk" => "the other side belongs to another desk than the one you asked for",
        "bad-certificate" | "bad-root" => "the certificate is not one of this desk",
        "expired-certificate" => "the certificate is not valid at this time",
        "role-not-sufficient" => "the certificate does not allow to talk to customers",
        "bad-manifest" => "the desk's manifest does not verify or has expired",
        "expired-manifest" => "the desk's manifest has expired",
        "stale-manifest" => "the desk's manifest is older than one that was seen before",
        "revoked" => "the desk has revoked this certificate",
        "origin-not-allowed" => "the desk does not allow chats from this site",
        "bad-signature" => "the signature does not verify; the relay may know itself under another name than this one",
        "fork" | "desynchronised" => "the two ends have not received the same messages",
        "peer-misbehaved" => "the other side does not keep to the protocol",
        "fault" => "the chat could not go on",
        "no-such-message" => "there is no such message",
        "no-such-question" => "there is no such question, or it was answered",
        "no-such-value" => "there is no such value",
        "not-now" => "not now",
        "not-open" => "nobody is there",
        "ended" => "the chat is over",
        "receipt-refused" => "the technician's receipt does not match this chat and was not signed",
        "not-text" => "a message is text in UTF-8 of at most 16 KiB",
        "too-long" => "a message has at most 16 KiB",
        "too-many-unsent" => "too many messages are on their way",
        "blocked-content" => "the other side sent what the desk's policy forbids to show",
        "unknown-content" => "the other side sent what this version cannot show",
        "already-claimed" | "unknown-room" | "unknown-knock" => {
            "somebody else took this customer, or the customer left"
        }
        "rate-limited" | "queue-full" | "room-full" | "too-many-rooms" => "the relay has too much to do for us",
        "bad-pin" => "a PIN has nine digits",
        "bad-link" => "the link is not complete",
        "expired-invite" => "the link's time is over",
        "unknown-invite" => "no such invite is open; was it mistyped, used already, or is its time over?",
        "wrong-pin" => "the PIN was wrong; it is used up now",
        "wrong-link" => "the link was wrong; it is used up now",
        "invite-unanswered" => {
            "the invite is used up, and the other side did not answer; somebody may have been in between"
        }
        "other-invite" => "the other side speaks of another invite than this one",
        "invites-full" | "invite-taken" => "the relay cannot open this invite now",
        "draining" => "the relay is about to stop",
        _ => "the relay or the other side does not accept this",
    }
}
