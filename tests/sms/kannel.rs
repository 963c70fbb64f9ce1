//! What is Kannel's own: its two ways of handing over, its secret, and its patience.

use anyhow::Result;
use hifazat_testkit::{Around, Handover, Kannel, eventually};

use crate::carrier::{Carrier, there};
use crate::scene::Scene;

#[test]
fn kannel_may_hand_over_by_get_and_by_post() -> Result<()> {
    if !there(Kannel::obstacle())? {
        return Ok(());
    }
    for handover in [Handover::Get, Handover::Post] {
        let mut kannel = Kannel::open(handover)?;
        let scene = Scene::open(Carrier::options(&kannel)?)?;
        let alert = scene.ayesha.alert(&scene.bundle, 0, false)?;
        kannel.bring(&alert.words)?;
        assert_eq!(scene.only_incident(alert.alert)?["trust"], "known", "{handover:?}");
        // To the phone that sent it nothing was said: who looks at it must not see an answer.
        assert!(!kannel.phone_words().contains("got message"), "{}", kannel.phone_words());
    }
    Ok(())
}

/// So long may a file of a room grow whose disk is full.
const FULL_BYTES: u64 = 512_000;
/// More alerts than fit into that.
const ENOUGH: usize = 2_000;

#[test]
fn kannel_brings_again_what_found_no_room() -> Result<()> {
    if !there(Kannel::obstacle())? {
        return Ok(());
    }
    let mut kannel = Kannel::open(Handover::Get)?;
    let mut scene = Scene::open(Carrier::options(&kannel)?)?;
    // First a room whose disk is full, then none, then one that can write it down.
    scene.room.stop()?;
    scene.room.begin(&Around::FilesNoLongerThan(FULL_BYTES))?;
    scene.room.wait_until_ready()?;
    for filled in 0.. {
        assert!(filled < ENOUGH, "the disk is never full");
        let filler = scene.ayesha.alert(&scene.bundle, 0, false)?.words;
        let answer = kannel.call_its_door("GET", &format!("/texts?{}&text={filler}", kannel.secret()))?;
        if answer.status != 200 {
            assert_eq!(answer.status, 503);
            break;
        }
    }
    let before = scene.room.incidents()?.len();
    let alert = scene.ayesha.alert(&scene.bundle, 0, false)?;
    kannel.bring(&alert.words)?;
    eventually("it was refused", || {
        Ok(scene.room.page("/metrics")?.contains("hifazat_store_failures_total 2").then_some(()))
    })?;
    scene.room.kill()?;
    scene.room.serve()?;
    scene.room.incident_of(&alert.alert.to_string())?;
    assert_eq!(scene.room.incidents()?.len(), before + 1);
    Ok(())
}

#[test]
fn only_who_knows_the_secret_brings_texts() -> Result<()> {
    if !there(Kannel::obstacle())? {
        return Ok(());
    }
    let kannel = Kannel::open(Handover::Get)?;
    let scene = Scene::open(Carrier::options(&kannel)?)?;
    let words = scene.ayesha.alert(&scene.bundle, 0, false)?.words;
    for wrong in ["", "&secret=", "&secret=kannel", "&secret=kannel+knows+this+and+nobody+elsf"] {
        let answer = kannel.call_its_door("GET", &format!("/texts?text={words}{wrong}"))?;
        assert_eq!((answer.status, answer.body.len()), (403, 0), "{wrong}");
    }
    let right = kannel.secret();
    for (method, path, status) in [
        ("GET", format!("/texts?{right}"), 400),
        ("PUT", format!("/texts?{right}&text=x"), 405),
        ("GET", format!("/other?{right}&text=x"), 404),
        ("GET", format!("/texts?{right}&text=x"), 200),
    ] {
        assert_eq!(kannel.call_its_door(method, &path)?.status, status, "{method} {path}");
    }
    assert!(scene.room.incidents()?.is_empty());
    Ok(())
}
