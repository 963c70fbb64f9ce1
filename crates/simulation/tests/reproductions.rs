//! What the simulation has found, each as the shortest list of operations that showed it.

use hifazat_netlab::Toward;
use hifazat_simulation::{Fate, Op, Pin, Side, Step, Work, run};

fn holds(seed: u64, steps: &[Step]) {
    if let Err(failure) = run(seed, steps, false) {
        panic!("{failure}");
    }
}

/// The room dies while it says `opened`; a datagram then brings the `stored` of an update. The phone counted that one as
/// the second receipt of the chain, and was never told of the one it had missed.
#[test]
fn a_receipt_that_was_missed_is_asked_for_though_a_later_one_is_held() {
    let steps = [
        Step { after_ms: 4_839, op: Op::Tap },
        Step { after_ms: 282, op: Op::KillRoom { after_commits: 1, off_ms: 258 } },
        Step { after_ms: 320, op: Op::Fix { north_m: 578, accuracy_m: 49 } },
    ];
    holds(13, &steps);
}

/// A receipt signed under a key that was announced in a newer bundle, and a phone whose clock is ten years ahead: it
/// took every newer bundle for expired, and believed the room no more.
#[test]
fn a_phone_whose_clock_is_far_ahead_learns_of_new_keys() {
    let steps = [
        Step { after_ms: 0, op: Op::JumpClock { side: Side::Phone, days: 3_650 } },
        Step { after_ms: 0, op: Op::RotateKeys { receipts: true } },
        Step { after_ms: 0, op: Op::RotateKeys { receipts: true } },
        Step { after_ms: 1_000, op: Op::Tap },
    ];
    holds(1, &steps);
}

/// While her disk was full an update got its number in memory only, and through. Killed, the phone gave the same number
/// to her cancel: the room kept it as the second of two, changed nothing, and said that it was stored.
#[test]
fn a_cancel_under_a_number_that_the_phone_has_forgotten_is_heard() {
    let steps = [
        Step { after_ms: 1_500, op: Op::Tap },
        Step { after_ms: 1_500, op: Op::FullDisk { side: Side::Phone, for_ms: 10_000 } },
        Step { after_ms: 1_500, op: Op::Fix { north_m: 5, accuracy_m: 9 } },
        Step { after_ms: 3_000, op: Op::KillPhone { after_writes: 0, off_ms: 100, reboots: false } },
        Step { after_ms: 3_000, op: Op::Cancel(Pin::Right) },
    ];
    holds(1, &steps);
}

/// An attempt that a full disk would not count had not happened, as far as a take-back could tell: the alert was
/// withdrawn on the phone alone, and the room went on with it.
#[test]
fn what_has_left_the_phone_is_taken_back_by_a_message_though_the_disk_was_full() {
    for taken_back_after in [2_000, 4_000] {
        let steps = [
            Step { after_ms: 0, op: Op::KillPhone { after_writes: 1, off_ms: 100, reboots: false } },
            Step { after_ms: 0, op: Op::Tap },
            Step { after_ms: 0, op: Op::FullDisk { side: Side::Phone, for_ms: 3_000 } },
            Step { after_ms: taken_back_after, op: Op::TakeBack(Pin::Right) },
        ];
        holds(1, &steps);
    }
}

/// The room was asked about five of the newest alarms again and again, and about nothing else as long as they were news:
/// of a drill made beside twenty-five of them it was not asked for three quarters of an hour.
#[test]
fn what_is_asked_about_again_and_again_leaves_a_turn_to_the_others() {
    let mut steps = vec![Step { after_ms: 1_000, op: Op::Tap }; 25];
    steps.push(Step { after_ms: 100, op: Op::Drill });
    holds(1, &steps);
}

