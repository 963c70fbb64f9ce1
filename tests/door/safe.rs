//! The key that Kotlin has from the Keystore: it wraps the vault's, and an alarm goes without it.

use anyhow::{Context, Result};
use hifazat_testkit::{Machine, Persona, Phone, Room, eventually};
use serde_json::{Value, json};

use crate::phone::{alert, folder, is_possible, machine};

/// As many letters as a key has bytes.
const KEY: &str = "as Kotlin has it of the Keystore";

fn with_key(kotlin: &Machine, phone: &Phone) -> Result<Value> {
    kotlin.ask(&["open", &folder(phone), KEY])
}

/// How the gate says that the key is kept.
fn key(status: &Value) -> Result<(Value, Value)> {
    let checks = status["readiness"]["checks"].as_array().context("no checks")?;
    let key = checks.iter().find(|check| check["id"] == "key").context("no such check")?;
    Ok((key["state"].clone(), key["why"].clone()))
}

#[test]
fn a_key_from_kotlin_wraps_the_vault_and_without_it_an_alarm_waits_in_memory_for_it() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    phone.ask(&["pins", "set", "--cancel", Persona::CANCEL_PIN, "--duress", Persona::DURESS_PIN])?;

    let mut kotlin = machine(&phone)?;
    let opened = kotlin.ask(&["open", &folder(&phone)])?;
    assert_eq!(key(&opened)?, (json!("repair"), json!("not_wrapped")));
    let opened = with_key(&kotlin, &phone)?;
    assert_eq!(key(&opened)?, (json!("proven"), Value::Null), "it came later, and wraps all the same");
    kotlin.kill()?;

    let mut kotlin = machine(&phone)?;
    let opened = with_key(&kotlin, &phone)?;
    assert_eq!((key(&opened)?, &opened["configured"]), ((json!("proven"), Value::Null), &json!(true)));
    let first = kotlin.ask(&["raise", "widget"])?;
    assert_eq!(first["durable"], json!(true), "{first}");
    room.incident_of(&alert(&first)?)?;
    kotlin.kill()?;

    let kotlin = machine(&phone)?;
    let opened = kotlin.ask(&["open", &folder(&phone)])?;
    assert_eq!((key(&opened)?, &opened["configured"]), ((json!("repair"), json!("safe_shut")), &json!(false)));
    assert_eq!(opened["alert"]["alert_id"], first["alert_id"], "what was saved is there");
    let second = kotlin.ask(&["raise", "tile"])?;
    assert_eq!(second["durable"], json!(false), "{second}");
    let opened = with_key(&kotlin, &phone)?;
    assert_eq!((key(&opened)?, &opened["configured"]), ((json!("proven"), Value::Null), &json!(true)));
    let second = alert(&second)?;
    room.incident_of(&second)?;
    eventually("what memory held is saved", || Ok((kotlin.ask(&["status"])?["notices"] == json!([])).then_some(())))?;
    assert_eq!(kotlin.ask(&["cancel", &second, Persona::CANCEL_PIN])?["outcome"], json!("done"), "her PINs again");
    assert!(!kotlin.words().contains("WARNING"), "the machine finds fault: {}", kotlin.words());
    Ok(())
}
