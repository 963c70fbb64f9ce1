//! A drill: the real path, a real receipt, nobody comes.

use std::path::Path;
use std::time::Duration;

use anyhow::bail;
use hifazat_phone::{AlertView, StepStage};
use hifazat_phone_shell::Shell;
use hifazat_protocol::{AlertId, Stage, Trigger};
use serde::Serialize;

use super::{open_at, print, tap};
use crate::args::{Around, Drill};
use crate::signals;
use crate::words::{Teller, status_name};

#[derive(Serialize)]
struct Drilled {
    alert_id: String,
    status: &'static str,
    path: Option<String>,
    saved_ms: Option<f64>,
    stored_ms: Option<u64>,
    opened_ms: Option<u64>,
    receipts_verified: usize,
    receipts_dropped: u64,
}

pub(crate) async fn drill(data: &Path, around: &Around, options: &Drill) -> anyhow::Result<()> {
    let asked_to_end = signals::end()?;
    let (shell, place_understood) = open_at(data, around)?;
    let phone = shell.phone();
    let dropped_before = phone.dropped().total();
    // As a finger on the button would: the key pair is ready when the hold ends.
    phone.prepare();
    let loops = shell.start(false);
    let (raised, saved_ms) = tap(&shell, |phone| {
        if options.by_text { phone.drill_by_text(Trigger::CommandLine) } else { phone.drill(Trigger::CommandLine) }
    });
    let time_over = shell.clock().sleep(Duration::from_secs(options.timeout));
    let proven = tokio::select! {
        proven = proven(&shell, raised.alert_id) => proven,
        () = time_over => Proof::None,
        () = asked_to_end => Proof::None,
    };
    loops.stop().await;
    let view = phone.alert_view(raised.alert_id);
    let since_tap = |stage| view.as_ref().and_then(|view| Some(step(view, stage)?.since_tap_ms));
    let proofs = view.iter().flat_map(|view| &view.steps).filter(|step| step.stage != StepStage::Saved);
    print(&Drilled {
        alert_id: raised.alert_id.to_string(),
        status: view.as_ref().map_or("exercise", |view| status_name(view.status)),
        path: proofs.clone().find_map(|step| step.path.clone()),
        saved_ms,
        stored_ms: since_tap(StepStage::Proven(Stage::Stored)),
        opened_ms: since_tap(StepStage::Proven(Stage::Opened)),
        receipts_verified: proofs.count(),
        receipts_dropped: phone.dropped().total().saturating_sub(dropped_before),
    })?;
    match proven {
        Proof::Opened => place_understood,
        Proof::Broken => bail!("BROKEN: the control room answered the drill as an alarm; do not trust this line"),
        Proof::None => bail!("no receipt proved within {} s that the drill was opened (--timeout)", options.timeout),
    }
}

enum Proof {
    Opened,
    Broken,
    None,
}

/// Waits for the proof and says each receipt as it comes.
async fn proven(shell: &Shell, id: AlertId) -> Proof {
    let mut teller = Teller::default();
    let mut changes = shell.changes();
    loop {
        changes.borrow_and_update();
        if let Some(view) = shell.phone().alert_view(id) {
            teller.tell(std::slice::from_ref(&view));
            if view.broken {
                return Proof::Broken;
            }
            if step(&view, StepStage::Proven(Stage::Opened)).is_some() {
                return Proof::Opened;
            }
        }
        if changes.changed().await.is_err() {
            return Proof::None;
        }
    }
}

fn step(view: &AlertView, stage: StepStage) -> Option<&hifazat_phone::Step> {
    view.steps.iter().find(|step| step.stage == stage)
}
