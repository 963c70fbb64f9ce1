use proptest::prelude::*;

use super::*;
use crate::profile::{Bursts, HeldBack, Rate, Share};

const SECOND: Duration = Duration::from_secs(1);
const MS: Duration = Duration::from_millis(1);

fn plain() -> Way {
    Way::of_delay(50 * MS)
}

/// The fates of so many packets of 1,000 bytes, one every `gap`.
fn fates(way: &Way, seed: u64, packets: u32, gap: Duration) -> Vec<Fate> {
    let mut link = Link::new(way, None, seed);
    (0..packets).map(|n| link.offer(gap * n, 1_000)).collect()
}

fn count(fates: &[Fate], cause: Cause) -> usize {
    fates.iter().filter(|fate| **fate == Fate::Lost(cause)).count()
}

fn arrival(fate: Fate) -> Duration {
    match fate {
        Fate::Carried { at, .. } => at,
        Fate::Lost(cause) => panic!("lost: {cause:?}"),
    }
}

#[test]
fn a_packet_takes_its_time_on_the_bottleneck_and_then_the_delay() {
    let way = Way { rate: Some(Rate { bits_per_second: 80_000, queue_bytes: 3_000 }), ..plain() };
    let mut link = Link::new(&way, None, 1);
    // 1,000 bytes take 100 ms at 80 kbit/s; the second one waits for the first.
    assert_eq!(arrival(link.offer(Duration::ZERO, 1_000)), 150 * MS);
    assert_eq!(arrival(link.offer(Duration::ZERO, 1_000)), 250 * MS);
    assert_eq!(arrival(link.offer(SECOND, 1_000)), 1_150 * MS);
}

#[test]
fn what_finds_no_room_in_the_queue_is_dropped_and_later_ones_find_room_again() {
    let way = Way { rate: Some(Rate { bits_per_second: 80_000, queue_bytes: 3_000 }), ..plain() };
    let mut link = Link::new(&way, None, 1);
    let at_once: Vec<_> = (0..5).map(|_| link.offer(Duration::ZERO, 1_000)).collect();
    assert_eq!(count(&at_once, Cause::Queue), 2);
    assert_eq!(arrival(link.offer(100 * MS, 1_000)), 450 * MS);
}

#[test]
fn a_packet_longer_than_the_queue_passes_an_idle_link() {
    let way = Way { rate: Some(Rate { bits_per_second: 80_000, queue_bytes: 500 }), ..plain() };
    let mut link = Link::new(&way, None, 1);
    assert_eq!(arrival(link.offer(SECOND, 1_000)), 1_150 * MS);
    assert_eq!(link.offer(SECOND, 1_000), Fate::Lost(Cause::Queue));
}

#[test]
fn three_in_ten_lost_are_three_in_ten() {
    let fates = fates(&Way { loss: Share::percent(30), ..plain() }, 7, 100_000, MS);
    let lost = count(&fates, Cause::Chance);
    assert!((29_500..30_500).contains(&lost), "{lost}");
}

#[test]
fn bursts_lose_their_mean_and_come_in_their_length() {
    let bursts = Bursts { begin: Share::millionths(13_158), end: Share::percent(25), loss: Share::percent(100) };
    let fates = fates(&Way { bursts: Some(bursts), ..plain() }, 11, 400_000, MS);
    let lost = count(&fates, Cause::Burst);
    // begin / (begin + end) = 5 %; 1 / end = 4.
    assert!((19_000..21_000).contains(&lost), "{lost}");
    let begun = fates.windows(2).filter(|two| arrives(two[0]) && !arrives(two[1])).count();
    let length = lost * 100 / begun;
    assert!((380..420).contains(&length), "{length}");
}

fn arrives(fate: Fate) -> bool {
    matches!(fate, Fate::Carried { .. })
}

#[test]
fn the_luck_of_a_packet_does_not_hang_on_when_it_came_or_what_stood_before_it() {
    let way = Way { loss: Share::percent(20), doubled: Share::percent(10), jitter: 5 * MS, ..plain() };
    let calm = fates(&way, 3, 2_000, SECOND);
    let mut hurried = Link::new(&way, None, 3);
    let hurried: Vec<_> = (0..2_000).map(|_| hurried.offer(Duration::ZERO, 40)).collect();
    let luck = |fates: &[Fate]| fates.iter().map(|fate| arrives(*fate)).collect::<Vec<_>>();
    assert_eq!(luck(&calm), luck(&hurried));
}

#[test]
fn only_what_is_held_back_is_overtaken() {
    let held_back = Some(HeldBack { share: Share::percent(10), by: 80 * MS });
    let fates = fates(&Way { held_back, jitter: 30 * MS, ..plain() }, 5, 10_000, 10 * MS);
    let held = |fate: &Fate| matches!(fate, Fate::Carried { held_back: true, .. });
    let share = fates.iter().filter(|fate| held(fate)).count();
    assert!((900..1_100).contains(&share), "{share}");
    let in_order: Vec<_> = fates.iter().filter(|fate| !held(fate)).map(|fate| arrival(*fate)).collect();
    assert!(in_order.is_sorted());
    assert!(!fates.iter().map(|fate| arrival(*fate)).is_sorted());
}

