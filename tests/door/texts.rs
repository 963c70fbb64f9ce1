//! Texts by way of Kotlin: handed to it, and what the operator said told back.

use anyhow::{Context, Result};
use hifazat_testkit::{Phone, Room, Site, eventually};
use serde_json::json;

use crate::phone::{is_possible, opened};

#[test]
fn an_alarm_without_data_goes_as_a_text_and_the_operators_answer_comes_back() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    // A room that nobody can reach by data.
    let room = Room::made(Site::default())?;
    room.ask(&["bundle", "sign", "--sms-number", "8014"])?;
    let phone = Phone::of(&room)?;
    let kotlin = opened(&phone)?;
    assert_eq!(kotlin.ask(&["textsReady", "perhaps"])?["error"]["code"], json!("bad_result"));
    kotlin.ask(&["raise", "widget"])?;
    eventually("the status says that no text can go", || {
        Ok((kotlin.ask(&["status"])?["alert"]["text"]["state"] == "failing").then_some(()))
    })?;
    assert_eq!(kotlin.ask(&["nextText", "0"])?, json!({ "text": null }));

    kotlin.ask(&["textsReady", "ok"])?;
    let text = kotlin.ask(&["nextText", "60000"])?["text"].clone();
    assert_eq!(text["number"], json!("8014"), "{text}");
    assert!(text["text"].as_str().is_some_and(|text| !text.is_empty() && text.len() <= 160), "{text}");
    let id = text["id"].as_i64().context("a text has an id")?.to_string();
    assert_eq!(kotlin.ask(&["textResult", &id, "ok"])?, json!({ "taken": true }));
    assert_eq!(kotlin.ask(&["textResult", &id, "refused"])?, json!({ "taken": false }), "the second answer");
    eventually("the status says that the operator has taken it", || {
        Ok((kotlin.ask(&["status"])?["alert"]["text"]["state"] == "handed_over").then_some(()))
    })?;
    Ok(())
}
