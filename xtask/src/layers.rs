//! `./x layers`: the import rules of deny.toml, held against what cargo resolved.
//!
//! `cargo deny check bans` does the same from the same file, but installing it compiles some hundred crates for minutes
//! on a fresh machine; this reads the table in a second and adds one rule: a crate of ours that another one imports
//! must be in the table (or be free to all), so that a new crate cannot slip past it.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::command::cargo;
use crate::places;

mod graph;
mod table;

use graph::Graph;
use table::Table;

/// Where phone and room meet: anybody may import these.
const FREE: [&str; 2] = ["hifazat-protocol", "hifazat-time"];

/// `./x layers`.
pub(crate) fn check() -> Result<()> {
    let table = fs::read_to_string(places::root().join("deny.toml")).context("reading deny.toml")?;
    let table = Table::parse(&table)?;
    let metadata = cargo(["metadata", "--format-version", "1", "--all-features"]).output()?;
    let graph = Graph::parse(&metadata)?;
    let wrong = violations(&table, &graph);
    for line in &wrong {
        eprintln!("{line}");
    }
    if !wrong.is_empty() {
        bail!("deny.toml refuses these imports ({})", wrong.len());
    }
    println!("{} rules hold over {} imports", table.rules().len(), graph.arrows().len());
    Ok(())
}

/// One sentence for each import that may not be.
fn violations(table: &Table, graph: &Graph) -> Vec<String> {
    let mut wrong = Vec::new();
    for (from, to) in graph.arrows() {
        match table.rules().iter().find(|rule| rule.name == *to) {
            Some(rule) if rule.wrappers.contains(from) => {}
            Some(rule) => wrong.push(format!("{from} may not import {to}: {}", rule.reason)),
            None if graph.is_ours(to) && !FREE.contains(&to.as_str()) => {
                wrong.push(format!("{from} imports {to}, which deny.toml does not know: say there who may"));
            }
            None => {}
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r#"
        [bans]
        deny = [
            { crate = "axum", wrappers = ["hifazat-room-server"], reason = "the server's" },
            { crate = "openssl", reason = "rustls with ring" },
            { crate = "hifazat-room", wrappers = ["hifazat-room-server"], reason = "the room's" },
        ]
    "#;

    fn wrong(arrows: &[(&str, &str)]) -> Vec<String> {
        violations(&Table::parse(TABLE).unwrap(), &Graph::of(arrows))
    }

    #[test]
    fn only_the_named_crates_may_import_a_heavy_library() {
        assert_eq!(wrong(&[("hifazat-room-server", "axum"), ("hifazat-room-server", "hifazat-room")]), [""; 0]);
        assert_eq!(wrong(&[("hifazat-room", "axum")]), ["hifazat-room may not import axum: the server's"]);
    }

    #[test]
    fn a_library_nobody_may_import_is_refused_behind_others_too() {
        assert_eq!(wrong(&[("some-library", "openssl")]), ["some-library may not import openssl: rustls with ring"]);
    }

    #[test]
    fn a_crate_of_ours_that_the_table_forgot_is_refused() {
        assert_eq!(wrong(&[("hifazat-phone", "hifazat-new")]).len(), 1);
        assert_eq!(wrong(&[("hifazat-phone", "hifazat-protocol"), ("hifazat-phone", "tokio")]), [""; 0]);
    }

    #[test]
    fn the_table_of_this_project_can_be_read() {
        let table = fs::read_to_string(places::root().join("deny.toml")).unwrap();
        assert!(Table::parse(&table).unwrap().rules().len() > 10);
    }
}
