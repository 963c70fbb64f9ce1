//! The part of deny.toml that says who may import whom.

use anyhow::{Context, Result};
use serde::Deserialize;

/// `[bans] deny`.
#[derive(Debug, Deserialize)]
pub(super) struct Table {
    bans: Bans,
}

#[derive(Debug, Deserialize)]
struct Bans {
    deny: Vec<Rule>,
}

/// Only `wrappers` may import `name`.
#[derive(Debug, Deserialize)]
pub(super) struct Rule {
    #[serde(rename = "crate")]
    pub(super) name: String,
    #[serde(default)]
    pub(super) wrappers: Vec<String>,
    pub(super) reason: String,
}

impl Table {
    pub(super) fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).context("deny.toml")
    }

    pub(super) fn rules(&self) -> &[Rule] {
        &self.bans.deny
    }
}
