//! Only a verified receipt is a proof.

use anyhow::Result;
use hifazat_testkit::{Around, Chaos, Fate, Odds, Persona, Phone, Room, Site, eventually, free_port};

#[test]
fn only_a_verified_receipt_settles_an_entry() -> Result<()> {
    let port = free_port()?;
    let mut room = Room::made(Site { behind_port: Some(port), ..Site::default() })?;
    room.serve()?;
    let chaos = Chaos::before(&room, port, 10, Odds::always(Fate::Pass))?;
    let phone = Phone::of(&room)?;
    let proven = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;

    // Forged: a bit of the signature is wrong. Foreign and replayed: a true receipt, of another alert. And no receipt.
    let mut alerts = Vec::new();
    for lie in [Fate::Flip, Fate::Replay, Fate::Portal] {
        chaos.set(Odds::always(lie));
        let alert = phone.raise(&Persona::AYESHA)?.alert;
        let running = phone.begin_run(&Around::Nothing)?;
        eventually(&format!("{lie:?} was tried"), || Ok((chaos.count(lie, "/v1/envelopes") >= 2).then_some(())))?;
        drop(running);
        assert_eq!(phone.status()?.stages(&alert), ["saved"], "{lie:?} was believed");
        assert!(phone.status()?.pending(&alert) >= Some(1), "{lie:?} settled it");
        alerts.push(alert);
    }
    let dropped = phone.status()?.receipts_dropped();
    assert!(dropped >= 2, "forged and foreign receipts are counted: {dropped}");
    assert!(phone.status()?.stages(&proven).contains(&"stored".to_owned()));

    chaos.set(Odds::always(Fate::Pass));
    phone.run_until_settled()?;
    for alert in alerts {
        phone.until_stage(&alert, "stored")?;
    }
    Ok(())
}
