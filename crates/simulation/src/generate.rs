//! A world's operations from its seed.

use hifazat_netlab::{PROFILES, Random, Toward};

use crate::op::{Fate, Op, Pin, Step, Work};
use crate::time::Side;

const FEWEST: u64 = 8;
const MOST: u64 = 40;

/// The operations of a seed.
#[must_use]
pub fn steps_of(seed: u64) -> Vec<Step> {
    let mut lots = Lots(Random::seeded(seed));
    let count = FEWEST + lots.below(MOST - FEWEST);
    (0..count).flat_map(|_| lots.scene()).collect()
}

struct Lots(Random);

impl Lots {
    fn below(&mut self, limit: u64) -> u64 {
        self.0.below(limit)
    }

    fn up_to<T: TryFrom<u64> + Default>(&mut self, limit: u64) -> T {
        T::try_from(self.below(limit)).unwrap_or_default()
    }

    fn one_of<T: Copy>(&mut self, all: &[T], otherwise: T) -> T {
        let which = usize::try_from(self.below(u64::try_from(all.len()).unwrap_or(1))).unwrap_or(0);
        all.get(which).copied().unwrap_or(otherwise)
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    /// Mostly things come one upon another; now and then a while passes.
    fn pause(&mut self) -> u32 {
        match self.below(10) {
            0..4 => self.up_to(300),
            4..8 => self.up_to(5_000),
            _ => self.up_to(40_000),
        }
    }

    /// A trouble lasts from no time at all to a minute.
    fn while_ms(&mut self) -> u32 {
        if self.coin() { self.up_to(5_000) } else { self.up_to(60_000) }
    }

    /// Mostly one thing; now and then several that would seldom meet by chance.
    fn scene(&mut self) -> Vec<Step> {
        let first = Step { after_ms: self.pause(), op: self.op() };
        if matches!(first.op, Op::Garble { .. }) && self.coin() {
            return self.overtaken();
        }
        // What is raised beside one that is swallowed has nothing else in its way.
        let beside = matches!(first.op, Op::Swallow { .. });
        // What is raised in a dead zone goes as a text.
        let in_a_dead_zone = matches!(first.op, Op::Cut { .. }) && self.coin();
        if !beside && !in_a_dead_zone {
            return vec![first];
        }
        let tap = Step { after_ms: self.up_to(3_000), op: Op::Tap };
        vec![first, tap, Step { after_ms: 15_000, op: Op::Wait }]
    }

    /// The first place after a tap comes garbled, and the cancel overtakes it: the answer to the cancel says what is kept
    /// under the number of the other.
    fn overtaken(&mut self) -> Vec<Step> {
        let place = Op::Fix { north_m: self.up_to(2_000), accuracy_m: self.up_to(100) };
        let steps = [
            (self.pause(), Op::Tap),
            (3_000, Op::Garble { packets: 3 }),
            (0, place),
            (100 + self.up_to::<u32>(400), Op::Network("udp-blocked")),
            (self.up_to(200), Op::Cancel(Pin::Right)),
            (500 + self.up_to::<u32>(1_000), Op::Wait),
            (self.pause(), Op::Network(self.network())),
        ];
        steps.map(|(after_ms, op)| Step { after_ms, op }).to_vec()
    }

    fn op(&mut self) -> Op {
        match self.below(109) {
            0..18 => Op::Tap,
            18..20 => Op::Hold,
            20..22 => Op::Drill,
            22..23 => Op::DrillByText,
            23..25 => Op::LineCheck,
            25..29 => Op::TakeBack(self.pin()),
            29..34 => Op::Cancel(self.pin()),
            34..36 => Op::EndWindow,
            36..38 => Op::Dismiss,
            38..39 => Op::EndDrill,
            39..46 => Op::Fix { north_m: self.up_to(2_000), accuracy_m: self.up_to(100) },
            46..47 => Op::Battery(self.up_to(101)),
            47..53 => Op::KillPhone { after_writes: self.up_to(6), off_ms: self.while_ms() / 4, reboots: self.coin() },
            53..58 => Op::KillRoom { after_commits: self.up_to(4), off_ms: self.while_ms() / 2 },
            58..60 => Op::Sleep { for_ms: self.sleep() },
            60..65 => Op::FullDisk { side: self.side(), for_ms: self.while_ms() },
            65..68 => Op::JumpClock { side: self.side(), days: self.days() },
            68..71 => Op::Cut { for_ms: self.while_ms() },
            71..75 => Op::Network(self.network()),
            75..76 => Op::NetworkChanged,
            76..77 => Op::Rebind,
            77..80 => Op::Lose { toward: self.toward(), packets: self.up_to(12) },
            80..82 => Op::Double { toward: self.toward(), packets: self.up_to(6), after_ms: self.while_ms() },
            82..84 => Op::Delay { toward: self.toward(), packets: self.up_to(6), by_ms: self.while_ms() },
            84..85 if self.coin() => Op::Replay(self.up_to(32)),
            84..85 => Op::Lie { for_ms: self.while_ms() },
            85..87 => Op::Garble { packets: self.up_to(4) },
            87..89 => Op::Swallow { for_ms: self.up_to(180_000) },
            89..91 => Op::RotateKeys { receipts: self.coin() },
            91..92 => Op::FetchBundle,
            92..100 => Op::Operate { act: self.work(), which: self.up_to(4) },
            100..103 => Op::Texts { toward: self.toward(), fate: self.fate(), texts: self.up_to(4) },
            103..105 => Op::CopyRoom,
            105..108 => Op::PutRoomBack { off_ms: self.while_ms() / 2 },
            _ => Op::Wait,
        }
    }

    fn pin(&mut self) -> Pin {
        self.one_of(&[Pin::Right, Pin::Right, Pin::Duress, Pin::Wrong], Pin::Right)
    }

    fn side(&mut self) -> Side {
        if self.coin() { Side::Phone } else { Side::Room }
    }

    fn toward(&mut self) -> Toward {
        if self.coin() { Toward::Room } else { Toward::Phone }
    }

    fn fate(&mut self) -> Fate {
        let span = self.while_ms();
        let all = [Fate::Refused, Fate::Unsaid, Fate::Lost, Fate::Late { by_ms: span }, Fate::Twice { after_ms: span }];
        self.one_of(&all, Fate::Lost)
    }

    /// Minutes, or hours.
    fn sleep(&mut self) -> u32 {
        if self.coin() { self.up_to(600_000) } else { self.up_to(6 * 3_600_000) }
    }

    /// A little, or ten years.
    fn days(&mut self) -> i32 {
        self.one_of(&[-3_650, -1, 1, 3_650], 1)
    }

    fn network(&mut self) -> &'static str {
        let which = usize::try_from(self.below(12)).unwrap_or(0);
        PROFILES.get(which).map_or("good4g", |profile| profile.name)
    }

    fn work(&mut self) -> Work {
        let unit = self.up_to(2);
        let all = [Work::Accept, Work::Accept, Work::Dispatch(unit), Work::Arrive, Work::Close, Work::Read];
        self.one_of(&all, Work::Accept)
    }
}
