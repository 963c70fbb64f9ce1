//! `ui/shared/generated/phone` holds the face's types in TypeScript.
//!
//! Write them anew with `HIFAZAT_WRITE_TYPES=1 cargo test -p hifazat-phone-shell --test typescript`.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hifazat_phone_shell::face;
use ts_rs::{Config, TS};

fn generated() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/shared/generated/phone")
}

/// What the files should say, by file name.
fn wanted() -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::new().with_large_int("number").with_out_dir(folder.path());
    face::PhoneView::export_all(&config).unwrap();
    face::PinAnswer::export_all(&config).unwrap();
    face::PinsAnswer::export_all(&config).unwrap();
    face::Helpline::export_all(&config).unwrap();
    face::Trigger::export_all(&config).unwrap();
    face::Repair::export_all(&config).unwrap();
    face::Failure::export_all(&config).unwrap();
    let mut files = read(folder.path());
    let names = files.keys().filter_map(|name| name.strip_suffix(".ts"));
    let index = names.map(|name| format!("export type {{ {name} }} from \"./{name}\";\n")).collect();
    files.insert("index.ts".to_owned(), index);
    files
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
        "stale: {stale:?}, left over: {left_over:?}; run HIFAZAT_WRITE_TYPES=1 cargo test -p hifazat-phone-shell --test typescript"
    );
}

#[test]
fn a_face_without_numbers_of_its_own_stays_out_of_javascripts_way() {
    // No `bigint` anywhere: JSON.parse makes plain numbers.
    assert!(wanted().values().all(|text| !text.contains("bigint")));
}
