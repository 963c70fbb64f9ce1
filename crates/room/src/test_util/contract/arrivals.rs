//! Stories of envelopes that come in.

use hifazat_protocol::{
    AlertId, ContactRule, DeviceId, Doubt, Fix, Message, Sequence, Stage, Status, Update, envelope_digest,
};

use crate::incident::{Lane, Trust};
use crate::intake::Flag;
use crate::path::Path;
use crate::test_util::{Alert, Desk};

#[expect(missing_docs, reason = "the name is the story")]
pub async fn ingest_is_idempotent(desk: Desk) {
    let aleesha = desk.persona(1);
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    let first = desk.receive(&raise).await;
    assert_eq!(desk.stages(&first, &alert, &raise), [Stage::Stored, Stage::Opened]);
    for path in [Path::Https, Path::Datagram, Path::Sms, Path::Datagram] {
        desk.wait(7);
        assert_eq!(desk.receive_by(&raise, path).await, first, "the very same receipts by {path}");
    }
    let incident = desk.incident().await;
    assert_eq!(incident.intake.paths, [Path::Https, Path::Datagram, Path::Sms]);
    let file = desk.room.open_file(incident.id(), &desk.seat).await.unwrap().unwrap();
    let came: Vec<_> =
        file.log.iter().map(|entry| (entry.what.as_str(), entry.at.0 - incident.intake.stored_at.0)).collect();
    let in_turn = [("raised", 0), ("datagram_repeats", 14_000), ("text_repeats", 21_000), ("file_opened", 28_000)];
    assert_eq!(came, in_turn, "by which paths it came, and when");
    assert_eq!(incident.label(), "L-0001");
    assert_eq!(incident.district.unwrap().name, "Lahore");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_envelope_that_cannot_be_opened_still_becomes_an_incident(desk: Desk) {
    let lost = desk.lost_persona(2);
    let alert = lost.alert(Status::Actual, desk.now());
    let raise = lost.raise(&alert);
    let receipts = desk.receive(&raise).await;
    assert_eq!(desk.stages(&receipts, &alert, &raise), [Stage::Stored]);
    let incident = desk.incident().await;
    assert_eq!((incident.trust, incident.lane()), (Trust::Unreadable, Lane::LowTrust));
    assert_eq!(incident.intake.device, lost.device.id());
    assert_eq!(incident.contact_rule, None, "unknown, which counts as silent");
    assert!(incident.unreadable.unwrap().contains("does not hold"));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn what_could_not_be_read_at_first_is_mended_by_what_can(desk: Desk) {
    let aleesha = desk.known_persona(3).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    let mut spoilt = raise.clone();
    *spoilt.bytes.last_mut().unwrap() ^= 1;
    desk.receive(&spoilt).await;
    let incident = desk.incident().await;
    desk.act(&incident, crate::Act::Accept).await.unwrap();

    let receipts = desk.receive(&raise).await;
    let stages = desk.stages(&receipts, &alert, &raise);
    let told = [Stage::Stored, Stage::Stored, Stage::Opened, Stage::Seen];
    assert_eq!(stages, told, "her own copy is stored, and what happened meanwhile is told now");
    let named: Vec<_> =
        desk.verified(&receipts, &alert, &raise).iter().filter_map(|receipt| receipt.envelope).collect();
    let digests = [&spoilt, &raise].map(|sealed| envelope_digest(&sealed.bytes));
    assert_eq!(named, digests, "each `stored` names one copy: her phone can tell which is hers");
    let incident = desk.incident().await;
    assert_eq!((incident.trust, incident.unreadable.clone()), (Trust::Known, None));
    assert_eq!(incident.contact_rule, Some(ContactRule::Text));
    assert!(incident.intake.flags.contains(&Flag::Conflict));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_unknown_device_is_heard_in_its_own_lane(desk: Desk) {
    let stranger = desk.persona(4);
    for _ in 0..2 {
        let alert = stranger.alert(Status::Actual, desk.now());
        desk.receive(&stranger.raise(&alert)).await;
    }
    // An alarm in earnest introduces nobody: who floods the room would be known by the second one.
    let incidents = desk.snapshot().await.incidents;
    assert!(incidents.iter().all(|incident| incident.lane() == Lane::LowTrust && incident.trust == Trust::Low));
    assert_eq!(incidents.len(), 2);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_device_that_made_a_drill_is_known(desk: Desk) {
    let aleesha = desk.known_persona(5).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    desk.receive(&aleesha.raise(&alert)).await;
    let incident = desk.incident().await;
    assert_eq!((incident.trust, incident.lane()), (Trust::Known, Lane::Live));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_update_before_its_raise_is_kept_and_counted(desk: Desk) {
    let aleesha = desk.known_persona(6).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let (raise, update) = (aleesha.raise(&alert), aleesha.update(&alert, 1, 31.6, 74.4));
    let receipts = desk.verified(&desk.receive(&update).await, &alert, &raise);
    assert_eq!(receipts.len(), 1);
    assert!(receipts[0].stores(&update.bytes), "it is said of the update, and of nothing else");
    let incident = desk.incident().await;
    assert_eq!((incident.trust, incident.contact_rule), (Trust::Known, None));
    assert!(incident.latest.is_some(), "her place is shown all the same");

    let receipts = desk.verified(&desk.receive(&raise).await, &alert, &raise);
    assert!(receipts[1].stores(&raise.bytes));
    assert_eq!(receipts[1].previous, Some(receipts[0].hash()));
    assert_eq!((receipts[2].stage, receipts[2].sequence), (Stage::Opened, Sequence(1)), "both are here");
    let incident = desk.incident().await;
    assert_eq!(incident.latest.unwrap().sequence, Sequence(1), "the raise's older place does not come back");
    assert_eq!(incident.battery, Some((Sequence(1), 39)));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_last_word_stands_until_the_battery_is_fuller(desk: Desk) {
    let aleesha = desk.known_persona(16).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let update = |sequence, percent, charging, last_word| {
        let (status, at) = (Status::Actual, alert.tapped_at);
        let update = Update { status, at, fixes: Vec::new(), battery_percent: Some(percent), charging, last_word };
        aleesha.seal(&alert, sequence, &Message::Update(update))
    };
    desk.receive(&aleesha.raise(&alert)).await;
    assert!(!desk.incident().await.is_at_its_last_word());
    desk.receive(&update(2, 3, None, false)).await;
    desk.receive(&update(1, 4, Some(false), true)).await;
    let incident = desk.incident().await;
    assert!(incident.is_at_its_last_word(), "an update after it tells of no fuller battery");
    assert_eq!((incident.battery, incident.charging), (Some((Sequence(2), 3)), Some((Sequence(1), false))));
    desk.receive(&update(3, 9, Some(true), false)).await;
    assert!(!desk.incident().await.is_at_its_last_word());
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn the_first_of_two_raises_counts(desk: Desk) {
    let aleesha = desk.known_persona(7).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let (raise, second) = (aleesha.raise(&alert), aleesha.raise(&alert));
    assert_ne!(raise.bytes, second.bytes);
    let first = desk.receive(&raise).await;
    let both = desk.receive(&second).await;
    assert_eq!(both[..2], first[..], "what was said is said again");
    assert!(desk.verified(&both, &alert, &raise)[2].stores(&second.bytes), "it is kept as well");
    assert_eq!(desk.receive(&second).await, both);
    let incident = desk.incident().await;
    assert!(incident.intake.flags.contains(&Flag::Conflict));
    let file = desk.room.open_file(incident.id(), &desk.seat).await.unwrap().unwrap();
    assert_eq!(file.track.len(), 1, "the second is kept, and changes nothing");
    assert_eq!(file.log.iter().filter(|entry| entry.what == "conflict").count(), 1);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn nobody_fills_the_disk_or_the_track_with_one_message(desk: Desk) {
    let thief = desk.known_persona(17).await;
    let alert = thief.alert(Status::Actual, desk.now());
    let raise = thief.raise(&alert);
    desk.receive(&raise).await;
    for copy in 0..80 {
        let update = thief.update(&alert, 1, 31.5, 74.3);
        let answer = desk.receive(&update).await;
        let stored = desk.verified(&answer, &alert, &raise).iter().any(|receipt| receipt.stores(&update.bytes));
        assert_eq!(stored, copy < 64, "what is not kept is not said to be stored");
    }
    let Message::Update(many) = thief.update_message(&alert, 2, 31.6, 74.4) else { unreachable!() };
    let fixes =
        (0..300).flat_map(|n| many.fixes.iter().map(move |fix| Fix { at: fix.at.plus_ms(n), ..*fix })).collect();
    let newest = many.at.plus_ms(299);
    desk.receive(&thief.seal(&alert, 2, &Message::Update(Update { fixes, ..many }))).await;
    let file = desk.room.open_file(alert.id, &desk.seat).await.unwrap().unwrap();
    assert_eq!(file.track.len(), 1 + 1 + 100, "one of the raise, one of the update that counts, the newest of many");
    assert_eq!(file.track.last().unwrap().at, newest);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_cancel_under_a_number_that_was_used_before_is_heard(desk: Desk) {
    let aleesha = desk.known_persona(7).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    desk.receive(&raise).await;
    desk.receive(&aleesha.update(&alert, 1, 31.6, 74.4)).await;
    let cancel = aleesha.cancel(&alert, 1, true);
    let answer = desk.receive(&cancel).await;
    assert!(desk.verified(&answer, &alert, &raise).iter().any(|receipt| receipt.stores(&cancel.bytes)));
    let incident = desk.incident().await;
    assert!(incident.duress, "her phone is told that it is stored, so it must count");
    assert!(incident.intake.flags.contains(&Flag::Conflict));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn nobody_who_holds_her_alert_id_pushes_a_known_device_out_of_the_live_queue(desk: Desk) {
    let aleesha = desk.known_persona(8).await;
    let (unknown, drilling, known) = (desk.persona(9), desk.persona(10), desk.known_persona(11).await);
    let rivals = [(unknown, Status::Actual), (drilling, Status::Exercise), (known, Status::Actual)];
    for (rival, status) in rivals {
        let alert = aleesha.alert(Status::Actual, desk.now());
        desk.receive(&rival.raise(&Alert { status, ..alert.clone() })).await;
        desk.receive(&aleesha.raise(&alert)).await;
        let incidents = desk.snapshot().await.incidents;
        let device = aleesha.device.id();
        let hers = incidents.iter().find(|i| (i.intake.alert, i.intake.device) == (alert.id, device)).unwrap();
        assert_eq!(hers.trust, Trust::Known, "whoever opens has proven who speaks");
        assert!(hers.intake.flags.contains(&Flag::Contested));
    }
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_alert_id_that_another_device_had_used_is_contested_and_heard(desk: Desk) {
    let aleesha = desk.known_persona(8).await;
    let squatter = desk.persona(9);
    let alert = aleesha.alert(Status::Actual, desk.now());
    desk.receive(&squatter.raise(&alert)).await;

    let raise = aleesha.raise(&alert);
    let receipts = desk.receive(&raise).await;
    assert_eq!(desk.stages(&receipts, &alert, &raise), [Stage::Stored, Stage::Opened]);
    assert_eq!(desk.receive(&raise).await, receipts);
    let incidents = desk.snapshot().await.incidents;
    assert_eq!(incidents.len(), 2, "each device has a file of its own");
    assert_eq!(incidents[0].trust, Trust::Low);
    assert_eq!(incidents[1].trust, Trust::Known);
    assert!(incidents[1].intake.flags.contains(&Flag::Contested));

    let late = desk.persona(10);
    desk.receive(&late.raise(&alert)).await;
    assert_eq!(desk.snapshot().await.incidents[2].trust, Trust::Low);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn nobody_can_take_the_file_that_a_contested_alert_will_get(desk: Desk) {
    let aleesha = desk.known_persona(8).await;
    let thief = desk.persona(9);
    for unreadable in [false, true] {
        let alert = aleesha.alert(Status::Actual, desk.now());
        let drill = |id| Alert { id, status: Status::Exercise, tapped_at: desk.now() };
        desk.receive(&thief.raise(&drill(alert.id))).await;
        // What he reads on the way are two ids, her alert's and her device's: what follows from both he can reckon too, and
        // name her device in something that nobody can read.
        let next = reckoned(alert.id, aleesha.device.id());
        let mut taken = if unreadable { aleesha.raise(&drill(next)) } else { thief.raise(&drill(next)) };
        *taken.bytes.last_mut().unwrap() ^= u8::from(unreadable);
        desk.receive(&taken).await;

        let raise = aleesha.raise(&alert);
        let receipts = desk.receive(&raise).await;
        assert_eq!(desk.stages(&receipts, &alert, &raise), [Stage::Stored, Stage::Opened]);
        assert_eq!(desk.receive(&raise).await, receipts);
        desk.receive(&aleesha.update(&alert, 1, 31.6, 74.4)).await;
        let incidents = desk.snapshot().await.incidents;
        let hers: Vec<_> = incidents.iter().filter(|incident| incident.intake.alert == alert.id).collect();
        assert_eq!(hers.len(), 1, "her phone says that the police has it, so it stands at a desk");
        assert_eq!(hers[0].latest.as_ref().unwrap().sequence, Sequence(1), "and an update finds it");
    }
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_absurd_clock_counts_from_storage(desk: Desk) {
    let aleesha = desk.known_persona(13).await;
    let year_ms = 365 * 24 * 60 * 60_000;
    for (place, off_ms) in [year_ms, -year_ms].into_iter().enumerate() {
        let alert = aleesha.alert(Status::Actual, desk.now().plus_ms(off_ms));
        desk.receive(&aleesha.raise(&alert)).await;
        let incident = &desk.snapshot().await.incidents[place];
        assert_eq!(incident.clocks().due(crate::Due::Accept), desk.now().plus_ms(15_000));
        assert!(incident.intake.flags.contains(&Flag::ClockAbsurd));
        assert_eq!(incident.overdue(desk.now()), None);
    }
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_absurd_place_is_kept_and_never_a_clean_pin(desk: Desk) {
    let aleesha = desk.known_persona(14).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    desk.receive(&aleesha.raise(&alert)).await;
    let absurd = [(0.0, 0.0), (f64::NAN, 74.0), (200.0, 74.0), (f64::INFINITY, f64::NEG_INFINITY)];
    for (sequence, (lat, lon)) in (1..).zip(absurd) {
        let update = aleesha.update(&alert, sequence, lat, lon);
        let receipts = desk.receive(&update).await;
        assert!(!receipts.is_empty());
    }
    let incident = desk.incident().await;
    assert_eq!(incident.latest.clone().unwrap().sequence, Sequence(0), "her last believable place stays");
    assert_eq!(incident.intake.tally.contiguous(), Some(Sequence(4)));
    let file = desk.room.open_file(incident.id(), &desk.seat).await.unwrap().unwrap();
    let doubts: Vec<&[Doubt]> = file.track.iter().map(|place| place.doubts.as_slice()).collect();
    assert_eq!(doubts, [&[][..], &[Doubt::NullIsland], &[Doubt::OutOfRange]]);
    // A raise without a place is no less an alarm.
    let nowhere = aleesha.alert(Status::Actual, desk.now());
    let cancel =
        hifazat_protocol::Cancel { status: Status::Actual, at: desk.now(), duress: false, within_window: true };
    desk.receive(&aleesha.seal(&nowhere, 3, &Message::Cancel(cancel))).await;
    let incidents = desk.snapshot().await.incidents;
    assert_eq!((incidents[1].latest.clone(), incidents[1].district.clone()), (None, None));
    assert!(incidents[1].cancelled);
}

/// The id that earlier rooms gave to a contested file.
fn reckoned(alert: AlertId, device: DeviceId) -> AlertId {
    let clear = [b"hifazat contested 1".as_slice(), &alert.0, &device.0].concat();
    let digest = ring::digest::digest(&ring::digest::SHA256, &clear);
    AlertId(*digest.as_ref().first_chunk().unwrap())
}