/// A cancel went as a text from a phone that the room did not know yet, and a text came back that it was received. Then her
/// raise came as an envelope: the room forgot what nobody had proven, and her screen went on saying that it knew.
#[test]
fn a_cancel_that_the_room_may_yet_forget_is_not_said_to_be_received() {
    let steps = [
        Step { after_ms: 398, op: Op::Cut { for_ms: 56_244 } },
        Step { after_ms: 1_667, op: Op::Tap },
        Step { after_ms: 15_000, op: Op::Wait },
        Step { after_ms: 92, op: Op::Network("edge") },
        Step { after_ms: 196, op: Op::Tap },
        Step { after_ms: 3_741, op: Op::TakeBack(Pin::Wrong) },
        Step { after_ms: 2_868, op: Op::Operate { act: Work::Dispatch(0), which: 2 } },
        Step { after_ms: 527, op: Op::Cancel(Pin::Right) },
        Step { after_ms: 56, op: Op::Double { toward: Toward::Room, packets: 2, after_ms: 56_410 } },
        Step { after_ms: 22_916, op: Op::Tap },
        Step { after_ms: 185, op: Op::LineCheck },
        Step { after_ms: 38_946, op: Op::Texts { toward: Toward::Room, fate: Fate::Unsaid, texts: 2 } },
    ];
    holds(5_266, &steps);
}

/// Her disk was full from before the tap; she took the alarm back, and the phone died before the room could be told. Nothing
/// could have helped her cancel, but her screen had to say that the phone cannot save, also after she had left the alarm.
#[test]
fn what_is_taken_back_from_memory_may_die_with_the_phone_only_if_she_was_told() {
    let steps = [
        Step { after_ms: 2_796, op: Op::FullDisk { side: Side::Phone, for_ms: 46_642 } },
        Step { after_ms: 174, op: Op::Network("portal") },
        Step { after_ms: 82, op: Op::KillPhone { after_writes: 1, off_ms: 13_867, reboots: true } },
        Step { after_ms: 2_623, op: Op::Tap },
        Step { after_ms: 15_000, op: Op::Wait },
        Step { after_ms: 2_700, op: Op::Tap },
        Step { after_ms: 4_467, op: Op::Network("edge") },
        Step { after_ms: 168, op: Op::TakeBack(Pin::Right) },
        Step { after_ms: 1_638, op: Op::KillRoom { after_commits: 0, off_ms: 14_566 } },
        Step { after_ms: 3_980, op: Op::Dismiss },
        Step { after_ms: 3_643, op: Op::Cut { for_ms: 46_014 } },
        Step { after_ms: 15_000, op: Op::Wait },
    ];
    holds(7_707, &steps);
}

/// She went without data; the desk took the alarm from her text, closed it, and told her so by text. When her raise came at
/// last, the phone held *closed* for the end and asked no more: her screen never said that the alarm had been opened.
#[test]
fn what_is_closed_by_text_is_still_told_in_full() {
    let steps = [
        Step { after_ms: 535, op: Op::Swallow { for_ms: 147_488 } },
        Step { after_ms: 2_232, op: Op::Tap },
        Step { after_ms: 15_000, op: Op::Wait },
        Step { after_ms: 4_314, op: Op::KillPhone { after_writes: 3, off_ms: 7_682, reboots: false } },
        Step { after_ms: 13_664, op: Op::JumpClock { side: Side::Phone, days: 3_650 } },
        Step { after_ms: 229, op: Op::Operate { act: Work::Accept, which: 3 } },
        Step { after_ms: 15_000, op: Op::Wait },
        Step { after_ms: 734, op: Op::Delay { toward: Toward::Room, packets: 3, by_ms: 40_472 } },
        Step { after_ms: 4_265, op: Op::Operate { act: Work::Close, which: 1 } },
        Step { after_ms: 4_045, op: Op::Tap },
    ];
    holds(6_081, &steps);
}

/// The room was put back to a copy from before her alarm, and heard of her cancel before her phone asked. It brought both again, and
/// took the room's word for the cancel, which it had heard by then, for one from before.
#[test]
fn a_cancel_that_came_to_a_room_put_back_before_the_raise_came_again_is_settled() {
    let steps = [
        Step { after_ms: 1_000, op: Op::Tap },
        Step { after_ms: 5_000, op: Op::PutRoomBack { off_ms: 400 } },
        Step { after_ms: 300, op: Op::Cancel(Pin::Right) },
    ];
    holds(26, &steps);
}

