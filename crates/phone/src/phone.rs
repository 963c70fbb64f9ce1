//! The phone itself: what it is made of. What it does is in `phone/`, a file for each thing.

use std::sync::Arc;

use hifazat_protocol::Entropy;
use hifazat_time::Clock;

use crate::location::LocationSource;
use crate::path::Path;
use crate::store::{Outbox, Vault};

/// What the brain asks of the world.
#[derive(Clone)]
pub struct Ports {
    /// Alerts, entries, receipts.
    pub outbox: Arc<dyn Outbox>,
    /// Small secrets.
    pub vault: Arc<dyn Vault>,
    /// The ways out, raced.
    pub paths: Vec<Arc<dyn Path>>,
    /// Where she is.
    pub location: Arc<dyn LocationSource>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// A number that names this start of the machine, where the platform has one (Linux: `boot_id`). Without it only
    /// this process's own moments are measured by the machine's clock, all others by the wall clock.
    pub boot: Option<u64>,
}
