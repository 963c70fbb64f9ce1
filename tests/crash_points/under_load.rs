//! kill -9 of either side at random moments while alerts arrive from everywhere.
//!
//! Devices bring alerts by datagram and HTTPS without a pause; whole phones raise and deliver theirs. A round has a room
//! and phones of its own and ends with a reckoning. A seed repeats what is killed and how long is waited, not what the
//! machine does meanwhile. `./x faults --random 500 --seed S` for the long run.

mod load;
mod reckoning;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_testkit::{Around, Device, Persona, Phone, Process, Random, Room, pause};
use hifazat_tests::in_memory;

use crate::kills;
use load::{keeps_bringing, keeps_raising, said};
use reckoning::Reckoning;

/// Unless `HIFAZAT_RANDOM_KILLS` and `HIFAZAT_SEED` say otherwise.
const FEW: usize = 20;
const SEED: u64 = 1;
/// More in one round would only make the lists longer.
const IN_A_ROUND: usize = 50;
const DEVICES: usize = 8;
const PHONES: usize = 2;

#[test]
fn killed_at_random_under_load_neither_side_loses_or_doubles_what_it_acknowledged() -> Result<()> {
    let (wanted, seed) = (kills::told("HIFAZAT_RANDOM_KILLS", FEW)?, kills::told("HIFAZAT_SEED", SEED)?);
    let rounds = wanted.div_ceil(IN_A_ROUND);
    for (round, seed) in (0..rounds).zip(seed..) {
        let kills = IN_A_ROUND.min(wanted - round * IN_A_ROUND);
        let told = one_round(seed, kills).with_context(|| format!("seed {seed}, {kills} kills"))?;
        eprintln!("round {} of {rounds}, seed {seed}: {told}", round + 1);
    }
    Ok(())
}

fn one_round(seed: u64, kills: usize) -> Result<Reckoning> {
    let mut room = in_memory(Room::open)?;
    let phones = (0..PHONES).map(|_| Phone::of(&room)).collect::<Result<Vec<_>>>()?;
    let devices = (0..DEVICES).map(|_| Device::of(&room)).collect::<Result<Vec<_>>>()?;
    let over = AtomicBool::new(false);
    let mut reckoning = Reckoning::default();
    thread::scope(|scope| {
        let devices: Vec<_> = devices.into_iter().map(|device| scope.spawn(|| keeps_bringing(device, &over))).collect();
        let raising: Vec<_> = phones.iter().map(|phone| scope.spawn(|| keeps_raising(phone, &over))).collect();
        let killed = kill_at_random(&mut Random::seeded(seed), kills, &mut room, &phones, &mut reckoning);
        over.store(true, Ordering::Relaxed);
        // Whatever happened to the killing, the others must end first.
        let _ends = room.serves()? || room.serve().is_ok();
        for device in devices {
            reckoning.brought.extend(device.join().ok().context("a device broke")??);
        }
        for (alerts, told) in reckoning.said.iter_mut().zip(raising) {
            alerts.extend(told.join().ok().context("a raising phone broke")??);
        }
        killed
    })?;
    phones.iter().try_for_each(Phone::run_until_settled)?;
    reckoning.holds(&room, &phones)?;
    Ok(reckoning)
}

fn kill_at_random(
    random: &mut Random,
    kills: usize,
    room: &mut Room,
    phones: &[Phone],
    reckoning: &mut Reckoning,
) -> Result<()> {
    reckoning.said.resize(phones.len(), Vec::new());
    let run = |phone: &Phone| phone.begin_run(&Around::Nothing);
    let mut running = phones.iter().map(run).collect::<Result<Vec<Process>>>()?;
    for kill in 0..kills {
        pause(Duration::from_millis(random.below(400)));
        let which = usize::try_from(random.below(2))?.min(phones.len().saturating_sub(1));
        let phone = phones.get(which).context("no phone")?;
        match random.below(4) {
            0 | 1 => {
                room.kill()?;
                pause(Duration::from_millis(random.below(100)));
                room.serve()?;
                reckoning.rooms += 1;
            }
            2 => {
                let delivering = running.get_mut(which).context("no run")?;
                delivering.kill()?;
                *delivering = run(phone)?;
                reckoning.runs += 1;
            }
            _ => {
                let told = format!("raise-{kill}");
                let mut raising = phone.begin(&Around::Nothing, &["raise", "--fix", "31.5,74.3,10"], &told)?;
                pause(Duration::from_millis(random.below(40)));
                raising.kill()?;
                reckoning.said.get_mut(which).context("no phone")?.extend(said(&raising.words()));
                reckoning.raises += 1;
            }
        }
    }
    // One more that nobody kills: the phone that was killed last still works.
    for (phone, said) in phones.iter().zip(&mut reckoning.said) {
        said.push(phone.raise(&Persona::AYESHA)?.alert);
    }
    Ok(())
}