/// The room was put back while her disk was full: the phone brought the raise again from memory, and died. On its disk the raise was
/// settled still, as by the room of before, until the phone asked again.
#[test]
fn what_is_brought_again_from_memory_is_brought_again_after_a_kill() {
    let steps = [
        Step { after_ms: 4_786, op: Op::KillPhone { after_writes: 4, off_ms: 448, reboots: false } },
        Step { after_ms: 50, op: Op::KillRoom { after_commits: 2, off_ms: 2_328 } },
        Step { after_ms: 147, op: Op::Tap },
        Step { after_ms: 870, op: Op::Cancel(Pin::Right) },
        Step { after_ms: 14_750, op: Op::KillPhone { after_writes: 3, off_ms: 9_893, reboots: false } },
        Step { after_ms: 4_534, op: Op::PutRoomBack { off_ms: 1_615 } },
        Step { after_ms: 22_331, op: Op::FullDisk { side: Side::Phone, for_ms: 40_345 } },
        Step { after_ms: 2_065, op: Op::KillPhone { after_writes: 1, off_ms: 134, reboots: false } },
        Step { after_ms: 31_800, op: Op::Tap },
    ];
    holds(515, &steps);
}

/// Her disk was full when the phone heard that the room had lost her alarm and its cancel: it brought both again from memory. On the
/// way back to the disk the cancel was settled again by the room of before, and her screen called it received.
#[test]
fn what_is_brought_again_from_memory_goes_on_from_the_disk() {
    let steps = [
        Step { after_ms: 2_377, op: Op::Tap },
        Step { after_ms: 173, op: Op::Cancel(Pin::Right) },
        Step { after_ms: 3_220, op: Op::KillPhone { after_writes: 0, off_ms: 10_089, reboots: true } },
        Step { after_ms: 3_675, op: Op::Tap },
        Step { after_ms: 4_179, op: Op::NetworkChanged },
        Step { after_ms: 15_000, op: Op::Wait },
        Step { after_ms: 4_970, op: Op::PutRoomBack { off_ms: 128 } },
        Step { after_ms: 94, op: Op::KillRoom { after_commits: 1, off_ms: 2_018 } },
        Step { after_ms: 4_200, op: Op::Double { toward: Toward::Room, packets: 4, after_ms: 4_388 } },
        Step { after_ms: 16_456, op: Op::FullDisk { side: Side::Phone, for_ms: 13_449 } },
        Step { after_ms: 15_000, op: Op::Wait },
    ];
    holds(5_715, &steps);
}

/// The barest world in which her screen was wrong for ever.
#[test]
fn an_alarm_that_the_room_has_lost_is_brought_again() {
    let steps = [
        Step { after_ms: 1_000, op: Op::Tap },
        Step { after_ms: 5_000, op: Op::CopyRoom },
        Step { after_ms: 5_000, op: Op::Tap },
        Step { after_ms: 5_000, op: Op::PutRoomBack { off_ms: 1_000 } },
    ];
    holds(1, &steps);
}

/// A drill by text came to a room put back that no longer knew the device, and a desk took what nobody could read: it stays an incident, is
/// marked, and she is told.
#[test]
fn a_drill_that_was_taken_before_it_could_be_read_stays_an_incident() {
    let steps = [
        Step { after_ms: 4_425, op: Op::Tap },
        Step { after_ms: 1_870, op: Op::FullDisk { side: Side::Room, for_ms: 10_785 } },
        Step { after_ms: 3, op: Op::DrillByText },
        Step { after_ms: 737, op: Op::PutRoomBack { off_ms: 8_282 } },
        Step { after_ms: 252, op: Op::Network("portal") },
        Step { after_ms: 26_382, op: Op::TakeBack(Pin::Duress) },
        Step { after_ms: 3_747, op: Op::Operate { act: Work::Accept, which: 1 } },
    ];
    let run = run(8_240, &steps, false).unwrap();
    assert_eq!(run.mistaken, 1);
}
