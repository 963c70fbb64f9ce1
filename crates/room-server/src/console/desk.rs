//! `GET /api/desk`: everything the live desk shows, true at one revision.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use hifazat_room::ledger::{Committed, LedgerError, Snapshot};
use hifazat_room::{Incident, StateName};
use tokio::sync::broadcast::Receiver;

use super::caller::{Caller, unwritten};
use crate::contract::{Desk, DrillRow, IncidentRow, Unit};
use crate::problem::{Problem, ProblemDocument};
use crate::shared::Shared;

/// Drills shown; older ones stay in the database.
const DRILLS: u32 = 100;

/// The live desk.
#[utoipa::path(get, path = "/api/desk", tag = "console",
    responses((status = 200, body = Desk), (status = 401, body = ProblemDocument), (status = 503, body = ProblemDocument)))]
pub(crate) async fn show(State(shared): State<Arc<Shared>>, _caller: Caller) -> Result<Json<Desk>, Problem> {
    let snapshot = snapshot(&shared).await.map_err(|error| unwritten(&shared, &error))?;
    Ok(Json(Desk {
        revision: snapshot.revision.0,
        now_ms: shared.clock.now().0,
        room_name: shared.trust.current().room_name.clone(),
        attribution: shared.territory.attribution().map(str::to_owned),
        approximate: shared.territory.is_approximate(),
        units: units(&shared.units, &snapshot.incidents),
        incidents: snapshot.incidents.iter().map(IncidentRow::from).collect(),
        left_out: snapshot.left_out,
        drills: snapshot.drills.iter().map(DrillRow::from).collect(),
    }))
}

/// A snapshot and how long it may be shown to others.
#[derive(Default)]
pub(crate) struct LastSeen {
    read: Option<Read>,
}

struct Read {
    snapshot: Arc<Snapshot>,
    /// When the reading began, by the clock that never goes back.
    began: Duration,
    /// Hears of every commit since before the reading.
    commits: Receiver<Arc<Committed>>,
}

/// The newest snapshot. After a restart or a gap every console asks at once: they share one reading, provided that it
/// began after they had asked or that nothing was committed since.
async fn snapshot(shared: &Shared) -> Result<Arc<Snapshot>, LedgerError> {
    let asked = shared.clock.elapsed();
    let mut last = shared.last_seen.lock().await;
    if let Some(read) = last.read.as_ref().filter(|read| read.began > asked || read.commits.is_empty()) {
        return Ok(Arc::clone(&read.snapshot));
    }
    let ledger = shared.room.ledger();
    let (began, commits) = (shared.clock.elapsed(), ledger.subscribe());
    let snapshot = Arc::new(ledger.snapshot(DRILLS).await?);
    last.read = Some(Read { snapshot: Arc::clone(&snapshot), began, commits });
    Ok(snapshot)
}

/// The configured units, each with the incident it was sent to and has not left.
fn units(configured: &[Unit], incidents: &[Incident]) -> Vec<Unit> {
    let out = |incident: &&Incident| matches!(incident.state.name(), StateName::Dispatched | StateName::Arrived);
    let busy: HashMap<&str, String> = incidents
        .iter()
        .filter(out)
        .filter_map(|incident| Some((incident.state.sent()?.unit.as_str(), incident.label())))
        .collect();
    let with_work = |unit: &Unit| Unit { busy_with: busy.get(unit.call_sign.as_str()).cloned(), ..unit.clone() };
    configured.iter().map(with_work).collect()
}
