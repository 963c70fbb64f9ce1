//! The alarm: durable, then back. Somebody else carries it: a `run`, or a bridge, over the same folder.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use hifazat_phone_shell::location::{ParseFixError, Scripted, Written, parse_fix};
use hifazat_protocol::Status;
use serde::Serialize;

use super::{clock, open_anyhow, open_at, print, tap};
use crate::args::{Place, Raise};

#[derive(Serialize)]
struct Saved {
    alert_id: String,
    saved_ms: Option<f64>,
}

pub(crate) async fn raise(data: &Path, place: &Place, options: &Raise) -> anyhow::Result<()> {
    // A place that cannot be read never stops an alarm: it goes without one, and the error comes after it.
    let fix = options.fix.as_deref().map(parse_fix).transpose();
    let shell = match fix {
        Ok(Some(fix)) => open_anyhow(data, Arc::new(Scripted::fixed(fix, clock())))?,
        Ok(None) | Err(_) => open_at(data, place)?,
    };
    let phone = shell.phone();
    shell.note_last_known().await;
    let (raised, saved_ms) = tap(&shell, Status::Actual);
    print(&Saved { alert_id: raised.alert_id.to_string(), saved_ms })?;
    if raised.durable {
        eprintln!("Saved. It goes out as soon as `run` or `bridge` works on this folder.");
        return without_place(fix);
    }
    // Nobody else can see what is in this process's memory only.
    eprintln!("It could NOT be saved. It is being sent from memory: let this command run until it ends.");
    phone.run_until_settled().await;
    eprintln!("Received by the control room.");
    without_place(fix)
}

fn without_place(fix: Result<Option<Written>, ParseFixError>) -> anyhow::Result<()> {
    fix.map(drop).context("the alarm was raised without the place given by --fix LAT,LON,ACCURACY_M")
}
