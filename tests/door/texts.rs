//! Texts by way of Kotlin: handed to it, and what the operator said told back.

use std::io::Write;

use anyhow::{Context, Result};
use hifazat_testkit::{Machine, Phone, Room, Site, Smsc, eventually, free_port};
use serde_json::{Value, json};

use crate::phone::{is_possible, opened, stages};

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

#[test]
fn a_text_that_needs_her_touch_is_told_so_and_goes_once_she_gives_leave() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let room = Room::made(Site { sms_number: Some("8014".to_owned()), ..Site::default() })?;
    let kotlin = opened(&Phone::of(&room)?)?;
    kotlin.ask(&["textsReady", "needs_touch"])?;
    kotlin.ask(&["raise", "widget"])?;
    let state = |kotlin: &Machine| -> Result<Value> { Ok(kotlin.ask(&["status"])?["alert"]["text"]["state"].clone()) };
    eventually("the status says that her touch is needed", || Ok((state(&kotlin)? == "needs_touch").then_some(())))?;
    assert_eq!(kotlin.ask(&["nextText", "0"])?, json!({ "text": null }), "nobody has touched");

    // Given in mid-alert, and taken away again before the text was sent.
    kotlin.ask(&["textsReady", "ok"])?;
    let text = kotlin.ask(&["nextText", "60000"])?["text"].clone();
    assert_eq!(text["touch"], json!(false), "{text}");
    let id = text["id"].as_i64().context("a text has an id")?.to_string();
    kotlin.ask(&["textsReady", "needs_touch"])?;
    assert_eq!(kotlin.ask(&["textResult", &id, "needs_touch"])?, json!({ "taken": true }));
    eventually("the status says so again", || Ok((state(&kotlin)? == "needs_touch").then_some(())))
}

#[test]
fn a_receipt_by_text_is_believed_if_it_is_the_rooms_and_nothing_else_is() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    if let Some(obstacle) = Smsc::obstacle() {
        writeln!(std::io::stderr(), "passed over: {obstacle}")?;
        return Ok(());
    }
    // Nobody listens where her data would go.
    let smsc = Smsc::open()?;
    let (sms_number, options) = (Some("8014".to_owned()), smsc.options()?);
    let mut room = Room::made(Site { behind_port: Some(free_port()?), sms_number, options, ..Site::default() })?;
    room.serve()?;
    smsc.until_bound()?;
    let phone = Phone::of(&room)?;
    phone.ask(&["receipts-by-text", "on"])?;
    let kotlin = opened(&phone)?;
    assert_eq!(kotlin.ask(&["status"])?["chosen"]["texts_receipts"], json!(true));
    kotlin.ask(&["textsReady", "ok"])?;
    kotlin.ask(&["raise", "widget"])?;
    let text = kotlin.ask(&["nextText", "60000"])?["text"].clone();
    let words = text["text"].as_str().context("a text has words")?;
    smsc.keep_delivering(&json!({ "from": "923001234567", "to": "8014", "text": words }))?;
    kotlin.ask(&["textResult", &text["id"].to_string(), "ok"])?;
    let told = smsc.submitted(1)?;
    let receipt = told[0]["text"].as_str().context("a receipt has words")?;

    let believed = |words: &str| -> Result<Value> { Ok(kotlin.ask(&["textArrived", words])?["believed"].clone()) };
    let forged: String = receipt
        .chars()
        .enumerate()
        .map(|(at, c)| {
            if at != 100 {
                c
            } else if c == 'A' {
                'B'
            } else {
                'A'
            }
        })
        .collect();
    let cut: String = receipt.chars().take(151).collect();
    for other in ["", "Your balance is low", words, &forged, &cut] {
        assert_eq!(believed(other)?, json!(false), "{other}");
    }
    assert!(!stages(&kotlin.ask(&["status"])?).contains(&"stored"), "nothing is received by what is not believed");
    assert_eq!(believed(receipt)?, json!(true));
    let status = kotlin.ask(&["status"])?;
    assert!(stages(&status).contains(&"stored"), "{status}");
    assert!(status["pending"].as_u64() > Some(0), "the signed copy is still to be brought: {status}");
    assert_eq!(believed(receipt)?, json!(true), "the same again");
    Ok(())
}
