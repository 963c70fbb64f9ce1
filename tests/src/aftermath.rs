//! What must be so when phone and room have been killed and left in peace again.

use anyhow::{Result, ensure};
use hifazat_testkit::{Phone, Room};

/// Everything that must be so after any kill, once both sides were left in peace.
///
/// # Errors
/// Names the alert that is lost, doubled or not proven.
pub fn all_is_well(room: &Room, phone: &Phone, said: &[String]) -> Result<()> {
    phone.run_until_settled()?;
    let status = phone.status()?;
    let incidents = room.incidents()?;
    for alert in said {
        ensure!(status.stages(alert).contains(&"stored".to_owned()), "{alert} was said to be saved and is lost");
    }
    let kept = status.alerts().iter().filter_map(|alert| alert["alert_id"].as_str()).collect::<Vec<_>>();
    for alert in &kept {
        let found = incidents.iter().filter(|incident| incident["id"] == **alert).count();
        ensure!(found == 1, "{found} incidents for the alert {alert}");
    }
    ensure!(incidents.len() == kept.len(), "incidents that no alert stands behind");
    room.verify_log()
}
