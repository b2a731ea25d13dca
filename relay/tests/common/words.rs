//! What a relay says, in words that fit in a line of a script.

use hushwire_wire::{RelayFrame, RoomId};

/// Rooms and members are numbers there: their first byte.
pub fn words(frame: &RelayFrame<'_>) -> String {
    let room = |room: &RoomId| room.0[0];
    match frame {
        RelayFrame::Desk { consoles, manifest, .. } => {
            format!("desk with {consoles}, {:?}", String::from_utf8_lossy(manifest))
        }
        RelayFrame::Waiting {
            room: r,
            position,
            consoles,
        } => {
            format!("waiting in {} as {position} for {consoles}", room(r))
        }
        RelayFrame::Attached { waiting } => format!("attached, {waiting} wait"),
        RelayFrame::Knocked { room: r, waited_ms } => {
            format!("knocked in {} since {waited_ms}", room(r))
        }
        RelayFrame::Gone { room: r } => format!("gone {}", room(r)),
        RelayFrame::Claimed {
            room: r,
            customer,
            hello,
        } => {
            format!(
                "claimed {} of {} with {:?}",
                room(r),
                customer.0[0],
                String::from_utf8_lossy(hello)
            )
        }
        RelayFrame::Joined { room: r, you, members } => {
            let others: Vec<_> = members.iter().map(|member| member.0[0]).collect();
            format!("joined {} as {} with {others:?}", room(r), you.0[0])
        }
        RelayFrame::Entered { room: r, member } => format!("entered {} {}", room(r), member.0[0]),
        RelayFrame::Left { room: r, member } => format!("left {} {}", room(r), member.0[0]),
        RelayFrame::Refused { code, room: r } => format!("refused {code} {}", room(r)),
        RelayFrame::Invited {
            invite,
            seconds,
            nameplate,
        } => {
            let number = nameplate.map_or_else(|| "a link".to_owned(), |nameplate| nameplate.number().to_string());
            format!("invited {} to {number} for {seconds}", invite.0[0])
        }
        RelayFrame::Uninvited { code, invite } => format!("uninvited {code} {}", invite.0[0]),
        RelayFrame::Redeemed {
            invite,
            room: r,
            customer,
            hello,
        } => format!(
            "redeemed {} in {} by {} with {:?}",
            invite.0[0],
            room(r),
            customer.0[0],
            String::from_utf8_lossy(hello)
        ),
        other => panic!("the rules say no {other:?}"),
    }
}
