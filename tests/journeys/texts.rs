//! A phone with no data path at all: its alert comes to the room as a text, over a real SMSC.

use std::io::Write;

use anyhow::{Context, Result};
use hifazat_testkit::{Around, Chaos, Fate, Odds, Persona, Phone, Room, Site, Smsc, free_port};
use serde_json::json;

const HER_DIGITS: &str = "923001234567";

struct House {
    smsc: Smsc,
    room: Room,
    phone: Phone,
    /// Where her data would go, if there were any.
    port: u16,
}

impl House {
    /// A phone that has made its drill, and whose data path has died since.
    fn without_data() -> Result<Option<Self>> {
        if let Some(obstacle) = Smsc::obstacle() {
            // Not by a macro: those are not shown when a test succeeds.
            writeln!(std::io::stderr(), "passed over: {obstacle}")?;
            return Ok(None);
        }
        let (smsc, port) = (Smsc::open()?, free_port()?);
        let (sms_number, options) = (Some("8014".to_owned()), smsc.options()?);
        let mut room = Room::made(Site { behind_port: Some(port), sms_number, options, ..Site::default() })?;
        room.serve()?;
        smsc.until_bound()?;
        let mut phone = Phone::of(&room)?;
        phone.text_by(smsc.text_command(HER_DIGITS)?);
        let house = Self { smsc, room, phone, port };
        let data = house.data()?;
        house.phone.ask(&["drill"])?;
        drop(data);
        Ok(Some(house))
    }

    /// Data, as long as this is kept.
    fn data(&self) -> Result<Chaos> {
        Chaos::before(&self.room, self.port, 1, Odds::always(Fate::Pass))
    }
}

#[test]
fn an_alert_without_any_data_comes_as_a_text_and_is_joined_by_its_copy_when_data_returns() -> Result<()> {
    let Some(house) = House::without_data()? else { return Ok(()) };
    let (room, phone) = (&house.room, &house.phone);
    let _running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    let incident = room.incident_of(&alert).with_context(|| phone.words())?;
    assert_eq!(incident["paths"], json!(["sms"]));
    assert_eq!(incident["trust"], "known", "her drill has made her device known, and her text proves it");
    assert!(phone.status()?.stages(&alert).iter().all(|stage| stage != "stored"), "a text that went says nothing");
    let _data = house.data()?;
    phone.until_stage(&alert, "opened")?;
    let incident = room.incident_of(&alert)?;
    assert_eq!(incident["paths"], json!(["sms", "https"]));
    assert_eq!(room.incidents()?.len(), 1);
    assert!(house.smsc.submitted(0)?.is_empty(), "she did not choose receipts by text");
    Ok(())
}

#[test]
fn receipts_by_text_tell_her_that_the_police_have_it_before_any_data_returns() -> Result<()> {
    let Some(house) = House::without_data()? else { return Ok(()) };
    let phone = &house.phone;
    phone.ask(&["receipts-by-text", "on"])?;
    let running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    let told = house.smsc.submitted(1).with_context(|| phone.words())?;
    drop(running);
    assert_eq!(told[0]["destination_addr"], HER_DIGITS);
    phone.ask(&["text-arrived", told[0]["text"].as_str().context("a text without words")?])?;
    phone.until_stage(&alert, "stored")?;
    assert_eq!(house.room.incident_of(&alert)?["paths"], json!(["sms"]));
    Ok(())
}
