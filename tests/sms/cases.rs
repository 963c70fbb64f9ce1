//! What holds for texts whoever carries them.

use anyhow::Result;
use serde_json::json;

use crate::carrier::carriers;
use crate::scene::Scene;
use crate::writer::Writer;

#[test]
fn an_alert_by_text_is_one_incident_however_often_it_comes() -> Result<()> {
    for mut carrier in carriers()? {
        let scene = Scene::open(carrier.options()?)?;
        let alert = scene.ayesha.alert(&scene.bundle, 0, false)?;
        for count in 1..=3 {
            carrier.bring(&alert.words)?;
            scene.until_taken(count)?;
            let incident = scene.only_incident(alert.alert)?;
            assert_eq!(incident["paths"], json!(["sms"]));
            assert_eq!(incident["trust"], "known");
        }
        assert_eq!(scene.texts("live")?, 3);
    }
    Ok(())
}

#[test]
fn the_signed_copy_joins_the_incident_of_its_text() -> Result<()> {
    for mut carrier in carriers()? {
        let scene = Scene::open(carrier.options()?)?;
        let alert = scene.ayesha.alert(&scene.bundle, 1, false)?;
        carrier.bring(&alert.words)?;
        scene.until_taken(1)?;
        let copy = scene.ayesha.signed_copy(&scene.bundle, alert.alert)?;
        assert_eq!(scene.room.knock("POST", "/v1/envelopes", &copy)?.status, 200);
        assert_eq!(scene.only_incident(alert.alert)?["paths"], json!(["sms", "https"]));
    }
    Ok(())
}

#[test]
fn a_text_that_was_hours_on_its_way_and_was_overtaken_by_its_cancel_still_counts() -> Result<()> {
    for mut carrier in carriers()? {
        let scene = Scene::open(carrier.options()?)?;
        let raised = scene.ayesha.alert(&scene.bundle, 300, false)?;
        let taken_back = scene.ayesha.cancel(&scene.bundle, raised.alert, 299)?;
        carrier.bring(&taken_back.words)?;
        scene.until_taken(1)?;
        carrier.bring(&raised.words)?;
        scene.until_taken(2)?;
        let incident = scene.only_incident(raised.alert)?;
        assert_eq!(incident["cancelled"], true);
        assert_eq!(incident["trust"], "known");
        assert!(!incident["place"].is_null(), "the raise told where she is: {incident}");
    }
    Ok(())
}

#[test]
fn a_text_cut_short_is_an_incident_as_long_as_it_names_its_alert() -> Result<()> {
    for mut carrier in carriers()? {
        let scene = Scene::open(carrier.options()?)?;
        let alert = scene.ayesha.alert(&scene.bundle, 0, false)?;
        carrier.bring(&cut(&alert.words, 20))?;
        scene.until_taken(1)?;
        assert_eq!(scene.texts("foreign")?, 1);
        assert!(scene.room.incidents()?.is_empty());
        carrier.bring(&cut(&alert.words, 100))?;
        scene.until_taken(2)?;
        assert_eq!(scene.only_incident(alert.alert)?["trust"], "unreadable");
        carrier.bring(&alert.words)?;
        scene.until_taken(3)?;
        assert_eq!(scene.only_incident(alert.alert)?["trust"], "known");
    }
    Ok(())
}

#[test]
fn what_is_no_alert_leaves_no_trace_and_is_not_brought_again() -> Result<()> {
    for mut carrier in carriers()? {
        let scene = Scene::open(carrier.options()?)?;
        carrier.bring("Muft internet! Dial *117*3# ab. 50% off till Friday")?;
        scene.until_taken(1)?;
        carrier.bring_in_urdu(
            "\u{622}\u{67e} \u{6a9}\u{627} \u{628}\u{6cc}\u{644}\u{646}\u{633} \u{6a9}\u{645} \u{6c1}\u{6d2}",
        )?;
        scene.until_taken(2)?;
        // What comes next has come after whatever would have come again.
        let alert = scene.ayesha.alert(&scene.bundle, 0, false)?;
        carrier.bring(&alert.words)?;
        scene.until_taken(3)?;
        assert_eq!(scene.texts("foreign")?, 2);
        scene.only_incident(alert.alert)?;
    }
    Ok(())
}

#[test]
fn a_forged_text_never_passes_for_a_known_device() -> Result<()> {
    for mut carrier in carriers()? {
        let scene = Scene::open(carrier.options()?)?;
        let flipped = garbled(&scene.ayesha.alert(&scene.bundle, 0, false)?.words);
        let impostor = Writer::who_claims_to_be_known(2).alert(&scene.bundle, 0, false)?.words;
        let borrowed = under_the_device_of(&scene.ayesha.alert(&scene.bundle, 0, false)?.words, &impostor);
        let stranger = Writer::stranger(3).alert(&scene.bundle, 0, false)?.words;
        for (count, text) in (1..).zip([&flipped, &impostor, &borrowed, &stranger]) {
            carrier.bring(text)?;
            scene.until_taken(count)?;
        }
        let mut trust: Vec<_> = scene.room.incidents()?.iter().map(|incident| incident["trust"].to_string()).collect();
        trust.sort();
        // Each is looked at by a person; none in her name.
        assert_eq!(trust, ["\"unproven\"", "\"unreadable\"", "\"unreadable\"", "\"unreadable\""]);
    }
    Ok(())
}

fn cut(words: &str, characters: usize) -> String {
    words.chars().take(characters).collect()
}

/// Characters 8 to 23 are bytes 6 to 17, most of the device id.
fn under_the_device_of(hers: &str, other: &str) -> String {
    other
        .chars()
        .zip(hers.chars())
        .enumerate()
        .map(|(at, (other, hers))| if (8..24).contains(&at) { hers } else { other })
        .collect()
}

/// Character 120 stands in the ciphertext.
fn garbled(words: &str) -> String {
    let another = |character| if character == 'A' { 'B' } else { 'A' };
    words.chars().enumerate().map(|(at, character)| if at == 120 { another(character) } else { character }).collect()
}
