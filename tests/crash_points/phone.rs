//! Each point of the phone, in the story that leads to it.

mod modem;
mod story;
mod world;

use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use hifazat_crash_points::{Point, phone as points};

use crate::kills;
use story::{Life, Story};
use world::World;

/// A point, the story whose last command comes to it, and up to which of its times that is worth a kill.
#[derive(Clone, Copy)]
struct Scene(Point, Story, u32);

const SIDE_BY_SIDE: usize = 16;

const SETTING_UP: &[Scene] = &[
    Scene(points::KEY_MADE, Story::SettingUp, 1),
    Scene(points::MIGRATED, Story::SettingUp, 2),
    Scene(points::VALUE_WRITTEN, Story::SettingUp, 9),
    Scene(points::FILE_DRAFTED, Story::SettingUp, 9),
    Scene(points::FILE_REPLACED, Story::SettingUp, 9),
    Scene(points::VALUE_WRITTEN, Story::ChoosingPins, 1),
    Scene(points::FILE_REPLACED, Story::ChoosingPins, 1),
];

const CARRYING: &[Scene] = &[
    Scene(points::ALERT_KEPT, Story::Raising, 1),
    Scene(points::ATTEMPT_RECORDED, Story::Delivering, 3),
    Scene(points::RECEIPT_KEPT, Story::Delivering, 4),
    Scene(points::UPDATE_ADDED, Story::Following, 1),
    Scene(points::DROPS_COUNTED, Story::Forged, 2),
    Scene(points::ALERT_REOPENED, Story::Lost, 1),
];

const TAKING_BACK: &[Scene] = &[
    Scene(points::ALERT_WITHDRAWN, Story::TakingBack, 1),
    Scene(points::CANCEL_ADDED, Story::Cancelling, 1),
    Scene(points::ALERT_AMENDED, Story::WrongPin, 1),
    Scene(points::ALERT_WIPED, Story::TakingBack, 1),
    Scene(points::LOG_FOLDED, Story::TakingBack, 1),
];

const REPAIRING: &[Scene] = &[
    Scene(points::FILE_SET_ASIDE, Story::Repairing, 3),
    Scene(points::MIGRATED, Story::Repairing, 2),
    Scene(points::VAULT_RESTORED, Story::Repairing, 9),
];

/// An attempt is given up after half a minute, and a text waits for data first: these lives pass side by side.
const NOBODY_ANSWERS: &[Scene] = &[
    Scene(points::ENTRY_RELEASED, Story::NobodyAnswers, 1),
    Scene(points::TEXT_BEGUN, Story::Texting, 1),
    Scene(points::TEXT_ENDED, Story::Texting, 1),
];

fn play(scenes: &[Scene]) -> Result<()> {
    scenes.iter().try_for_each(|scene| play_one(scene).with_context(|| scene.0.name()))
}

fn play_side_by_side(Scene(point, story, time): &Scene) -> Result<()> {
    let world = &mut World::of(*story)?;
    let mut lives = Vec::new();
    while lives.len() < kills::wanted()? {
        let batch = (lives.len()..kills::wanted()?).take(SIDE_BY_SIDE).map(|_| Life::before(*story, world));
        let mut batch = batch.collect::<Result<Vec<_>>>()?;
        let (world, value) = (&*world, point.at(*time));
        thread::scope(|scope| {
            let dying: Vec<_> = batch.iter_mut().map(|life| scope.spawn(|| dies(life, world, &value))).collect();
            dying.into_iter().try_for_each(|one| one.join().map_err(|_| anyhow!("a life ended in a panic"))?)
        })?;
        lives.append(&mut batch);
    }
    eprintln!("{} × {}", lives.len(), point.name());
    all_end_well(world, &mut lives)
}

fn dies(life: &mut Life, world: &World, value: &str) -> Result<()> {
    ensure!(life.dies(world, value.to_owned())?, "{value} was not reached");
    life.says_nothing_untrue(world)
}

/// All lives of a scene are cut short first, then all go on: the room they need is healed once.
fn play_one(Scene(point, story, most): &Scene) -> Result<()> {
    let mut world = World::of(*story)?;
    let mut lives = Vec::new();
    kills::at(*point, *most, |value| {
        let mut life = Life::before(*story, &world)?;
        let died = life.dies(&world, value)?;
        if died {
            life.says_nothing_untrue(&world)?;
            lives.push(life);
        }
        Ok(died)
    })?;
    all_end_well(&mut world, &mut lives)
}

fn all_end_well(world: &mut World, lives: &mut [Life]) -> Result<()> {
    world.heal()?;
    lives.iter_mut().try_for_each(Life::goes_on)?;
    let incidents = world.room.incidents()?;
    lives.iter().try_for_each(|life| life.ends_well(&incidents))?;
    world.room.verify_log()
}

#[test]
fn a_phone_killed_while_nobody_answers_tries_again_by_data_and_by_text() -> Result<()> {
    NOBODY_ANSWERS.iter().try_for_each(|scene| play_side_by_side(scene).with_context(|| scene.0.name()))
}

#[test]
fn a_phone_killed_while_it_is_set_up_can_be_set_up_again() -> Result<()> {
    play(SETTING_UP)
}

#[test]
fn a_phone_killed_after_any_step_of_an_alarm_loses_nothing_it_said() -> Result<()> {
    play(CARRYING)
}

#[test]
fn a_phone_killed_while_an_alarm_is_taken_back_or_wiped_does_neither_by_half() -> Result<()> {
    play(TAKING_BACK)
}

#[test]
fn a_phone_killed_while_it_sets_a_damaged_database_aside_forgets_neither_file_nor_room() -> Result<()> {
    play(REPAIRING)
}

#[test]
fn every_point_of_the_phone_has_its_scene() {
    let played: Vec<Point> =
        [SETTING_UP, CARRYING, TAKING_BACK, REPAIRING, NOBODY_ANSWERS].concat().iter().map(|scene| scene.0).collect();
    for point in points::ALL {
        assert!(played.contains(point), "{} is never played", point.name());
    }
}
