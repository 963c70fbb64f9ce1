//! What these tests are worth: with `synchronous=NORMAL` they would fail. The shipped programs have no switch for that,
//! so a plain keeper of rows is recorded under both, and the phone's own recording is replayed without the syncs that
//! only FULL makes.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use hifazat_testkit::{Around, Ended, Phone, Room, Site};
use hifazat_tests::{Disk, Luck, Step, steps};
use rusqlite::Connection;

use super::{Told, check_phone, raise_traced};

const ROWS: u32 = 3;

/// Keeps a row a commit and says so after each, as phone and room do. The tests below start themselves in this role.
#[test]
#[ignore = "a role, played under strace"]
fn keeper() -> Result<()> {
    let database = env::var_os("KEEPER_DATABASE").context("whose?")?;
    let db = Connection::open(database)?;
    db.pragma_update(None, "synchronous", env::var("KEEPER_SYNCHRONOUS")?)?;
    for row in 1..=ROWS {
        db.execute("INSERT INTO kept VALUES (?1)", [row])?;
        println!("kept {row}");
    }
    Ok(())
}

#[test]
fn with_full_no_row_is_lost_that_was_said_to_be_kept() -> Result<()> {
    let lost = losses("FULL")?;
    ensure!(lost.is_empty(), "{lost:?}");
    Ok(())
}

#[test]
fn with_normal_rows_are_lost_that_were_said_to_be_kept() -> Result<()> {
    let lost = losses("NORMAL")?;
    ensure!(lost.iter().any(|(luck, _)| *luck == Luck::None), "this model of a disk cannot tell NORMAL from FULL");
    Ok(())
}

#[test]
fn without_the_syncs_that_only_full_makes_the_phone_would_lose_its_alert() -> Result<()> {
    let room = Room::made(Site::default())?;
    let phone = Phone::of(&room)?;
    let mut disk = Disk::holding(&phone.folder())?;
    let mut told = Told::default();
    let mut lost = 0;
    for step in raise_traced(&phone)? {
        match &step {
            Step::Sync { path } if is_log(path) => continue,
            Step::Said(words) => told.hear(words),
            Step::Write { .. } | Step::Truncate { .. } | Step::Sync { .. } | Step::Remove { .. } => {}
        }
        disk.take(&step);
        if !told.saved.is_empty() && check_phone(&disk, Luck::None, &phone.folder(), &told).is_err() {
            lost += 1;
        }
    }
    ensure!(told.saved.len() == 1, "the alert was acknowledged");
    ensure!(lost > 0, "the check of the phone's disk cannot fail");
    Ok(())
}

/// When the power goes: with which luck and after how many steps rows are gone that were said to be kept.
fn losses(synchronous: &str) -> Result<Vec<(Luck, usize)>> {
    let home = tempfile::tempdir()?;
    let folder = home.path().join("keeper");
    std::fs::create_dir(&folder)?;
    let database = folder.join("kept.db");
    let db = Connection::open(&database)?;
    db.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE kept (row INTEGER)")?;
    db.close().map_err(|(_, error)| error)?;

    let mut disk = Disk::holding(&folder)?;
    let (mut said, mut lost) = (0, Vec::new());
    for (at, step) in recorded(&database, synchronous, &home.path().join("log"))?.iter().enumerate() {
        disk.take(step);
        if let Step::Said(words) = step {
            said += u32::from(words.contains("kept "));
        }
        for luck in super::lucks(at) {
            if left(&disk, luck, &folder)? < said {
                lost.push((luck, at));
            }
        }
    }
    ensure!(said == ROWS, "{said} of {ROWS} rows were acknowledged");
    Ok(lost)
}

fn recorded(database: &Path, synchronous: &str, log: &Path) -> Result<Vec<Step>> {
    let mut whose = OsString::from("KEEPER_DATABASE=");
    whose.push(database);
    let role = ["--exact", "normal::keeper", "--ignored", "--nocapture"].map(OsString::from);
    let words = [whose, format!("KEEPER_SYNCHRONOUS={synchronous}").into(), env::current_exe()?.into()];
    Ended::of(&Around::Traced(log.to_owned()), Path::new("env"), words.into_iter().chain(role))?.success()?;
    steps(log)
}

/// How many rows the disk holds.
fn left(disk: &Disk, luck: Luck, from: &Path) -> Result<u32> {
    let folder = tempfile::tempdir()?;
    disk.after_power_loss(luck, from, folder.path())?;
    let db = Connection::open(folder.path().join("kept.db"))?;
    Ok(db.query_row("SELECT count(*) FROM kept", [], |row| row.get(0))?)
}

fn is_log(path: &Path) -> bool {
    path.to_string_lossy().ends_with("-wal")
}
