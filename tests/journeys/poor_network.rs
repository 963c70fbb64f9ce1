//! A phone on the far side of a poor network. Only where a laboratory can be opened.

use std::io::Write;

use anyhow::Result;
use hifazat_netlab::{Lab, profile};
use hifazat_testkit::{Around, Persona, Phone, Room, Site};

#[test]
fn an_alert_crosses_a_poor_network_and_its_receipts_come_back() -> Result<()> {
    if let Some(obstacle) = Lab::obstacle() {
        // Not by a macro: those are not shown when a test succeeds.
        writeln!(std::io::stderr(), "passed over: {obstacle}")?;
        return Ok(());
    }
    let lab = Lab::open(profile("lossy3g").unwrap(), 1)?;
    let mut room = Room::made(Site { address: Some(lab.room().into()), ..Site::default() })?;
    room.serve()?;
    let phone = Phone::of(&room)?;
    let _running = phone.begin_run(&Around::Behind(lab.entrance()))?;
    lab.cut();
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    lab.restore();
    room.incident_of(&alert)?;
    phone.until_stage(&alert, "opened")?;
    assert_eq!(room.incidents()?.len(), 1, "{}", phone.words());
    assert!(lab.tally().to_room.arrived > 0, "it went another way");
    Ok(())
}
