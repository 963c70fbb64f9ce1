//! What a process holds, as the kernel counts it.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

const KIB_PER_MIB: u64 = 1_024;

/// A process whose memory is watched.
pub(super) struct Memory {
    process: u32,
}

impl Memory {
    pub(super) const fn of(process: u32) -> Self {
        Self { process }
    }

    /// Resident now, and at most so far.
    pub(super) fn told(&self) -> Result<Value> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process)).context("reading /proc")?;
        let mib = |name: &str| -> Result<u64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).context("a line of /proc")?;
            let kib: u64 = line.trim_end_matches("kB").trim().parse().context("a line of /proc")?;
            Ok(kib / KIB_PER_MIB)
        };
        Ok(json!({ "now_mib": mib("VmRSS:")?, "most_mib": mib("VmHWM:")? }))
    }
}
