//! A phone whose database was damaged: kept aside, never silently emptied, and an SOS still works.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use hifazat_testkit::{Around, Persona, Phone, Room};

/// The files of the phone's databases.
fn databases(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && fs::read(&path)?.starts_with(b"SQLite format 3") {
            found.push(path);
        }
    }
    ensure!(!found.is_empty(), "no database in {}", folder.display());
    Ok(found)
}

/// All bytes of all files of the phone.
fn everything(folder: &Path) -> Result<Vec<Vec<u8>>> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let files = entries.iter().map(fs::DirEntry::path).filter(|path| path.is_file());
    files.map(|path| fs::read(&path).with_context(|| format!("reading {}", path.display()))).collect()
}

#[test]
fn a_damaged_database_is_kept_aside_and_an_sos_still_works() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    phone.raise(&Persona::AYESHA)?;
    let damage = b"this was a database ".repeat(500);
    for file in databases(&phone.folder())? {
        fs::write(&file, &damage)?;
        for suffix in ["-wal", "-shm"] {
            let beside = PathBuf::from(format!("{}{suffix}", file.display()));
            if beside.exists() {
                fs::remove_file(beside)?;
            }
        }
    }
    let bridge = phone.bridge(&Around::Nothing)?;
    let seen = bridge.view()?;
    let notices = seen["notices"].as_array().cloned().unwrap_or_default();
    assert!(notices.iter().any(|notice| notice == "store_set_aside"), "she is not told: {seen:#}");
    assert!(everything(&phone.folder())?.contains(&damage), "the damaged file is gone");

    let seen = bridge.raise()?;
    let alert = seen["alert"]["alert_id"].as_str().context("the SOS did not work")?.to_owned();
    assert_eq!(seen["alert"]["durable"], true, "{seen:#}");
    if seen["configured"] == true {
        room.incident_of(&alert)?;
    } else {
        // Its bundle was in the damaged file: with the bundle it goes out.
        drop(bridge);
        phone.take_bundle(&room.bundle()?)?;
        phone.run_until_settled()?;
        room.incident_of(&alert)?;
    }
    Ok(())
}