#[test]
fn nothing_passes_a_cut_link_and_everything_after_it() {
    let mut link = Link::new(&plain(), None, 1);
    link.cut(SECOND);
    assert_eq!(link.offer(SECOND, 40), Fate::Lost(Cause::Cut));
    link.restore();
    assert_eq!(arrival(link.offer(2 * SECOND, 40)), 2 * SECOND + 50 * MS);
}

#[test]
fn a_packet_still_on_the_air_when_the_link_dies_is_lost() {
    let outages = Outages { first: SECOND, dead: SECOND, every: 4 * SECOND };
    let way = Way { rate: Some(Rate { bits_per_second: 80_000, queue_bytes: 3_000 }), ..plain() };
    let mut link = Link::new(&way, Some(outages), 1);
    assert!(arrives(link.offer(800 * MS, 1_000)));
    assert_eq!(link.offer(850 * MS, 1_000), Fate::Lost(Cause::Outage));
    assert_eq!(link.offer(1_500 * MS, 1_000), Fate::Lost(Cause::Outage));
    assert_eq!(arrival(link.offer(2_000 * MS, 1_000)), 2_150 * MS);
}

fn any_way() -> impl Strategy<Value = Way> {
    let shares = (0..50_u32, 0..20_u32, 0..20_u32);
    let times = (0..800_u64, 0..100_u64, 1..200_u64);
    let rate = proptest::option::of((8_000..20_000_000_u64, 1_500..100_000_u64));
    let bursts = proptest::option::of((1..200_000_u32, 1..900_000_u32));
    (shares, times, rate, bursts).prop_map(|((loss, doubled, held), (delay, jitter, by), rate, bursts)| Way {
        delay: Duration::from_millis(delay),
        jitter: Duration::from_millis(jitter),
        loss: Share::percent(loss),
        bursts: bursts.map(|(begin, end)| Bursts {
            begin: Share::millionths(begin),
            end: Share::millionths(end),
            loss: Share::percent(100),
        }),
        rate: rate.map(|(bits_per_second, queue_bytes)| Rate { bits_per_second, queue_bytes }),
        held_back: (held > 0).then(|| HeldBack { share: Share::percent(held), by: Duration::from_millis(by) }),
        doubled: Share::percent(doubled),
    })
}

/// Packets as (pause before it in microseconds, bytes).
fn any_traffic() -> impl Strategy<Value = Vec<(u64, usize)>> {
    proptest::collection::vec((0..200_000_u64, 20..1_500_usize), 1..200)
}

fn run(way: &Way, seed: u64, traffic: &[(u64, usize)]) -> Vec<(Duration, usize, Fate)> {
    let mut link = Link::new(way, None, seed);
    let mut now = Duration::ZERO;
    let offered = traffic.iter().map(|(pause, bytes)| {
        now += Duration::from_micros(*pause);
        (now, *bytes, link.offer(now, *bytes))
    });
    offered.collect()
}

proptest! {
    #[test]
    fn no_packet_is_faster_than_the_way_and_none_waits_longer_than_the_queue(
        way in any_way(), seed in any::<u64>(), traffic in any_traffic(),
    ) {
        let held = way.held_back.map_or(Duration::ZERO, |held_back| held_back.by);
        // Whoever was admitted last waited for a full queue at most, then for itself.
        let queue = way.rate.map_or(Duration::ZERO, |rate| rate.time_for(usize::try_from(rate.queue_bytes).unwrap() + 1_500));
        for (now, bytes, fate) in run(&way, seed, &traffic) {
            let Fate::Carried { departs, at, again_at, held_back } = fate else { continue };
            prop_assert!(departs >= now + way.serialisation(bytes));
            prop_assert!(at >= departs + way.delay);
            // In order, so a packet may wait for the jitter of the one before it.
            prop_assert!(at <= now + queue + way.delay + way.jitter + held);
            prop_assert!(held_back || at <= now + queue + way.delay + way.jitter);
            prop_assert!(again_at.is_none_or(|again| again >= at && again <= at + way.jitter.max(MS)));
        }
    }

    #[test]
    fn the_bottleneck_is_never_faster_than_its_rate_over_any_span(
        way in any_way(), seed in any::<u64>(), traffic in any_traffic(),
    ) {
        let Some(rate) = way.rate else { return Ok(()) };
        let carried: Vec<_> = run(&way, seed, &traffic).into_iter().filter_map(|(_, bytes, fate)| match fate {
            Fate::Carried { departs, .. } => Some((departs, bytes)),
            Fate::Lost(_) => None,
        }).collect();
        for (first, (begin, _)) in carried.iter().enumerate() {
            let mut bytes = 0;
            for (departs, more) in &carried[first + 1..] {
                bytes += more;
                prop_assert!(*departs - *begin + Duration::from_nanos(200) >= rate.time_for(bytes));
            }
        }
    }

    #[test]
    fn the_same_seed_has_the_same_fates(way in any_way(), seed in any::<u64>(), traffic in any_traffic()) {
        prop_assert_eq!(run(&way, seed, &traffic), run(&way, seed, &traffic));
    }

    #[test]
    fn what_has_no_cause_in_the_profile_does_not_happen(seed in any::<u64>(), traffic in any_traffic()) {
        for (now, _, fate) in run(&plain(), seed, &traffic) {
            let whole = Fate::Carried { departs: now, at: now + 50 * MS, again_at: None, held_back: false };
            prop_assert_eq!(fate, whole);
        }
    }
}
