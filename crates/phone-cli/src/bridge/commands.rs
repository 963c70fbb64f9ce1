//! From a command's name and its JSON arguments to the shell, and back to JSON.

use hifazat_phone_shell::Shell;
use hifazat_phone_shell::face::{self, ContactRule, Failure, Language, Loud, Trigger};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::reply::Reply;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pull {
    trigger: Trigger,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TakeBack {
    pin: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cancel {
    alert_id: String,
    pin: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetContactRule {
    rule: ContactRule,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetLanguage {
    language: Language,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetPins {
    cancel: String,
    duress: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetupLater {
    step: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repair {
    what: face::Repair,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChooseTrigger {
    trigger: Trigger,
    on: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Practise {
    trigger: Option<Trigger>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetLoud {
    loud: Loud,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TouchText {
    alert_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChooseTextCard {
    slot: Option<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetReceiptsByText {
    wanted: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetClip {
    wanted: bool,
}

/// Calls the command of this name.
pub(super) async fn call(shell: &Shell, name: &str, arguments: &[u8]) -> Reply {
    // An empty body is no arguments.
    let arguments = if arguments.is_empty() { b"{}" } else { arguments };
    let reply = match name {
        "view" => with(arguments, |Nothing {}| Ok(shell.view())),
        "raise" => with(arguments, |Pull { trigger }| Ok(shell.raise(trigger))),
        "hold_started" => with(arguments, |Nothing {}| {
            shell.hold_started();
            Ok(())
        }),
        "take_back" => with(arguments, |TakeBack { pin }| Ok(shell.take_back(&pin))),
        "cancel" => with(arguments, |Cancel { alert_id, pin }| shell.cancel(&alert_id, &pin)),
        "end_window" => with(arguments, |Nothing {}| Ok(shell.end_window())),
        "drill" => with(arguments, |Pull { trigger }| Ok(shell.drill(trigger))),
        "end_drill" => with(arguments, |Nothing {}| Ok(shell.end_drill())),
        "dismiss" => with(arguments, |Nothing {}| Ok(shell.dismiss())),
        "set_contact_rule" => with(arguments, |SetContactRule { rule }| Ok(shell.set_contact_rule(rule))),
        "set_language" => with(arguments, |SetLanguage { language }| Ok(shell.set_language(language))),
        "set_pins" => with(arguments, |SetPins { cancel, duress }| shell.set_pins(&cancel, &duress)),
        "setup_later" => with(arguments, |SetupLater { step }| shell.setup_later(step)),
        "allow_location" => match serde_json::from_slice(arguments) {
            Ok(Nothing {}) => Ok(Reply::json(&shell.allow_location().await)),
            Err(error) => Err(error),
        },
        "repair" => match serde_json::from_slice(arguments) {
            Ok(Repair { what }) => Ok(match shell.repair(what).await {
                Ok(view) => Reply::json(&view),
                Err(failure) => Reply::failure(&failure),
            }),
            Err(error) => Err(error),
        },
        "choose_trigger" => with(arguments, |ChooseTrigger { trigger, on }| shell.choose_trigger(trigger, on)),
        "practise" => with(arguments, |Practise { trigger }| Ok(shell.practise(trigger))),
        "set_loud" => with(arguments, |SetLoud { loud }| Ok(shell.set_loud(loud))),
        "touch_text" => with(arguments, |TouchText { alert_id }| shell.touch_text(&alert_id)),
        "choose_text_card" => with(arguments, |ChooseTextCard { slot }| Ok(shell.choose_text_card(slot))),
        "set_receipts_by_text" => {
            with(arguments, |SetReceiptsByText { wanted }| Ok(shell.set_receipts_by_text(wanted)))
        }
        "set_clip" => with(arguments, |SetClip { wanted }| Ok(shell.set_clip(wanted))),
        "numbers" => with(arguments, |Nothing {}| Ok(shell.numbers())),
        _ => return Reply::problem(404, "unknown_command", "the bridge has no command of this name"),
    };
    match reply {
        Ok(reply) => reply,
        Err(error) => Reply::problem(400, "bad_arguments", &format!("{name}: {error}")),
    }
}

fn with<A, R>(arguments: &[u8], command: impl FnOnce(A) -> Result<R, Failure>) -> Result<Reply, serde_json::Error>
where
    A: DeserializeOwned,
    R: Serialize,
{
    Ok(match command(serde_json::from_slice(arguments)?) {
        Ok(answer) => Reply::json(&answer),
        Err(failure) => Reply::failure(&failure),
    })
}
