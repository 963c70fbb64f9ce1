//! What is never written where anybody may read it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use hifazat_testkit::{Around, Persona, Phone, Room};
use serde_json::json;

const SAYING_EVERYTHING: Around = Around::Saying("trace");

/// All words of a folder's files that are no database and no key.
fn words_in(folder: &Path) -> Result<String> {
    let mut words = String::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            words.push_str(&String::from_utf8_lossy(&fs::read(&path)?));
        }
    }
    Ok(words)
}

#[test]
fn logs_carry_no_place_and_no_person() -> Result<()> {
    let mut room = Room::made(hifazat_testkit::Site::default())?;
    room.begin(&SAYING_EVERYTHING)?;
    room.wait_until_ready()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    phone.ask(&["pins", "set", "--cancel", Persona::CANCEL_PIN, "--duress", Persona::DURESS_PIN])?;
    let running = phone.begin_run(&SAYING_EVERYTHING)?;
    let raised = phone.try_to(&SAYING_EVERYTHING, &["raise", "--fix", "31.5104,74.3441,12"])?;
    let told: serde_json::Value = serde_json::from_str(&raised.output).with_context(|| raised.words.clone())?;
    let alert = told["alert_id"].as_str().context("no alert_id")?.to_owned();
    phone.until_stage(&alert, "opened")?;
    nadia.act(&alert, "accept", json!({}))?;
    phone.until_stage(&alert, "seen")?;
    let incident = nadia.incident(&alert)?;
    nadia.act(&alert, "close", json!({ "disposition": "referred", "note": "her sister Zainab is called" }))?;
    phone.ask(&["cancel", &alert, "--pin", Persona::DURESS_PIN])?;
    let metrics = room.page("/metrics")?;

    let mut said = vec![("the room", room.words()), ("the phone", phone.words()), ("raise", raised.words)];
    said.push(("the metrics", metrics));
    said.push(("the room's open files", words_in(room.home())?));
    for (who, words) in &said {
        for secret in ["31.51", "74.34", "Zainab", "a long enough password"] {
            let line = words.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{who} wrote {secret}");
        }
        for pin in [Persona::CANCEL_PIN, Persona::DURESS_PIN] {
            // As a word of its own: four digits stand in many a number.
            let line =
                words.lines().find(|line| line.split(|one: char| !one.is_alphanumeric()).any(|word| word == pin));
            assert_eq!(line, None, "{who} wrote a PIN");
        }
    }
    assert!(!said[3].1.contains(&alert), "a metric names an alert");
    for (who, words) in said.iter().take(2) {
        assert!(words.lines().count() > 3, "{who} said next to nothing: was it asked to?\n{words}");
    }
    drop((running, incident));
    Ok(())
}
