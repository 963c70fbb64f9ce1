//! Whoever wants to fill the room's disk with sounds, or to put a false one in the place of hers.

use anyhow::{Context, Result};
use hifazat_protocol::{Clip, ClipDigest, ClipPiece, MediaType, Message, Status, UnixMillis};
use hifazat_testkit::{Answer, Device, Room, Sealed, Seat};
use serde_json::{Value, json};

static RECORDING: [u8; 20_000] = [7; 20_000];

struct Scene {
    room: Room,
    nadia: Seat,
    device: Device,
    alert: Sealed,
}

/// A device whose alarm is at the room.
fn scene() -> Result<Scene> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let device = Device::of(&room)?;
    let alert = device.raise()?;
    assert!(device.bring_by_https(&alert));
    Ok(Scene { room, nadia, device, alert })
}

fn clip() -> Result<(Clip, Vec<ClipPiece>)> {
    let clip = Clip::of(&RECORDING, Status::Actual, UnixMillis(1), MediaType::Adts).context("a clip")?;
    let pieces = clip.pieces(&RECORDING);
    Ok((clip, pieces))
}

impl Scene {
    fn bring(&self, envelope: &[u8]) -> Result<Answer> {
        self.room.knock("POST", "/v1/envelopes", envelope)
    }

    fn say(&self, sequence: u32, message: Message) -> Result<Answer> {
        self.bring(&self.device.seal(&self.alert, sequence, &message)?)
    }

    /// Status and code of a refusal.
    fn refusal(&self, sequence: u32, message: Message) -> Result<(u16, Value)> {
        let answer = self.say(sequence, message)?;
        Ok((answer.status, answer.json()?["code"].clone()))
    }

    fn clips(&self) -> Result<Value> {
        Ok(self.nadia.incident(&self.alert.alert)?["clips"].clone())
    }

    fn hear(&self, digest: ClipDigest) -> Result<Answer> {
        self.nadia.get(&format!("/api/incidents/{}/clips/{digest}", self.alert.alert))
    }
}

#[test]
fn the_desk_tells_of_a_clip_that_never_comes_and_nobody_can_hear_it() -> Result<()> {
    let scene = scene()?;
    let (clip, _) = clip()?;
    assert_eq!(scene.say(1, Message::Clip(clip.clone()))?.status, 200);
    let told = json!([{ "digest": clip.digest.to_string(), "recorded_at_ms": 1, "here": false }]);
    assert_eq!(scene.clips()?, told);
    scene.nadia.act(&scene.alert.alert, "accept", json!({}))?;
    let answer = scene.hear(clip.digest)?;
    assert_eq!((answer.status, &answer.json()?["code"]), (409, &json!("clip_not_here")));
    Ok(())
}

#[test]
fn a_piece_that_was_altered_on_the_way_counts_for_nothing_and_the_true_one_completes_the_clip() -> Result<()> {
    let scene = scene()?;
    let (clip, pieces) = clip()?;
    scene.say(1, Message::Clip(clip.clone()))?;
    for (sequence, piece) in (2..).zip(pieces) {
        let envelope = scene.device.seal(&scene.alert, sequence, &Message::ClipPiece(piece))?;
        let mut altered = envelope.clone();
        *altered.last_mut().context("an empty envelope")? ^= 1;
        scene.bring(&altered)?;
        assert_eq!(scene.clips()?[0]["here"], false, "after the altered piece {sequence}");
        assert_eq!(scene.bring(&envelope)?.status, 200);
    }
    assert_eq!(scene.clips()?[0]["here"], true);
    scene.nadia.act(&scene.alert.alert, "accept", json!({}))?;
    assert!(scene.hear(clip.digest)?.body == RECORDING);
    Ok(())
}

#[test]
fn what_is_not_the_clip_that_was_announced_is_never_played() -> Result<()> {
    let scene = scene()?;
    let (clip, mut pieces) = clip()?;
    pieces[1].bytes[17] ^= 1;
    scene.say(1, Message::Clip(clip.clone()))?;
    for (sequence, piece) in (2..).zip(pieces) {
        assert_eq!(scene.say(sequence, Message::ClipPiece(piece))?.status, 200);
    }
    scene.nadia.act(&scene.alert.alert, "accept", json!({}))?;
    let answer = scene.hear(clip.digest)?;
    assert_eq!((answer.status, &answer.json()?["code"]), (409, &json!("clip_broken")));
    Ok(())
}

#[test]
fn a_stranger_brings_no_piece_to_her_alarm_and_makes_no_incident_by_trying() -> Result<()> {
    let scene = scene()?;
    let (_, pieces) = clip()?;
    let stranger = Device::of(&scene.room)?;
    for piece in pieces {
        let answer = scene.bring(&stranger.seal(&scene.alert, 2, &Message::ClipPiece(piece))?)?;
        assert_eq!((answer.status, &answer.json()?["code"]), (403, &json!("clip_homeless")));
    }
    assert_eq!(scene.clips()?, json!([]));
    assert_eq!(scene.room.incidents()?.len(), 1);
    Ok(())
}

#[test]
fn an_alarm_has_room_for_few_and_short_clips_alone() -> Result<()> {
    let scene = scene()?;
    let (clip, pieces) = clip()?;
    let long = Clip { length_bytes: 150_001, ..clip.clone() };
    assert_eq!(scene.refusal(1, Message::Clip(long))?, (413, json!("clip_bad_length")));
    let crooked = ClipPiece { offset_bytes: 1, ..pieces[0].clone() };
    assert_eq!(scene.refusal(1, Message::ClipPiece(crooked))?, (403, json!("clip_misshapen")));
    assert_eq!(scene.say(1, Message::ClipPiece(pieces[0].clone()))?.status, 200);
    // The same part again, in further messages, would never end.
    assert_eq!(scene.refusal(2, Message::ClipPiece(pieces[0].clone()))?, (403, json!("clip_too_many")));
    for number in 2..5_u8 {
        let another = Clip { digest: ClipDigest([number; 32]), ..clip.clone() };
        assert_eq!(scene.say(number.into(), Message::Clip(another))?.status, 200);
    }
    let fifth = Clip { digest: ClipDigest([9; 32]), ..clip };
    assert_eq!(scene.refusal(9, Message::Clip(fifth))?, (403, json!("clip_too_many")));
    assert_eq!(scene.clips()?.as_array().map(Vec::len), Some(4));
    Ok(())
}
