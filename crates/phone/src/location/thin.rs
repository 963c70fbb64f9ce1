//! Thinning a track that is too long to be told whole.
//!
//! What never goes: the first place, the last one, and the turning points, without which the track would show a way
//! that she was not taken. What goes first is what is old and lies between: places may be as far apart in time as a part
//! of their own age, so that the last minute stays whole and an hour ago is told by a place every few minutes.
//!
//! Turning points are those of Douglas and Peucker: a fix that lies more than 30 m from the straight way between its
//! neighbours in what is kept. Somebody driven in circles makes more of them than may be kept; then the 30 m are
//! doubled until they fit, which leaves the widest turns.

use hifazat_protocol::Fix;

use super::ground::detour_m;
use crate::moment::Moment;

/// A fix and when it was heard.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard {
    pub(crate) fix: Fix,
    pub(crate) at: Moment,
}

const TURN_M: f64 = 30.0;
/// Two places may lie apart by this part of their age.
const AGE_PARTS: u32 = 12;

/// At most so many of these places (two at least), in their order. A track that is short enough stays as it is.
pub(crate) fn thin(track: &[Heard], now: Moment, most: usize) -> Vec<Heard> {
    let most = most.max(2);
    if track.len() <= most {
        return track.to_vec();
    }
    let mut turn_m = TURN_M;
    let corners = loop {
        let corners = turning_points(track, turn_m);
        if count(&corners) <= most {
            break corners;
        }
        turn_m *= 2.0;
    };
    let mut stretch: u32 = 1;
    loop {
        let kept = with_spaced(track, &corners, now, stretch);
        if count(&kept) <= most {
            return chosen(track, &kept);
        }
        match stretch.checked_mul(2) {
            Some(doubled) => stretch = doubled,
            None => return chosen(track, &corners),
        }
    }
}

/// How many places of this track must not go.
pub(crate) fn lasting(track: &[Heard]) -> usize {
    count(&turning_points(track, TURN_M))
}

/// Marks the first, the last, and every fix at which the way turns.
fn turning_points(track: &[Heard], turn_m: f64) -> Vec<bool> {
    let Some(last) = track.len().checked_sub(1) else { return Vec::new() };
    let mut open = vec![(0, last)];
    let mut ends = std::collections::BTreeSet::from([0, last]);
    while let Some((from, to)) = open.pop() {
        if let Some(turn) = widest_turn(track, from, to, turn_m) {
            ends.insert(turn);
            open.extend([(from, turn), (turn, to)]);
        }
    }
    (0..track.len()).map(|place| ends.contains(&place)).collect()
}

/// The fix between two others that lies farthest from the straight way, if that is a turn.
fn widest_turn(track: &[Heard], from: usize, to: usize, turn_m: f64) -> Option<usize> {
    let (start, end) = (track.get(from)?, track.get(to)?);
    let between = track.iter().enumerate().take(to).skip(from.saturating_add(1));
    let detours = between.filter_map(|(place, heard)| Some((place, detour_m(&heard.fix, &start.fix, &end.fix)?)));
    let (place, detour) = detours.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (detour > turn_m).then_some(place)
}

/// The marks, and besides them whatever is far enough in time from the one kept before it.
fn with_spaced(track: &[Heard], corners: &[bool], now: Moment, stretch: u32) -> Vec<bool> {
    let mut before: Option<Moment> = None;
    let keep = |(heard, corner): (&Heard, &bool)| {
        let apart = (now.since(&heard.at) / AGE_PARTS).saturating_mul(stretch);
        let keep = *corner || before.is_none_or(|before| heard.at.since(&before) >= apart);
        if keep {
            before = Some(heard.at);
        }
        keep
    };
    track.iter().zip(corners).map(keep).collect()
}

fn count(kept: &[bool]) -> usize {
    kept.iter().filter(|kept| **kept).count()
}

fn chosen(track: &[Heard], kept: &[bool]) -> Vec<Heard> {
    track.iter().zip(kept).filter(|(_, kept)| **kept).map(|(heard, _)| *heard).collect()
}

#[cfg(test)]
#[path = "thin/tests.rs"]
mod tests;
