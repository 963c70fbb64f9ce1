//! Cancelling by PIN: a message that the operator sees. The duress PIN looks the same here in every way.

use std::path::Path;

use anyhow::{anyhow, bail};
use hifazat_phone::PinOutcome;
use hifazat_phone::{CheckId, CheckState};
use hifazat_protocol::AlertId;
use serde::Serialize;

use super::{equip, open, print};
use crate::args::{Around, Cancel};
use crate::words::say;

#[derive(Serialize)]
struct Cancelled {
    alert_id: String,
    outcome: &'static str,
}

pub(crate) fn cancel(data: &Path, around: &Around, options: &Cancel) -> anyhow::Result<()> {
    let id: AlertId = options.alert_id.parse().map_err(|error| anyhow!("ALERT_ID {:?}: {error}", options.alert_id))?;
    let shell = open(data)?;
    equip(&shell, around);
    let phone = shell.phone();
    let checks = phone.view().readiness.checks;
    if !checks.iter().any(|check| check.id == CheckId::Pins && check.state == CheckState::Proven) {
        bail!(
            "--pin: this phone has no PINs; set them before an alarm: hifazat-phone --data {} pins set",
            data.display()
        );
    }
    let answer = phone.cancel(id, &options.pin);
    let answer = answer.ok_or_else(|| anyhow!("ALERT_ID {id}: this phone keeps no such alert"))?;
    match answer.outcome {
        PinOutcome::Done => {
            say("Cancelled by PIN. The control room is told as soon as `run` or `bridge` works on this folder.");
            print(&Cancelled { alert_id: id.to_string(), outcome: "done" })
        }
        PinOutcome::Wrong => bail!("--pin: wrong PIN; tries left: {}", answer.tries_left),
        PinOutcome::Stands => bail!("--pin: no tries are left; the alarm stands"),
    }
}
