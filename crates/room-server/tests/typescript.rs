//! `ui/shared/generated/console` holds the console's types in TypeScript.
//!
//! Write them anew with `HIFAZAT_WRITE_TYPES=1 cargo test -p hifazat-room-server --test typescript`.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hifazat_room_server::{ProblemDocument, contract};
use ts_rs::{Config, TS};

fn generated() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/shared/generated/console")
}

/// What the files should say, by file name.
fn wanted() -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::new().with_large_int("number").with_out_dir(folder.path());
    contract::Session::export_all(&config).unwrap();
    contract::Desk::export_all(&config).unwrap();
    contract::Incident::export_all(&config).unwrap();
    contract::Disposition::export_all(&config).unwrap();
    contract::Crowd::export_all(&config).unwrap();
    contract::Beat::export_all(&config).unwrap();
    contract::RoomMap::export_all(&config).unwrap();
    ProblemDocument::export_all(&config).unwrap();
    read(folder.path())
}

fn read(folder: &Path) -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read_to_string(entry.path()).unwrap())
    };
    entries.map(|entry| read(entry.unwrap())).collect()
}

fn write(wanted: &BTreeMap<String, String>) {
    let folder = generated();
    fs::create_dir_all(&folder).unwrap();
    for name in read(&folder).keys().filter(|name| !wanted.contains_key(*name)) {
        fs::remove_file(folder.join(name)).unwrap();
    }
    for (name, text) in wanted {
        fs::write(folder.join(name), text).unwrap();
    }
}

#[test]
fn the_generated_types_are_those_of_the_code() {
    let wanted = wanted();
    if std::env::var_os("HIFAZAT_WRITE_TYPES").is_some() {
        write(&wanted);
    }
    let present = read(&generated());
    let stale: Vec<_> = wanted.iter().filter(|(name, text)| present.get(*name) != Some(text)).map(|it| it.0).collect();
    let left_over: Vec<_> = present.keys().filter(|name| !wanted.contains_key(*name)).collect();
    assert!(
        stale.is_empty() && left_over.is_empty(),
        "stale: {stale:?}, left over: {left_over:?}; run HIFAZAT_WRITE_TYPES=1 cargo test -p hifazat-room-server --test typescript"
    );
}
