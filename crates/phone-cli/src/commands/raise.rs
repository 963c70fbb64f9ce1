//! The alarm: durable, then back. Somebody else carries it: a `run`, or a bridge, over the same folder.

use std::path::Path;
use std::sync::Arc;

use hifazat_phone_shell::location::Scripted;
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
    let shell = match options.fix {
        Some(fix) => open_anyhow(data, Arc::new(Scripted::fixed(fix, clock())))?,
        None => open_at(data, place)?,
    };
    let phone = shell.phone();
    shell.note_last_known().await;
    let (raised, saved_ms) = tap(&shell, Status::Actual);
    print(&Saved { alert_id: raised.alert_id.to_string(), saved_ms })?;
    if raised.durable {
        eprintln!("Saved. It goes out as soon as `run` or `bridge` works on this folder.");
        return Ok(());
    }
    // Nobody else can see what is in this process's memory only.
    eprintln!("It could NOT be saved. It is being sent from memory: let this command run until it ends.");
    phone.run_until_settled().await;
    eprintln!("Received by the control room.");
    Ok(())
}
