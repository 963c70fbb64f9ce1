//! The alarm: durable, then back. Somebody else carries it: a `run`, or a bridge, over the same folder.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use hifazat_phone::LocationSource;
use hifazat_phone_shell::location::{ParseFixError, Scripted, Written, parse_fix};
use hifazat_protocol::{Status, Trigger};
use serde::Serialize;

use super::{clock, must_be_set_up, open_anyhow, print, source, tap};
use crate::args::{Around, Raise};
use crate::words::say;

#[derive(Serialize)]
struct Saved {
    alert_id: String,
    saved_ms: Option<f64>,
}

pub(crate) async fn raise(data: &Path, around: &Around, options: &Raise) -> anyhow::Result<()> {
    // A place that cannot be read never stops an alarm: it goes without one, and the error comes after it.
    let fix = options.fix.as_deref().map(|text| parse_fix(&text.to_string_lossy())).transpose();
    let (named, place_understood) = source(around);
    let location: Arc<dyn LocationSource> = match fix {
        Ok(Some(fix)) => Arc::new(Scripted::fixed(fix, clock())),
        Ok(None) | Err(_) => named,
    };
    let shell = open_anyhow(data, location, around)?;
    let phone = shell.phone();
    shell.note_last_known().await;
    let (raised, saved_ms) = tap(&shell, |phone| phone.raise(Status::Actual, Trigger::CommandLine));
    // Nor does a result that cannot be written.
    let printed = print(&Saved { alert_id: raised.alert_id.to_string(), saved_ms });
    // A phone that lost the key to whom it trusts keeps the alarm until it is set up again.
    let set_up = must_be_set_up(data, &shell);
    if raised.durable && set_up.is_ok() {
        say("Saved. It goes out as soon as `run` or `bridge` works on this folder.");
    } else if raised.durable {
        say("Saved, and NOT sent: this phone does not know where to. It goes out once it is set up.");
    } else if set_up.is_err() {
        say("It could NOT be saved, and this phone does not know where to send it.");
    } else {
        // Nobody else can see what is in this process's memory only.
        say("It could NOT be saved. It is being sent from memory: let this command run until it ends.");
        phone.run_until_settled().await;
        say("Received by the control room.");
    }
    set_up.and(printed).and_then(|()| without_place(fix)).and(place_understood)
}

fn without_place(fix: Result<Option<Written>, ParseFixError>) -> anyhow::Result<()> {
    fix.map(drop).context("the alarm was raised without the place given by --fix LAT,LON,ACCURACY_M")
}
