//! What is asked of the ways out, held in virtual time: no figure here knows how fast this machine is.

use hifazat_netlab::profile;
use serde_json::Value;

use super::*;
use crate::delivery::figures::Tally;
use crate::delivery::interrupt::Interrupt;

const RUNS: usize = 20;
/// Where chance counts for more, and of few alerts one decides the mean.
const MORE_RUNS: usize = 60;

fn network(name: &str, seed: u64) -> Network {
    Network {
        profile: profile(name).unwrap(),
        seed,
        only: None,
        with_ways: true,
        with_mqtt: false,
        envelope: vec![0; 260],
        interrupt: Interrupt::listen().unwrap(),
    }
}

fn told(network: &Network, runs: Vec<Run>) -> Value {
    let mut tally = Tally::default();
    tally.add(runs);
    tally.told(network.profile.name, network.seed)
}

fn figure(told: &Value, pointer: &str) -> f64 {
    told.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("no {pointer} in {told}"))
}

/// Measures, and holds the race to what must be true on every network.
fn measured(name: &str, runs: usize) -> (Vec<Duration>, Value) {
    let network = network(name, 1);
    let runs = measure_round(&network, 0..runs).unwrap();
    let beyond = runs.iter().map(|run| run.ours.arrive.unwrap().saturating_sub(run.limit)).collect();
    let told = told(&network, runs);
    assert_eq!((figure(&told, "/ours/lost"), figure(&told, "/ours/doubled")), (0.0, 0.0), "{told}");
    for ratio in ["/ratio/p50", "/ratio/mean"] {
        assert!(figure(&told, ratio) <= 1.1, "{name}: the race is slower than its better way: {told}");
    }
    (beyond, told)
}

fn assert_near_the_limit(told: &Value) {
    let limit = figure(told, "/limit_s");
    assert!(figure(told, "/ours/arrive/p50") <= 1.2 * limit, "{told}");
    assert!(figure(told, "/ours/arrive/p90") <= 3.0 * limit, "{told}");
}

#[test]
fn a_seed_gives_the_same_figures_twice_and_another_gives_others() {
    let figures = |seed| {
        let network = network("brief", seed);
        told(&network, measure_round(&network, 0..4).unwrap())
    };
    assert_eq!(figures(1), figures(1));
    assert_ne!(figures(1)["ours"], figures(2)["ours"]);
    assert_ne!(figures(1)["plain_https"], figures(2)["plain_https"]);
}

#[test]
fn where_datagrams_pass_an_alert_is_there_as_soon_as_physics_allows() {
    for (name, runs) in [("good4g", RUNS), ("edge", RUNS), ("lossy3g", MORE_RUNS), ("verybad", RUNS)] {
        let (_, told) = measured(name, runs);
        assert_near_the_limit(&told);
        assert_eq!(told["best_single"], "datagram", "{told}");
        let (ours, plain) = (figure(&told, "/ours/arrive/p50"), figure(&told, "/plain_https/arrive/p50"));
        assert!(plain > 3.0 * ours, "a handshake of TCP and one of TLS come before: {told}");
    }
}

#[test]
fn on_the_worst_network_it_takes_a_tenth_of_a_plain_client() {
    let (_, told) = measured("brief", MORE_RUNS);
    assert_near_the_limit(&told);
    assert!(figure(&told, "/ours/arrive/mean") <= 0.1 * figure(&told, "/plain_https/arrive/mean"), "{told}");
}

#[test]
fn a_link_that_comes_back_is_found_within_two_seconds() {
    let (mut beyond, told) = measured("holes", RUNS);
    beyond.sort_unstable();
    assert!(beyond[RUNS * 9 / 10 - 1] <= Duration::from_secs(2), "{beyond:?} {told}");
}

#[test]
fn a_network_without_udp_costs_nothing_but_the_packets() {
    let (_, told) = measured("udp-blocked", RUNS);
    assert_eq!(told["best_single"], "https", "{told}");
    assert_eq!(figure(&told, "/ways/datagram/lost"), figure(&told, "/runs"), "{told}");
    let race = figure(&told, "/ours/arrive/p90");
    assert!(race <= 1.15 * figure(&told, "/ways/https/arrive/p90"), "{told}");
}

#[test]
fn a_translator_that_forgets_costs_a_second_at_the_most() {
    let (_, told) = measured("nat-rebind", RUNS);
    assert_near_the_limit(&told);
    assert!(figure(&told, "/ours/arrive/p99") <= 1.0, "{told}");
}
