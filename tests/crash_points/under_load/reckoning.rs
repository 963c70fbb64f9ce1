//! What was acknowledged in a round, and whether it is all there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::{Result, ensure};
use hifazat_testkit::{Phone, Room};

/// Kills and acknowledged alerts of a round.
#[derive(Default)]
pub(super) struct Reckoning {
    pub(super) rooms: u32,
    pub(super) runs: u32,
    pub(super) raises: u32,
    /// Alerts of devices that hold a verified receipt.
    pub(super) brought: Vec<String>,
    /// By phone: alerts that it said were saved.
    pub(super) said: Vec<Vec<String>>,
    /// Alerts that phones had saved and were killed before they could say so.
    unsaid: usize,
}

impl Reckoning {
    /// Nothing lost, nothing doubled, nothing that nobody raised.
    pub(super) fn holds(&mut self, room: &Room, phones: &[Phone]) -> Result<()> {
        let mut incidents: BTreeMap<String, usize> = BTreeMap::new();
        for incident in room.incidents()? {
            *incidents.entry(incident["id"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
        for alert in &self.brought {
            ensure!(incidents.contains_key(alert), "a device holds a receipt for {alert}, and the room does not");
        }
        let mut raised: BTreeSet<String> = self.brought.iter().cloned().collect();
        for (phone, said) in phones.iter().zip(&self.said) {
            let status = phone.status()?;
            for alert in said {
                let stages = status.stages(alert);
                ensure!(stages.contains(&"stored".to_owned()), "{alert} was said to be saved: {stages:?}");
            }
            let kept = status.alerts().iter().filter_map(|alert| alert["alert_id"].as_str());
            let kept: BTreeSet<String> = kept.map(str::to_owned).collect();
            self.unsaid += kept.len().saturating_sub(said.len());
            raised.extend(kept);
        }
        for (alert, count) in &incidents {
            ensure!(*count == 1, "{count} incidents for {alert}");
            ensure!(raised.contains(alert), "nobody raised {alert}");
        }
        ensure!(raised.len() == incidents.len(), "{} alerts, {} incidents", raised.len(), incidents.len());
        room.verify_log()
    }
}

impl fmt::Display for Reckoning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rooms, runs, raises, brought, said, unsaid } = self;
        let said = said.iter().map(Vec::len).sum::<usize>();
        write!(out, "{} kills (room {rooms}, run {runs}, raise {raises}); ", rooms + runs + raises)?;
        write!(out, "{} alerts by devices, {said} by phones, {unsaid} killed unsaid: ", brought.len())?;
        out.write_str("none lost, none doubled")
    }
}
