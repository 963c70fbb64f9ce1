//! Units that can be sent, from a configured file.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::contract::Unit;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    units: Vec<Unit>,
}

/// Reads a file (option `--units`): a JSON list, or TOML with `[[units]]`.
///
/// # Errors
/// A sentence naming the option and what is wrong in the file.
pub(crate) fn load(path: &Path) -> anyhow::Result<Vec<Unit>> {
    let about = || format!("--units {}", path.display());
    let text = std::fs::read_to_string(path).with_context(about)?;
    let is_toml = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    let units = if is_toml {
        toml::from_str::<Tables>(&text).with_context(about)?.units
    } else {
        serde_json::from_str::<Vec<Unit>>(&text).with_context(about)?
    };
    check(&units).with_context(about)?;
    Ok(units)
}

fn check(units: &[Unit]) -> anyhow::Result<()> {
    let mut known = BTreeSet::new();
    for unit in units {
        if unit.call_sign.trim().is_empty() {
            bail!("`call_sign` is empty");
        }
        if !known.insert(unit.call_sign.as_str()) {
            bail!("`call_sign` {} stands there twice", unit.call_sign);
        }
        let degrees = |value: Option<f64>, most: f64| value.is_none_or(|value| value.abs() <= most);
        if !degrees(unit.latitude_deg, 90.0) || !degrees(unit.longitude_deg, 180.0) {
            bail!("{}: `latitude_deg` or `longitude_deg` is out of range", unit.call_sign);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load_as(name: &str, text: &str) -> anyhow::Result<Vec<Unit>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(name);
        std::fs::write(&path, text)?;
        load(&path)
    }

    #[test]
    fn json_and_toml_say_the_same() {
        let json = load_as("units.json", r#"[{"call_sign":"Alpha 1","crew":3,"woman_officer":true}]"#).unwrap();
        let toml = load_as("u.toml", "[[units]]\ncall_sign = \"Alpha 1\"\ncrew = 3\nwoman_officer = true\n").unwrap();
        assert_eq!(json, toml);
    }

    #[test]
    fn a_wrong_file_names_the_option_and_the_field() {
        let twice = load_as("u.json", r#"[{"call_sign":"A"},{"call_sign":"A"}]"#).unwrap_err();
        assert!(format!("{twice:#}").contains("--units") && format!("{twice:#}").contains("twice"));
        let typo = load_as("u.json", r#"[{"callsign":"A"}]"#).unwrap_err();
        assert!(format!("{typo:#}").contains("callsign"), "{typo:#}");
    }
}
