//! The page's commands, a line or two each. Names and shapes are the bridge's, so that one page fits both.
#![expect(clippy::let_underscore_must_use, reason = "`tauri::command` writes one into every command")]

use std::sync::Arc;

use hifazat_phone_shell::face::{
    ContactRule, Failure, Helpline, Language, Loud, PhoneView, PinAnswer, PinsAnswer, Repair, Trigger,
};
use tauri::State;

use crate::phone::Phone;

type Answer<T> = Result<T, Failure>;

#[tauri::command]
pub(crate) async fn view(phone: State<'_, Phone>) -> Answer<PhoneView> {
    phone.ask(|shell| shell.view()).await
}

#[tauri::command]
pub(crate) async fn raise(phone: State<'_, Phone>, trigger: Trigger) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.raise(trigger)).await
}

#[tauri::command]
pub(crate) async fn hold_started(phone: State<'_, Phone>) -> Answer<()> {
    phone.ask(|shell| shell.hold_started()).await
}

#[tauri::command]
pub(crate) async fn take_back(phone: State<'_, Phone>, pin: String) -> Answer<PinAnswer> {
    phone.ask(move |shell| shell.take_back(&pin)).await
}

#[tauri::command(rename_all = "snake_case")]
pub(crate) async fn cancel(phone: State<'_, Phone>, alert_id: String, pin: String) -> Answer<PinAnswer> {
    phone.ask(move |shell| shell.cancel(&alert_id, &pin)).await?
}

#[tauri::command]
pub(crate) async fn end_window(phone: State<'_, Phone>) -> Answer<PhoneView> {
    phone.ask(|shell| shell.end_window()).await
}

#[tauri::command]
pub(crate) async fn drill(phone: State<'_, Phone>, trigger: Trigger) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.drill(trigger)).await
}

#[tauri::command]
pub(crate) async fn end_drill(phone: State<'_, Phone>) -> Answer<PhoneView> {
    phone.ask(|shell| shell.end_drill()).await
}

#[tauri::command]
pub(crate) async fn dismiss(phone: State<'_, Phone>) -> Answer<PhoneView> {
    phone.ask(|shell| shell.dismiss()).await
}

#[tauri::command]
pub(crate) async fn set_contact_rule(phone: State<'_, Phone>, rule: ContactRule) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.set_contact_rule(rule)).await
}

#[tauri::command]
pub(crate) async fn set_language(phone: State<'_, Phone>, language: Language) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.set_language(language)).await
}

#[tauri::command]
pub(crate) async fn set_pins(phone: State<'_, Phone>, cancel: String, duress: String) -> Answer<PinsAnswer> {
    phone.ask(move |shell| shell.set_pins(&cancel, &duress)).await?
}

#[tauri::command]
pub(crate) async fn setup_later(phone: State<'_, Phone>, step: u8) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.setup_later(step)).await?
}

#[tauri::command]
pub(crate) async fn allow_location(phone: State<'_, Phone>) -> Answer<PhoneView> {
    let shell = phone.ask(Arc::clone).await?;
    Ok(shell.allow_location().await)
}

#[tauri::command]
pub(crate) async fn numbers(phone: State<'_, Phone>) -> Answer<Vec<Helpline>> {
    phone.ask(|shell| shell.numbers()).await
}

#[tauri::command]
pub(crate) async fn repair(phone: State<'_, Phone>, what: Repair) -> Answer<PhoneView> {
    let shell = phone.ask(Arc::clone).await?;
    shell.repair(what).await
}

#[tauri::command]
pub(crate) async fn choose_trigger(phone: State<'_, Phone>, trigger: Trigger, on: bool) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.choose_trigger(trigger, on)).await?
}

#[tauri::command]
pub(crate) async fn practise(phone: State<'_, Phone>, trigger: Option<Trigger>) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.practise(trigger)).await
}

#[tauri::command]
pub(crate) async fn set_loud(phone: State<'_, Phone>, loud: Loud) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.set_loud(loud)).await
}

#[tauri::command(rename_all = "snake_case")]
pub(crate) async fn touch_text(phone: State<'_, Phone>, alert_id: String) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.touch_text(&alert_id)).await?
}

#[tauri::command]
pub(crate) async fn choose_text_card(phone: State<'_, Phone>, slot: Option<u8>) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.choose_text_card(slot)).await
}

#[tauri::command]
pub(crate) async fn set_receipts_by_text(phone: State<'_, Phone>, wanted: bool) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.set_receipts_by_text(wanted)).await
}

#[tauri::command]
pub(crate) async fn set_clip(phone: State<'_, Phone>, wanted: bool) -> Answer<PhoneView> {
    phone.ask(move |shell| shell.set_clip(wanted)).await
}
