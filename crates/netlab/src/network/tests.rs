use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::profile::PROFILES;

const SECOND: Duration = Duration::from_secs(1);

fn udp(port: u16, bytes: usize) -> Parcel {
    Parcel { carrier: Carrier::Udp, port, bytes }
}

fn of(name: &str) -> Network<u32> {
    Network::new(crate::profile(name).unwrap(), 1)
}

#[test]
fn blocked_udp_is_blocked_both_ways_and_tcp_passes() {
    let mut network = of("udp-blocked");
    assert_eq!(network.send(SECOND, Toward::Room, udp(1, 100), 0), Sent::Blocked);
    assert_eq!(network.send(SECOND, Toward::Phone, udp(1, 100), 0), Sent::Blocked);
    let syn = Parcel { carrier: Carrier::Tcp { opens: true }, port: 1, bytes: 60 };
    assert_eq!(network.send(SECOND, Toward::Room, syn, 0), Sent::UnderWay);
}

#[test]
fn a_rebinding_between_question_and_answer_loses_the_answer_and_not_the_next() {
    let mut network = of("nat-rebind");
    let at = Duration::from_millis;
    network.send(at(4_900), Toward::Room, udp(4_000, 100), 1);
    let asked = network.take(at(4_990)).unwrap();
    assert_eq!(asked.parcel.port, 4_000);
    assert_eq!(network.send(at(4_990), Toward::Phone, asked.parcel, 2), Sent::UnderWay);
    assert_eq!(network.take(at(5_600)), None);
    assert_eq!(network.tally().to_phone.unknown, 1);
    network.send(at(5_700), Toward::Room, udp(4_000, 100), 3);
    let again = network.take(at(5_800)).unwrap();
    assert_ne!(again.parcel.port, 4_000);
    assert_eq!(network.send(at(5_800), Toward::Phone, again.parcel, 4), Sent::UnderWay);
    assert_eq!(network.take(at(5_900)).unwrap().parcel.port, 4_000);
}

#[test]
fn a_cut_takes_what_waits_and_leaves_what_is_on_its_way() {
    // 1,250 bytes take 200 ms each at 50 kbit/s, then 600 ms.
    let mut network = Network::new(crate::profile("brief").unwrap(), 2);
    let sent: Vec<_> = (0..10).map(|n| network.send(Duration::ZERO, Toward::Room, udp(1, 1_250), n)).collect();
    let under_way = sent.iter().filter(|sent| **sent == Sent::UnderWay).count();
    let first = sent.iter().position(|sent| *sent == Sent::UnderWay).unwrap();
    network.cut(Duration::from_millis(200) * u32::try_from(first + 1).unwrap());
    assert_eq!(network.take(10 * SECOND).unwrap().load, u32::try_from(first).unwrap());
    assert_eq!(network.take(10 * SECOND), None);
    assert_eq!(network.tally().to_room.dead, u64::try_from(under_way - 1).unwrap());
}

proptest! {
    #[test]
    fn no_parcel_is_invented_none_beats_the_limit_and_the_count_adds_up(
        which in 0..PROFILES.len(),
        seed in any::<u64>(),
        traffic in proptest::collection::vec((0..2_000_000_u64, any::<bool>(), 20..1_400_usize, 1..5_u16), 1..300),
    ) {
        let profile = &PROFILES[which];
        let mut network = Network::new(profile, seed);
        let mut now = Duration::ZERO;
        let mut offered = BTreeMap::new();
        let mut arrivals = Vec::new();
        for (number, (pause, up, bytes, port)) in traffic.into_iter().enumerate() {
            now += Duration::from_micros(pause);
            arrivals.extend(std::iter::from_fn(|| network.take(now)));
            let toward = if up { Toward::Room } else { Toward::Phone };
            network.send(now, toward, udp(port, bytes), number);
            offered.insert(number, (now, toward, bytes));
        }
        arrivals.extend(std::iter::from_fn(|| network.take(now + 600 * SECOND)));
        let mut times = BTreeMap::<usize, usize>::new();
        for arrival in &arrivals {
            let (at, toward, bytes) = offered[&arrival.load];
            prop_assert_eq!((toward, bytes), (arrival.toward, arrival.parcel.bytes));
            prop_assert!(arrival.at >= profile.limit(toward, at, bytes));
            *times.entry(arrival.load).or_default() += 1;
        }
        prop_assert!(arrivals.is_sorted_by_key(|arrival| arrival.at));
        prop_assert!(times.values().all(|times| *times <= 2));
        let tally = network.tally();
        for way in [tally.to_room, tally.to_phone] {
            let lost = way.lost + way.queue_full + way.dead + way.blocked + way.unknown;
            prop_assert_eq!(way.offered + way.doubled, way.arrived + lost);
        }
        prop_assert_eq!(u64::try_from(offered.len()).unwrap(), tally.to_room.offered + tally.to_phone.offered);
    }
}
