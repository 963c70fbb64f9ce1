//! The profiles. Their table for people is docs/lab.md, which moves with this file.
//!
//! Queues hold what a link sends in about one second at its rate (mobile networks are known for deep ones), at least
//! twenty full packets. That is ours wherever a source is silent about queues, which all are.

use std::time::Duration;

use super::{Bursts, HeldBack, Profile, Rate, Share, Way};
use crate::outages::Outages;

const GOOD_4G: Profile = Profile {
    name: "good4g",
    says: "4G with a good signal",
    source: "Apple Network Link Conditioner, LTE",
    to_room: Way { rate: rate(10_000_000), ..delay(65) },
    to_phone: Way { rate: rate(50_000_000), ..delay(50) },
    outages: None,
    udp_blocked: false,
    rebinds_every: None,
    portal: false,
};

const VERY_BAD: Way = Way { loss: Share::percent(10), rate: rate(1_000_000), ..delay(500) };
const BRIEF: Way = Way { loss: Share::percent(30), rate: rate(50_000), ..delay(600) };

/// One packet in twenty is lost, four in a row on average: 1.3158 / (1.3158 + 25) = 5 %, 1 / 25 % = 4.
const FOUR_IN_A_ROW: Bursts =
    Bursts { begin: Share::millionths(13_158), end: Share::percent(25), loss: Share::percent(100) };

const UNRULY: Way = Way {
    jitter: Duration::from_millis(30),
    held_back: Some(HeldBack { share: Share::percent(10), by: Duration::from_millis(80) }),
    doubled: Share::percent(5),
    ..delay(50)
};

/// All networks, the kindest first.
pub const PROFILES: &[Profile] = &[
    GOOD_4G,
    Profile {
        name: "edge",
        says: "EDGE (2.5G), nothing lost",
        source: "Apple Network Link Conditioner, Edge; jitter ours",
        to_room: Way { rate: rate(200_000), jitter: Duration::from_millis(50), ..delay(440) },
        to_phone: Way { rate: rate(240_000), jitter: Duration::from_millis(50), ..delay(400) },
        ..GOOD_4G
    },
    Profile {
        name: "lossy3g",
        says: "3G at the edge of its cell: 5 % lost, in bursts of four",
        source: "Apple Network Link Conditioner, 3G Lossy Network (rates, delays); bursts and jitter ours",
        to_room: Way {
            rate: rate(330_000),
            bursts: Some(FOUR_IN_A_ROW),
            jitter: Duration::from_millis(40),
            ..delay(100)
        },
        to_phone: Way {
            rate: rate(780_000),
            bursts: Some(FOUR_IN_A_ROW),
            jitter: Duration::from_millis(40),
            ..delay(100)
        },
        ..GOOD_4G
    },
    Profile {
        name: "verybad",
        says: "the worst that Apple lets developers test with",
        source: "Apple Network Link Conditioner, Very Bad Network",
        to_room: VERY_BAD,
        to_phone: VERY_BAD,
        ..GOOD_4G
    },
    Profile {
        name: "brief",
        says: "1.2 s there and back, 30 % lost each way, 50 kbit/s",
        source: "ours",
        to_room: BRIEF,
        to_phone: BRIEF,
        ..GOOD_4G
    },
    Profile {
        name: "holes",
        says: "good4g that is dead for 20 s in every 30 s; the first ten live",
        source: "ours, over good4g",
        outages: Some(Outages {
            first: Duration::from_secs(10),
            dead: Duration::from_secs(20),
            every: Duration::from_secs(30),
        }),
        ..GOOD_4G
    },
    Profile {
        name: "udp-blocked",
        says: "good4g behind a firewall that lets no UDP through",
        source: "ours, over good4g; RFC 9308 section 2 counts 3 to 5 % of networks",
        udp_blocked: true,
        ..GOOD_4G
    },
    Profile {
        name: "nat-rebind",
        says: "good4g behind a translator that forgets everything every 5 s",
        source: "ours, over good4g; RFC 9000 section 10.1.2 warns of 30 s",
        rebinds_every: Some(Duration::from_secs(5)),
        ..GOOD_4G
    },
    Profile {
        name: "portal",
        says: "good4g before anybody accepted the terms: a stranger answers all TCP, nothing else passes",
        source: "ours, over good4g; as in RFC 8952",
        portal: true,
        ..GOOD_4G
    },
    Profile {
        name: "unruly",
        says: "nothing lost; 5 % arrive twice, 10 % are overtaken",
        source: "ours",
        to_room: UNRULY,
        to_phone: UNRULY,
        ..GOOD_4G
    },
];

const fn delay(milliseconds: u64) -> Way {
    Way::of_delay(Duration::from_millis(milliseconds))
}

const fn rate(bits_per_second: u64) -> Option<Rate> {
    const TWENTY_PACKETS: u64 = 30_000;
    let one_second = bits_per_second / 8;
    let queue_bytes = if one_second < TWENTY_PACKETS { TWENTY_PACKETS } else { one_second };
    Some(Rate { bits_per_second, queue_bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Toward;

    #[test]
    fn every_profile_stands_in_the_document_with_its_source() {
        let document = include_str!("../../../../docs/lab.md");
        for profile in PROFILES {
            assert!(document.contains(&format!("| `{}` |", profile.name)), "{} is missing", profile.name);
            assert!(document.contains(profile.source), "the source of {} is missing", profile.name);
        }
    }

    #[test]
    fn the_limit_is_the_wait_for_the_link_the_bottleneck_and_the_way() {
        let at = Duration::from_millis;
        let of = |name, offered, bytes| crate::profile(name).unwrap().limit(Toward::Room, at(offered), bytes);
        // 1,250 bytes are 10,000 bits: 1 ms at 10 Mbit/s, 200 ms at 50 kbit/s.
        assert_eq!(of("good4g", 500, 1_250), at(500 + 1 + 65));
        assert_eq!(of("brief", 0, 1_250), at(200 + 600));
        assert_eq!(of("holes", 9_000, 1_250), at(9_066));
        assert_eq!(of("holes", 11_000, 1_250), at(30_066));
        // The last packet that would not be out before the link dies.
        assert_eq!(of("holes", 9_999, 1_250), at(30_066));
    }
}
