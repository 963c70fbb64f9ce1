//! What an impostor has heard of one alert; a phone says other things too, such as a check of its line.

use anyhow::Result;
use hifazat_protocol::SealedEnvelope;
use hifazat_testkit::{Around, Guise, Impostor, Persona, Phone, Room, Seen, eventually};

/// How often the alert was brought, over HTTPS and by datagram.
pub(crate) fn brought(impostor: &Impostor, alert: &str) -> (usize, usize) {
    let seen = impostor.seen();
    let asked = seen.iter().filter(|seen| matches!(seen, Seen::Asked(body) if is_of(body, alert))).count();
    let sent = seen.iter().filter(|seen| matches!(seen, Seen::Sent(packet) if is_of(packet, alert))).count();
    (asked, sent)
}

/// A new alert and its raise, as somebody who stands in the room's place for a while hears it; the room has it then.
pub(crate) fn overheard(room: &mut Room, phone: &Phone) -> Result<(String, Vec<u8>)> {
    let guise = Guise::lying(room, |_| Vec::new())?;
    room.stop()?;
    let listener = Impostor::at(room.phones_port(), guise)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    let raise = eventually("her raise was overheard", || {
        Ok(listener.seen().into_iter().find_map(|seen| match seen {
            Seen::Asked(heard) | Seen::Sent(heard) => Some(heard).filter(|heard| is_of(heard, &alert)),
            Seen::Refused(_) => None,
        }))
    })?;
    drop(listener);
    back(room)?;
    phone.until_stage(&alert, "opened")?;
    drop(running);
    Ok((alert, raise))
}

/// The honest room is back at its port. While nobody held it, the system may have lent it to a passing connection of some
/// other program.
pub(crate) fn back(room: &mut Room) -> Result<()> {
    eventually("the room is back at its port", || Ok(room.serve().ok()))
}

fn is_of(heard: &[u8], alert: &str) -> bool {
    SealedEnvelope::parse(heard.to_vec()).is_ok_and(|envelope| envelope.header().alert.to_string() == alert)
}
