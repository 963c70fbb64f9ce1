//! From a command's name and its JSON arguments to the shell, and back to JSON.

use hifazat_phone_shell::Shell;
use hifazat_phone_shell::face::{ContactRule, Failure, Language, Trigger};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::reply::Reply;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raise {
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

/// Calls the command of this name.
pub(super) async fn call(shell: &Shell, name: &str, arguments: &[u8]) -> Reply {
    // An empty body is no arguments.
    let arguments = if arguments.is_empty() { b"{}" } else { arguments };
    let reply = match name {
        "view" => with(arguments, |Nothing {}| Ok(shell.view())),
        "raise" => with(arguments, |Raise { trigger }| Ok(shell.raise(trigger))),
        "hold_started" => with(arguments, |Nothing {}| {
            shell.hold_started();
            Ok(())
        }),
        "take_back" => with(arguments, |TakeBack { pin }| Ok(shell.take_back(&pin))),
        "cancel" => with(arguments, |Cancel { alert_id, pin }| shell.cancel(&alert_id, &pin)),
        "end_window" => with(arguments, |Nothing {}| Ok(shell.end_window())),
        "drill" => with(arguments, |Nothing {}| Ok(shell.drill())),
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
