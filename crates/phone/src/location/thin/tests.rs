use hifazat_protocol::{Method, UnixMillis};
use proptest::prelude::*;

use super::*;

fn at(seconds: u64) -> Moment {
    Moment { wall: UnixMillis(0), elapsed_ms: seconds * 1_000, boot: 1 }
}

fn heard(north_m: f64, east_m: f64, seconds: u64) -> Heard {
    let fix = Fix {
        latitude_deg: 31.5 + north_m / 111_195.0,
        longitude_deg: 74.35 + east_m / 94_810.0,
        accuracy_m: Some(10.0),
        speed_mps: None,
        heading_deg: None,
        at: UnixMillis(0),
        method: Method::Satellite,
        mock: false,
    };
    Heard { fix, at: at(seconds) }
}

fn times(track: &[Heard]) -> Vec<u64> {
    track.iter().map(|heard| heard.at.elapsed_ms / 1_000).collect()
}

/// Down Ferozepur Road for ten minutes, a sharp left, ten minutes more: a fix every ten seconds.
fn a_drive_with_one_turn() -> Vec<Heard> {
    let metres = |steps: u64| f64::from(u32::try_from(steps).unwrap()) * 100.0;
    (0..120).map(|n| heard(metres(n.min(60)), metres(n.saturating_sub(60)), n * 10)).collect()
}

#[test]
fn the_first_the_last_and_the_turn_stay_and_the_old_is_told_more_seldom() {
    let track = a_drive_with_one_turn();
    let kept = times(&thin(&track, at(1_190), 14));
    assert!(kept.len() <= 14 && kept.len() > 8, "{kept:?}");
    assert_eq!((kept[0], kept[kept.len() - 1]), (0, 1_190));
    assert!(kept.contains(&600), "the turn: {kept:?}");
    let old = kept.iter().filter(|second| **second < 590).count();
    let young = kept.iter().filter(|second| **second > 610).count();
    assert!(young > old, "{kept:?}");
}

#[test]
fn a_track_that_fits_is_told_whole() {
    let track = a_drive_with_one_turn();
    assert_eq!(thin(&track[..14], at(5_000), 14).len(), 14);
    assert!(thin(&[], at(0), 14).is_empty());
}

#[test]
fn there_and_back_is_not_a_straight_way() {
    let walk = |n: u32| heard(f64::from(n.min(59 - n)) * 50.0, 0.0, u64::from(n) * 10);
    let track: Vec<Heard> = (0..60).map(walk).collect();
    let kept = times(&thin(&track, at(600), 3));
    assert_eq!((kept[0], kept[2]), (0, 590));
    assert!((290..=300).contains(&kept[1]), "{kept:?}");
}

fn tracks() -> impl Strategy<Value = Vec<Heard>> {
    let step = (-200.0..200.0_f64, -200.0..200.0_f64, 0..30_u64, 0..20_u8);
    proptest::collection::vec(step, 0..200).prop_map(|steps| {
        let (mut north, mut east, mut seconds) = (0.0, 0.0, 0);
        let place = |(dn, de, ds, odd): (f64, f64, u64, u8)| {
            (north, east, seconds) = (north + dn, east + de, seconds + ds);
            let mut heard = heard(north, east, seconds);
            if odd == 0 {
                heard.fix.latitude_deg = f64::NAN;
            }
            heard
        };
        steps.into_iter().map(place).collect()
    })
}

/// By what a fix is known in these tests: the same instant never has two places that differ in bits.
fn marks(track: &[Heard]) -> Vec<(u64, u64, u64)> {
    track.iter().map(|h| (h.at.elapsed_ms, h.fix.latitude_deg.to_bits(), h.fix.longitude_deg.to_bits())).collect()
}

proptest! {
    #[test]
    fn no_more_than_may_be_kept_in_their_order_with_both_ends(track in tracks(), most in 2..40_usize, later in 0..9_000_u64) {
        let now = at(track.last().map_or(0, |heard| heard.at.elapsed_ms / 1_000) + later);
        let kept = thin(&track, now, most);
        prop_assert!(kept.len() <= most);
        prop_assert_eq!(kept.len() == track.len(), track.len() <= most);
        let (all, kept) = (marks(&track), marks(&kept));
        prop_assert_eq!(kept.first(), all.first());
        prop_assert_eq!(kept.last(), all.last());
        let mut rest = all.iter();
        prop_assert!(kept.iter().all(|mark| rest.any(|other| other == mark)), "in their order");
    }

    #[test]
    fn turning_points_that_fit_are_never_thinned(track in tracks(), more in 0..20_usize) {
        let now = at(100_000);
        let most = lasting(&track).max(2) + more;
        let corners = chosen(&track, &turning_points(&track, TURN_M));
        let kept = marks(&thin(&track, now, most));
        prop_assert!(marks(&corners).iter().all(|corner| kept.contains(corner)));
    }

    #[test]
    fn no_kept_way_leaves_the_true_one_by_more_than_a_turn(track in tracks()) {
        let most = lasting(&track).max(2);
        let kept = thin(&track, at(100_000), most);
        // Between two kept corners every fix lies within 30 m of the straight way.
        let corners = turning_points(&track, TURN_M);
        let places: Vec<usize> = corners.iter().enumerate().filter(|(_, c)| **c).map(|(n, _)| n).collect();
        prop_assert!(kept.len() <= most.max(track.len().min(2)));
        for pair in places.windows(2) {
            prop_assert!(widest_turn(&track, pair[0], pair[1], TURN_M).is_none());
        }
    }
}
