//! Who imports whom, as cargo resolved it for every target; dev-dependencies left out.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Deserialize;

/// Imports as pairs of crate names, and which crates are our own.
#[derive(Debug)]
pub(super) struct Graph {
    arrows: BTreeSet<(String, String)>,
    ours: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: Vec<String>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
struct Package {
    id: String,
    name: String,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Debug, Deserialize)]
struct Kind {
    /// None for a plain dependency, "build" or "dev".
    kind: Option<String>,
}

impl Graph {
    /// Reads what `cargo metadata` wrote.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let metadata: Metadata = serde_json::from_str(text).context("reading what cargo metadata told")?;
        let names = metadata.packages.iter().map(|package| (package.id.as_str(), package.name.as_str()));
        let names = names.collect::<BTreeMap<_, _>>();
        let nodes = metadata.resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect::<BTreeMap<_, _>>();

        // From our own crates outwards, so that what only a test brings along is not seen.
        let mut arrows = BTreeSet::new();
        let mut waiting = metadata.workspace_members.iter().map(String::as_str).collect::<Vec<_>>();
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            let node = nodes.get(id).with_context(|| format!("{id} is not resolved"))?;
            for dependency in node.deps.iter().filter(|dependency| dependency.is_built_in()) {
                let to = dependency.pkg.as_str();
                let name = |id: &str| names.get(id).map(|&name| name.to_owned());
                arrows.extend(name(id).zip(name(to)));
                waiting.push(to);
            }
        }
        let ours = metadata.workspace_members.iter().filter_map(|id| names.get(id.as_str())).map(|&name| name.into());
        Ok(Self { arrows, ours: ours.collect() })
    }

    pub(super) fn arrows(&self) -> &BTreeSet<(String, String)> {
        &self.arrows
    }

    pub(super) fn is_ours(&self, name: &str) -> bool {
        self.ours.contains(name)
    }

    #[cfg(test)]
    pub(super) fn of(arrows: &[(&str, &str)]) -> Self {
        let arrows = arrows.iter().map(|&(from, to)| (from.to_owned(), to.to_owned())).collect::<BTreeSet<_>>();
        let named = arrows.iter().flat_map(|(from, to)| [from, to]);
        let ours = named.filter(|name| name.starts_with("hifazat-")).cloned().collect();
        Self { arrows, ours }
    }
}

impl Dependency {
    fn is_built_in(&self) -> bool {
        self.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev"))
    }
}
