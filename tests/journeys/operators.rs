//! Two operators at once, and who may do what.

use anyhow::{Context, Result};
use hifazat_testkit::{Persona, Phone, Room};
use serde_json::json;

#[test]
fn of_two_operators_acting_at_once_the_second_is_told_what_happened_meanwhile() -> Result<()> {
    let room = Room::open()?;
    let (nadia, omar) = (room.seat("nadia", "operator")?, room.seat("omar", "operator")?);
    let phone = Phone::of(&room)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    let revision = nadia.incident(&alert)?["revision"].as_u64().context("no revision")?;

    let first = nadia.act_upon(&alert, "accept", revision, json!({}))?;
    assert_eq!(first.status, 200);
    let second = omar.act_upon(&alert, "accept", revision, json!({}))?;
    assert_eq!(second.status, 409);
    let problem = second.json()?;
    assert_eq!(problem["code"], "stale_revision", "{problem:#}");
    assert_eq!(problem["current"]["operator"], "nadia", "{problem:#}");
    assert_eq!(omar.incident(&alert)?["operator"], "nadia", "nothing of the first is lost");
    let told = room.incident_of(&alert)?;
    assert_eq!(
        (&told["operator"], &told["state"]),
        (&json!("nadia"), &json!("accepted")),
        "the command line says it too"
    );
    room.verify_log()
}

#[test]
fn an_incident_is_not_closed_without_an_outcome_and_reconciled_is_none() -> Result<()> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    nadia.act(&alert, "accept", json!({}))?;
    let revision = nadia.incident(&alert)?["revision"].as_u64().context("no revision")?;
    for wrong in [json!({}), json!({ "disposition": "reconciled", "note": "" }), json!({ "disposition": "" })] {
        let refused = nadia.act_upon(&alert, "close", revision, wrong)?;
        assert!((400..500).contains(&refused.status), "{}", refused.status);
    }
    assert_eq!(nadia.incident(&alert)?["state"], "accepted");
    Ok(())
}

#[test]
fn reading_her_facts_is_written_into_the_chained_log() -> Result<()> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    let lines = |incident: &serde_json::Value| incident["log"].as_array().map_or(0, Vec::len);
    let before = lines(&nadia.incident(&alert)?);
    let after = lines(&nadia.incident(&alert)?);
    assert!(after > before, "a reading leaves an entry");
    room.verify_log()
}
