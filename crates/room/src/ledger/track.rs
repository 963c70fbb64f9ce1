//! The places of an alert, one after the other, from the messages that count.

use std::collections::BTreeMap;

use hifazat_protocol::Sequence;

use super::Standing;
use crate::place::Place;

/// Places of one alert that are read for its track. Beyond, its oldest messages are left out; a phone that tells one place
/// every ten seconds gets there in two days.
pub const MAX_TRACK_PLACES: usize = 20_000;

/// What is read of one message for the track.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Which message.
    pub sequence: Sequence,
    /// What it counts for.
    pub standing: Standing,
    /// The places that it brought, oldest first.
    pub places: Vec<Place>,
}

/// Every place that the messages of an alert brought, in their order, given in the order of their sequences: of each
/// message from the form that says most, and what nobody has proven only while nothing is.
#[must_use]
pub fn track(told: Vec<Told>) -> Vec<Place> {
    let rank = |told: &Told| match told.standing {
        Standing::Counts => Some(2),
        Standing::Text => Some(1),
        Standing::Claim => Some(0),
        Standing::Unreadable | Standing::Second => None,
    };
    let proven = told.iter().any(|told| rank(told) > Some(0));
    let mut best: BTreeMap<Sequence, Told> = BTreeMap::new();
    for told in told.into_iter().filter(|told| rank(told) >= Some(u8::from(proven))) {
        if best.get(&told.sequence).is_none_or(|known| rank(known) < rank(&told)) {
            best.insert(told.sequence, told);
        }
    }
    best.into_values().flat_map(|told| told.places).collect()
}
