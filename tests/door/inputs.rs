//! What Kotlin may hand over by mistake: each gets a code and a text, and the machine lives.

use anyhow::Result;
use hifazat_testkit::Phone;
use serde_json::json;

use crate::phone::{folder, is_possible, machine};

#[test]
fn a_bad_input_from_kotlin_is_answered_with_a_code_and_a_text() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let phone = Phone::without_bundle()?;
    let kotlin = machine(&phone)?;
    let code = |call: &[&str]| -> Result<String> {
        let told = kotlin.ask(call)?;
        assert!(told["error"]["message"].as_str().is_some_and(|text| !text.is_empty()), "{call:?}: {told}");
        Ok(told["error"]["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(code(&["raise", "widget"])?, "not_open");
    assert_eq!(code(&["open", "(null)"])?, "null");
    assert_eq!(code(&["open", "(half a character)"])?, "bad_text");
    assert_eq!(code(&["open", &folder(&phone), "too short"])?, "bad_key");
    kotlin.ask(&["open", &folder(&phone)])?;
    assert_eq!(code(&["open", "/tmp"])?, "other_folder");
    for call in [
        ["raise", "(null)"],
        ["drill", "(null)"],
        ["wake", "(null)"],
        ["takeBack", "(null)"],
        ["textArrived", "(null)"],
    ] {
        assert_eq!(code(&call)?, "null", "{call:?}");
    }
    assert_eq!(code(&["raise", "sneeze"])?, "bad_trigger");
    assert_eq!(code(&["raise", "(half a character)"])?, "bad_text");
    assert_eq!(code(&["wake", "bored"])?, "bad_reason");
    assert_eq!(code(&["cancel", "none", "4826"])?, "bad_alert_id");
    assert_eq!(code(&["fixArrived", "NaN", "NaN", "NaN", "(null)"])?, "null");
    assert_eq!(kotlin.ask(&["fixArrived", "NaN", "NaN", "NaN", ""])?, json!({ "done": true }));
    assert_eq!(kotlin.ask(&["battery", "-1", "false"])?, json!({ "done": true }));
    assert_eq!(kotlin.ask(&["status"])?["alert"], json!(null));
    assert_eq!(kotlin.ask(&["raise", "widget"])?["durable"], json!(true), "and the button works");
    assert!(!kotlin.words().contains("WARNING"), "the machine finds fault: {}", kotlin.words());
    Ok(())
}
