use hifazat_protocol::{Method, UnixMillis};

use super::*;

fn at(seconds: u64) -> Moment {
    Moment { wall: UnixMillis(0), elapsed_ms: seconds * 1_000, boot: 1 }
}

fn fix(latitude_deg: f64, accuracy_m: f64) -> Fix {
    Fix {
        latitude_deg,
        longitude_deg: 74.35,
        accuracy_m: Some(accuracy_m),
        speed_mps: None,
        heading_deg: None,
        at: UnixMillis(0),
        method: Method::Satellite,
        mock: false,
    }
}

fn told(tracker: &mut Tracker, now: u64) -> usize {
    tracker.take(at(now)).concat().len()
}

const NO_WAIT: Duration = Duration::ZERO;

#[test]
fn a_better_place_within_twenty_seconds_is_told() {
    let mut tracker = Tracker::new(at(0));
    tracker.hear(fix(31.5, 900.0), at(1));
    tracker.hear(fix(31.5, 800.0), at(2));
    tracker.hear(fix(31.5, 12.0), at(3));
    assert_eq!(told(&mut tracker, 3), 2);
}

#[test]
fn thirty_metres_or_ten_seconds_are_told_and_nothing_between() {
    let mut tracker = Tracker::new(at(0));
    tracker.hear(fix(31.5, 10.0), at(1));
    tracker.hear(fix(31.500_1, 10.0), at(7));
    assert_eq!(told(&mut tracker, 7), 1, "11 m and 6 s are nothing new");
    tracker.hear(fix(31.500_5, 10.0), at(8));
    tracker.hear(fix(31.501_0, 10.0), at(11));
    tracker.hear(fix(31.501_0, 10.0), at(18));
    assert_eq!(told(&mut tracker, 18), 2, "55 m within three seconds wait for the fifth");
}

#[test]
fn places_gather_while_nothing_gets_through() {
    let mut tracker = Tracker::new(at(0));
    tracker.hear(fix(31.5, 10.0), at(1));
    assert_eq!(tracker.due_in(NO_WAIT, at(1)), Some(NO_WAIT));
    tracker.note_way(false, at(1));
    assert_eq!(tracker.due_in(NO_WAIT, at(1)), Some(SHORTEST_HOLD));
    assert_eq!(tracker.due_in(NO_WAIT, at(61)), Some(NO_WAIT));
    tracker.note_way(true, at(2));
    assert_eq!(tracker.due_in(NO_WAIT, at(2)), Some(NO_WAIT));
}

#[test]
fn the_longer_nothing_gets_through_the_more_goes_into_one_envelope() {
    let mut tracker = Tracker::new(at(0));
    tracker.note_way(false, at(0));
    let mut sealed = 0;
    for second in 0..3_600 {
        tracker.hear(fix(31.5 + f64::from(u32::try_from(second).unwrap()) / 10_000.0, 10.0), at(second));
        if tracker.due_in(NO_WAIT, at(second)) == Some(NO_WAIT) {
            sealed += tracker.take(at(second)).len();
        }
    }
    assert!((10..25).contains(&sealed), "{sealed} envelopes in an hour");
}

#[test]
fn the_budget_is_asked_after_the_first_place_only() {
    let mut tracker = Tracker::new(at(0));
    let wait = Duration::from_secs(40);
    tracker.hear(fix(31.5, 10.0), at(1));
    assert_eq!(tracker.due_in(wait, at(1)), Some(NO_WAIT));
    tracker.take(at(1));
    assert_eq!(tracker.due_in(wait, at(2)), None);
    tracker.hear(fix(31.6, 10.0), at(20));
    assert_eq!(tracker.due_in(wait, at(20)), Some(wait));
}

#[test]
fn a_way_full_of_turns_is_split_and_not_straightened() {
    let mut tracker = Tracker::new(at(0));
    for n in 0..30_u32 {
        let zigzag = Fix { longitude_deg: 74.35 + f64::from(n % 2) / 100.0, ..fix(31.5 + f64::from(n) / 100.0, 10.0) };
        tracker.hear(zigzag, at(u64::from(n) * 10));
    }
    let pieces = tracker.take(at(300));
    assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), [14, 14, 2]);
}

#[test]
fn absurd_places_are_told_by_the_beat() {
    let mut tracker = Tracker::new(at(0));
    tracker.hear(fix(f64::NAN, 10.0), at(1));
    tracker.hear(fix(f64::NAN, 10.0), at(2));
    tracker.hear(fix(f64::NAN, 10.0), at(12));
    assert_eq!(told(&mut tracker, 12), 2);
}
