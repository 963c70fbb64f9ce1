//! A silent test message proves the line to the room, and introduces this phone to it, before it is needed.

use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::{CheckId, CheckState};
use hifazat_protocol::Status;

use super::Shell;

/// How often to look whether the proof is still good; it holds for 30 days.
const LOOK_EVERY: Duration = Duration::from_secs(6 * 3_600);

/// Keeps the line proven for as long as it is polled.
pub(super) async fn keep_proven(shell: Arc<Shell>) {
    let mut changes = shell.changes();
    loop {
        changes.borrow_and_update();
        if shell.phone.bundle().is_none() {
            // Nobody to ask yet; a bundle is a change.
            if changes.changed().await.is_err() {
                return;
            }
            continue;
        }
        if is_due(&shell) {
            shell.phone.line_check();
        }
        shell.clock.sleep(LOOK_EVERY).await;
    }
}

fn is_due(shell: &Shell) -> bool {
    let readiness = shell.phone.view().readiness;
    let proven = readiness.checks.iter().any(|check| check.id == CheckId::Line && check.state == CheckState::Proven);
    let on_its_way = |alert: &hifazat_phone::AlertView| alert.status == Status::Test && alert.outbox_pending > 0;
    !proven && !shell.phone.alerts().iter().any(on_its_way)
}
