//! What is true: alerts, their proven stages, what is still to be carried.

use std::path::Path;

use hifazat_phone::{AlertView, TextView};
use hifazat_protocol::Status as AlertStatus;
use serde::Serialize;

use super::{open, print};
use crate::args::Status;
use crate::words::{line, say, stage_name, status_name};

#[derive(Serialize)]
struct Report {
    alerts: Vec<Alert>,
    receipts_dropped: u64,
}

#[derive(Serialize)]
struct Alert {
    alert_id: String,
    status: &'static str,
    stages: Vec<Stage>,
    /// `handed_over` or `failing`; absent while none was needed. Neither says that anybody received it.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'static str>,
    outbox_pending: u32,
}

#[derive(Serialize)]
struct Stage {
    stage: &'static str,
    /// Milliseconds since 1970: this phone's clock for `saved`, the receipt's time for all others.
    at: i64,
    path: Option<String>,
}

pub(crate) fn status(data: &Path, options: &Status) -> anyhow::Result<()> {
    let shell = open(data)?;
    let mut alerts = shell.phone().alerts();
    // Line checks are the phone's own business.
    alerts.retain(|alert| alert.status != AlertStatus::Test);
    let receipts_dropped = shell.phone().dropped().total();
    if options.json {
        return print(&Report { alerts: alerts.into_iter().map(Alert::from).collect(), receipts_dropped });
    }
    for alert in &alerts {
        let status = status_name(alert.status);
        say(format_args!("{status} {}; entries in the outbox: {}", alert.alert_id, alert.outbox_pending));
        for step in &alert.steps {
            say(format_args!("  {}", line(step)));
        }
        match alert.text {
            Some(TextView::HandedOver { .. }) => {
                say("  a text was handed to the operator, who says nothing of its arrival")
            }
            Some(TextView::Failing(trouble)) => say(format_args!("  no text could be handed over: {trouble}")),
            None => {}
        }
    }
    say(format_args!("alerts: {}; receipts not believed: {receipts_dropped}", alerts.len()));
    Ok(())
}

impl From<AlertView> for Alert {
    fn from(alert: AlertView) -> Self {
        let stage = |step: hifazat_phone::Step| Stage { stage: stage_name(step.stage), at: step.at.0, path: step.path };
        Self {
            alert_id: alert.alert_id.to_string(),
            status: status_name(alert.status),
            stages: alert.steps.into_iter().map(stage).collect(),
            text: alert.text.map(|text| match text {
                TextView::HandedOver { .. } => "handed_over",
                TextView::Failing(_) => "failing",
            }),
            outbox_pending: alert.outbox_pending,
        }
    }
}
