//! `incidents --json`: the queue rows of all incidents, closed ones too. Reads only; tracks and logs stay closed.

use anyhow::Context;
use serde::Serialize;

use super::{IncidentsArgs, print};
use crate::contract::{DrillRow, IncidentRow};
use crate::folder::Folder;
use crate::store;

#[derive(Serialize)]
struct All {
    incidents: Vec<IncidentRow>,
    drills: Vec<DrillRow>,
}

const DRILLS: u32 = 1_000;

pub(super) fn run(args: &IncidentsArgs) -> anyhow::Result<()> {
    let reader = store::read(&Folder::open(&args.data.data)?)?;
    let incidents = reader.incidents().context("cannot read the incidents")?;
    let drills = reader.drills(DRILLS).context("cannot read the drills")?;
    if !args.json {
        let (incidents, drills) = (incidents.len(), drills.len());
        print::words(format_args!("{incidents} incidents, {drills} drills; the list is JSON with or without --json."));
    }
    print::json(&All {
        incidents: incidents.iter().map(IncidentRow::from).collect(),
        drills: drills.iter().map(DrillRow::from).collect(),
    })
}
