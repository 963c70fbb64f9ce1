use proptest::prelude::*;

use super::*;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// An update every time one may go, for so long; when each went.
fn eager(budget: &mut Budget, cost: u64, from: u64, until: u64) -> Vec<u64> {
    let mut went = Vec::new();
    for now in (from..until).step_by(5) {
        if budget.pause_before(Share::Current, cost, seconds(now)).is_zero() {
            budget.pay(Share::Current, cost, seconds(now));
            went.push(now);
        }
    }
    went
}

fn gaps(went: &[u64]) -> Vec<u64> {
    went.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[test]
fn the_interval_stretches_as_the_budget_nears_its_end() {
    let gaps = gaps(&eager(&mut Budget::default(), 2_500, 0, 3 * 3_600));
    assert!(gaps.iter().take(14).all(|gap| *gap == 5), "{gaps:?}");
    assert!(
        gaps.iter().skip(20).all(|gap| (20..300).contains(gap)),
        "the current position is never given up: {gaps:?}"
    );
}

#[test]
fn a_cheap_path_tells_more_often() {
    let (cheap, dear) = (eager(&mut Budget::default(), 700, 0, 3_600), eager(&mut Budget::default(), 3_500, 0, 3_600));
    assert!(cheap.len() > 4 * dear.len(), "{} and {}", cheap.len(), dear.len());
}

#[test]
fn a_backlog_leaves_the_current_position_half_and_is_not_starved_by_it() {
    let mut budget = Budget::default();
    let mut old = 0;
    for now in 0..7_200 {
        if budget.pause_before(Share::Current, 3_000, seconds(now)).is_zero() {
            budget.pay(Share::Current, 3_000, seconds(now));
        }
        if budget.pause_before(Share::Backlog, 3_000, seconds(now)).is_zero() {
            budget.pay(Share::Backlog, 3_000, seconds(now));
            old += 1;
        }
    }
    assert!(old > 15, "{old} older updates in two hours");
    let new = budget.paid.iter().filter(|payment| payment.share == Share::Current).count();
    assert!(new > 20, "{new} current positions in an hour");
}

/// Positions and questions, each as soon as it may, for an hour; when they went.
fn beside(budget: &mut Budget, words: Share, question: u64) -> (Vec<u64>, Vec<u64>) {
    let (mut positions, mut questions) = (Vec::new(), Vec::new());
    for now in (0..3_600).step_by(5) {
        for (share, cost, went) in [(Share::Current, 2_600, &mut positions), (words, question, &mut questions)] {
            if budget.pause_before(share, cost, seconds(now)).is_zero() {
                budget.pay(share, cost, seconds(now));
                went.push(now);
            }
        }
    }
    (positions, questions)
}

#[test]
fn questions_become_rare_before_positions_do() {
    let (positions, questions) = beside(&mut Budget::default(), Share::Question, 1_900);
    let late = |went: &[u64]| *gaps(went).last().unwrap();
    assert!(late(&questions) > 2 * late(&positions), "{positions:?} {questions:?}");
    assert!(gaps(&positions).iter().all(|gap| *gap < 300), "{positions:?}");
    assert!(gaps(&questions).iter().all(|gap| *gap < 900), "words still come by themselves: {questions:?}");
}

#[test]
fn while_a_word_is_awaited_a_question_waits_for_nothing_until_a_third_is_spent_and_never_ends() {
    let (positions, questions) = beside(&mut Budget::default(), Share::Awaited, 750);
    assert!(gaps(&questions).iter().take(20).all(|gap| *gap == 5), "{questions:?}");
    assert!(gaps(&questions).iter().all(|gap| *gap < 600), "{questions:?}");
    assert!(positions.len() > 15, "{positions:?}");
}

#[test]
fn after_a_quiet_hour_a_backlog_goes_at_once() {
    let mut budget = Budget::default();
    let mut went = 0;
    while budget.pause_before(Share::Backlog, 3_500, seconds(0)).is_zero() {
        budget.pay(Share::Backlog, 3_500, seconds(0));
        went += 1;
    }
    assert!(went > 20, "{went} entries");
    assert!(budget.pause_before(Share::Current, 3_500, seconds(0)).is_zero());
}

#[test]
fn an_outage_does_not_use_it_up() {
    let mut budget = Budget::default();
    for attempt in 0..360 {
        let paid = budget.pay(Share::Current, 3_000, seconds(attempt * 20));
        budget.reached_nobody(paid);
    }
    assert!(budget.pause_before(Share::Current, 3_000, seconds(7_220)).is_zero());
}

#[test]
fn what_was_paid_an_hour_ago_is_paid() {
    let mut budget = Budget::default();
    budget.pay(Share::Current, 150_000, seconds(10));
    assert_eq!(budget.pause_before(Share::Current, 700, seconds(3_000)), seconds(610));
    assert_eq!(budget.pause_before(Share::Current, 700, seconds(3_610)), Duration::ZERO);
}

proptest! {
    #[test]
    fn no_hour_costs_more_than_the_budget(
        turns in proptest::collection::vec((0..60_u64, 300..6_000_u64, any::<bool>()), 1..600),
        per_hour in TRACK_BYTES_BOUNDS,
    ) {
        let mut budget = Budget::default();
        budget.set_per_hour(per_hour);
        let mut now = 0;
        let mut spent: Vec<(u64, u64)> = Vec::new();
        for (pause, cost, old) in turns {
            now += pause;
            let share = if old { Share::Backlog } else { Share::Current };
            if budget.pause_before(share, cost, seconds(now)).is_zero() {
                budget.pay(share, cost, seconds(now));
                spent.push((now, cost));
            }
        }
        for (start, _) in &spent {
            let hour = spent.iter().filter(|(at, _)| (*start..start + 3_600).contains(at));
            let sum: u64 = hour.map(|(_, cost)| cost).sum();
            prop_assert!(sum <= u64::from(per_hour), "{sum} in the hour from {start}");
        }
    }

    #[test]
    fn a_pause_is_never_longer_than_an_hour_and_then_it_goes(
        payments in proptest::collection::vec((0..600_u64, 1..60_000_u64), 0..100),
        cost in 1..20_000_u64,
    ) {
        let mut budget = Budget::default();
        let mut now = 0;
        for (pause, bytes) in payments {
            now += pause;
            budget.pay(Share::Current, bytes, seconds(now));
        }
        let pause = budget.pause_before(Share::Current, cost, seconds(now));
        prop_assert!(pause <= HOUR);
        prop_assert!(budget.pause_before(Share::Current, cost, seconds(now) + pause).is_zero());
    }
}
