//! From the call of `raise()` to the room, over poor networks: ours beside what a plain client and MQTT make of them.
//!
//! Each run opens one network laboratory for each contender, with the same profile and the same seed, and offers the
//! alert at the same instant of the profile's cycle. A phone is already running and has been introduced to its room; the
//! finger is on the button for two seconds before. Several runs go on at once, because nearly all of a run is waiting.

mod broker;
mod certificate;
mod figures;
mod interrupt;
mod mqtt;
mod offer;
mod ours;
mod outcome;
mod plain;
mod round;
mod simulated;

use std::ops::Range;

use anyhow::Result;
use hifazat_netlab::{Lab, PROFILES, Profile, profile};
use hifazat_protocol::{KeyId, OsEntropy, RoomSecretKey, Status};
use hifazat_time::{Clock, SystemClock};
use serde_json::{Value, json};

use crate::device::Device;
use figures::Tally;
use interrupt::Interrupt;
pub(crate) use ours::Only;
use round::{Network, Run};

/// Runs at one time. Each has a link for each contender, a room, a phone and a broker, and is nearly always waiting.
const AT_ONCE: usize = 20;
/// With each of our ways alone as well, which is as much again.
const AT_ONCE_WITH_WAYS: usize = 10;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only this network; may be given several times [default: all that let an alert through].
    #[arg(long = "profile", value_name = "PROFILE", value_parser = known)]
    profiles: Vec<&'static Profile>,
    /// Alerts on each network.
    #[arg(long, default_value_t = 100)]
    runs: usize,
    /// Repeats the luck of this seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Lets our phone use only one of its ways, to see what the race costs or gains.
    #[arg(long, value_enum)]
    only: Option<Only>,
    /// Beside the race also each of our ways alone, and how the race stands to the better of them.
    #[arg(long, conflicts_with = "only")]
    ways: bool,
    /// In virtual time, without waiting and without root; a machine that can have no laboratory does it by itself.
    #[arg(long)]
    simulated: bool,
}

/// Where it is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum World {
    /// Real programs over the kernel's TCP and UDP, across a laboratory's link.
    Kernel,
    /// The brains alone, over the same link in virtual time.
    Simulated,
}

impl World {
    /// The laboratory, unless this machine can have none or nobody wants it.
    fn of(options: &Options) -> Self {
        if options.simulated {
            return Self::Simulated;
        }
        let Some(obstacle) = Lab::obstacle() else { return Self::Kernel };
        let program = std::env::current_exe().unwrap_or_default();
        say(format_args!("{obstacle} This program with a laboratory: sudo {} delivery", program.display()));
        say(format_args!("so it is simulated, with programs and machines that take no time at all"));
        Self::Simulated
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Kernel => "kernel",
            Self::Simulated => "simulated",
        }
    }

    fn measure_round(self, network: &Network, numbers: Range<usize>) -> Result<Vec<Run>> {
        match self {
            Self::Kernel => round::measure_round(network, numbers),
            Self::Simulated => simulated::measure_round(network, numbers),
        }
    }
}

fn known(name: &str) -> Result<&'static Profile, String> {
    let passable = || PROFILES.iter().filter(|profile| !profile.portal);
    let names = || passable().map(|profile| profile.name).collect::<Vec<_>>().join(", ");
    profile(name).filter(|profile| !profile.portal).ok_or_else(|| format!("the networks are {}", names()))
}

/// Blocks, for minutes where time is real.
pub(crate) fn measure(options: &Options) -> Result<Value> {
    let world = World::of(options);
    let interrupt = Interrupt::listen()?;
    let broker = match world {
        World::Kernel => broker::obstacle(),
        World::Simulated => Some("it is not simulated.".to_owned()),
    };
    if let Some(reason) = &broker {
        say(format_args!("MQTT is not measured: {reason}"));
    }
    let all: Vec<_> = PROFILES.iter().filter(|profile| !profile.portal).collect();
    let profiles = if options.profiles.is_empty() { &all } else { &options.profiles };
    let mut told = Vec::new();
    for profile in profiles {
        let network = Network {
            profile,
            seed: options.seed,
            only: options.only,
            with_ways: options.ways,
            with_mqtt: broker.is_none(),
            envelope: envelope()?,
            interrupt: interrupt.clone(),
        };
        told.push(measure_network(world, &network, options.runs)?);
    }
    Ok(json!({ "world": world.name(), "profiles": told }))
}

fn measure_network(world: World, network: &Network, runs: usize) -> Result<Value> {
    let begun = SystemClock.elapsed();
    let mut tally = Tally::default();
    let name = network.profile.name;
    say(format_args!("{name}: {}, {runs} alerts, {}", network.profile.says, world.name()));
    let at_once = if network.with_ways { AT_ONCE_WITH_WAYS } else { AT_ONCE };
    for first in (0..runs).step_by(at_once) {
        let until = first.saturating_add(at_once).min(runs);
        tally.add(world.measure_round(network, first..until)?);
        let took = SystemClock.elapsed().saturating_sub(begun);
        say(format_args!("{name}: {until} of {runs} after {} s", took.as_secs()));
    }
    say(format_args!("{}", tally.table(name)));
    Ok(tally.told(name, network.seed))
}

/// As large as the raise of a phone that knows its place, and as little to be guessed.
fn envelope() -> Result<Vec<u8>> {
    let room = RoomSecretKey::generate(KeyId(1), &OsEntropy).public();
    Ok(Device::new().raise(&room, Status::Actual, SystemClock.now())?.as_bytes().to_vec())
}

#[expect(clippy::print_stderr, reason = "long work shows its progress")]
fn say(words: std::fmt::Arguments<'_>) {
    eprintln!("delivery: {words}");
}
