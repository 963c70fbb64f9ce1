//! A short recording: sealed on the phone, brought after all else, heard by the one seat that holds the incident.

use anyhow::{Context, Result, ensure};
use hifazat_testkit::{Answer, Around, Persona, Phone, Room, Seat, eventually};
use serde_json::{Value, json};

/// Half a minute of speech, as far as its length goes.
fn recording() -> Vec<u8> {
    let mixed = |n: u32| n.to_be_bytes().iter().fold(7_u8, |mixed, byte| mixed.wrapping_mul(31) ^ byte);
    (0..120_000).map(mixed).collect()
}

struct Scene {
    room: Room,
    nadia: Seat,
    phone: Phone,
    alert: String,
}

/// Her alarm is at the room, nadia has it, and she had chosen that a clip is recorded.
fn scene() -> Result<Scene> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    phone.ask(&["pins", "set", "--cancel", Persona::CANCEL_PIN, "--duress", Persona::DURESS_PIN])?;
    phone.ask(&["clip", "record", "on"])?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    nadia.act(&alert, "accept", json!({}))?;
    Ok(Scene { room, nadia, phone, alert })
}

impl Scene {
    /// The phone takes a recording for her alert.
    fn record(&self) -> Result<()> {
        let file = self.phone.folder().with_extension("aac");
        std::fs::write(&file, recording())?;
        self.phone.ask(&["clip", "take", &self.alert, &file.to_string_lossy()])?;
        Ok(std::fs::remove_file(&file)?)
    }

    /// Waits until the desk says that it is here.
    fn until_it_is_here(&self) -> Result<String> {
        eventually("the clip is here", || {
            let clip = clip_of(&self.nadia, &self.alert)?;
            Ok(clip.filter(|clip| clip["here"] == true))
        })?["digest"]
            .as_str()
            .map(str::to_owned)
            .context("a clip without a digest")
    }

    fn hear(&self, seat: &Seat, digest: &str) -> Result<Answer> {
        seat.get(&format!("/api/incidents/{}/clips/{digest}", self.alert))
    }

    fn is_heard_as_it_was_recorded(&self) -> Result<()> {
        let heard = self.hear(&self.nadia, &self.until_it_is_here()?)?;
        ensure!(heard.status == 200 && heard.body == recording(), "{}: {} bytes", heard.status, heard.body.len());
        Ok(())
    }
}

/// The clip of an alert as the desk shows it.
fn clip_of(seat: &Seat, alert: &str) -> Result<Option<Value>> {
    let desk = seat.desk()?;
    let rows = desk["incidents"].as_array().context("a desk without incidents")?;
    Ok(rows.iter().find(|row| row["id"] == alert).and_then(|row| row["clips"].get(0).cloned()))
}

#[test]
fn a_clip_is_heard_by_the_seat_that_holds_the_incident_by_no_other_and_the_log_says_so() -> Result<()> {
    let scene = scene()?;
    let omar = scene.room.seat("omar", "shift_commander")?;
    scene.record()?;
    scene.phone.run_until_settled()?;
    let digest = scene.until_it_is_here()?;

    let refused = scene.hear(&omar, &digest)?;
    assert_eq!((refused.status, &refused.json()?["code"]), (403, &json!("not_assigned")));
    let heard = scene.hear(&scene.nadia, &digest)?;
    assert_eq!((heard.status, heard.header("content-type")), (200, Some("audio/aac")));
    assert!(heard.body == recording());

    let file = scene.nadia.incident(&scene.alert)?;
    let heard_by: Vec<_> =
        file["log"].as_array().context("no log")?.iter().filter(|l| l["what"] == "clip_heard").collect();
    assert_eq!(heard_by.len(), 1, "one opening, one line");
    assert_eq!(heard_by[0]["who"], "nadia");
    scene.room.verify_log()
}

#[test]
fn neither_the_phone_nor_the_room_keeps_a_clip_in_the_clear() -> Result<()> {
    let scene = scene()?;
    scene.record()?;
    let clear = recording();
    let clear = &clear[..64];
    for folder in [scene.phone.folder(), scene.room.folder()] {
        if folder == scene.room.folder() {
            scene.phone.run_until_settled()?;
            scene.until_it_is_here()?;
        }
        for file in std::fs::read_dir(&folder)? {
            let path = file?.path();
            if path.is_file() {
                let bytes = std::fs::read(&path)?;
                assert!(!bytes.windows(clear.len()).any(|window| window == clear), "{}", path.display());
            }
        }
    }
    Ok(())
}

#[test]
fn a_phone_killed_while_it_brings_a_clip_goes_on_where_it_was() -> Result<()> {
    let scene = scene()?;
    scene.record()?;
    for when in [2, 7, 15, 26] {
        let ended = scene.phone.try_to(&Around::KilledAtSync(when), &["run", "--until-settled", "--timeout", "60"])?;
        if !ended.was_killed() {
            ended.success()?;
        }
    }
    scene.phone.run_until_settled()?;
    scene.is_heard_as_it_was_recorded()
}

#[test]
fn a_room_killed_while_a_clip_comes_has_it_whole_in_the_end() -> Result<()> {
    let mut scene = scene()?;
    scene.record()?;
    for when in [4, 9] {
        scene.room.stop()?;
        scene.room.begin(&Around::KilledAtSync(when))?;
        let running = scene.phone.begin_run(&Around::Nothing)?;
        eventually("the room dies", || Ok((!scene.room.serves()?).then_some(())))?;
        drop(running);
        scene.room.serve()?;
    }
    scene.phone.run_until_settled()?;
    scene.nadia = Seat::sign_in_again(scene.room.console_port(), "nadia")?;
    scene.is_heard_as_it_was_recorded()
}

#[test]
fn what_is_too_long_or_was_not_chosen_is_refused_with_its_reason() -> Result<()> {
    let scene = scene()?;
    let file = scene.phone.folder().with_extension("aac");
    std::fs::write(&file, vec![1; 150_001])?;
    let words = ["clip", "take", &scene.alert, &file.to_string_lossy()];
    let refused = scene.phone.try_to(&Around::Nothing, &words)?;
    assert!(!refused.status.success() && refused.words.contains("150,000"), "{}", refused.words);
    scene.phone.ask(&["clip", "record", "off"])?;
    let refused = scene.phone.try_to(&Around::Nothing, &words)?;
    assert!(!refused.status.success() && refused.words.contains("clip_not_chosen"), "{}", refused.words);
    Ok(())
}
