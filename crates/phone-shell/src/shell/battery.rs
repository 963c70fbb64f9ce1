//! How full the battery is and whether it is charged, where Linux tells it: an operator should know that a phone is about to fall silent.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::Shell;

const LOOK_EVERY: Duration = Duration::from_secs(60);
const SUPPLIES: &str = "/sys/class/power_supply";

/// Tells the brain the charge for as long as it is polled.
pub(super) async fn keep_known(shell: Arc<Shell>) {
    loop {
        if let Some(battery) = battery(Path::new(SUPPLIES)) {
            if let Some(charging) = battery.charging {
                shell.phone.note_charging(charging);
            }
            shell.phone.note_battery(battery.percent);
        }
        shell.clock.sleep(LOOK_EVERY).await;
    }
}

/// What the system says of a battery.
#[derive(Debug, PartialEq, Eq)]
struct Battery {
    percent: u8,
    /// `None`: the driver does not know.
    charging: Option<bool>,
}

/// The machine's first battery; none on a machine without.
fn battery(supplies: &Path) -> Option<Battery> {
    let mut found: Vec<_> = fs::read_dir(supplies).ok()?.flatten().map(|supply| supply.path()).collect();
    found.sort();
    found.into_iter().find_map(|supply| {
        let read = |name: &str| fs::read_to_string(supply.join(name)).ok();
        // Mice and pens have batteries too; theirs have the scope of a device.
        let is_ours = read("type")?.trim() == "Battery" && read("scope").is_none_or(|scope| scope.trim() != "Device");
        let percent = read("capacity")?.trim().parse().ok().filter(|_| is_ours)?;
        let charging = match read("status").as_deref().map(str::trim) {
            Some("Charging" | "Full") => Some(true),
            Some("Discharging" | "Not charging") => Some(false),
            Some(_) | None => None,
        };
        Some(Battery { percent, charging })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn supply(supplies: &Path, name: &str, files: &[(&str, &str)]) {
        fs::create_dir(supplies.join(name)).unwrap();
        for (file, text) in files {
            fs::write(supplies.join(name).join(file), text).unwrap();
        }
    }

    #[test]
    fn the_machines_own_battery_counts() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(battery(folder.path()), None);
        supply(folder.path(), "AC", &[("type", "Mains\n")]);
        supply(folder.path(), "hidpp_battery_0", &[("type", "Battery\n"), ("scope", "Device\n"), ("capacity", "5\n")]);
        assert_eq!(battery(folder.path()), None);
        supply(folder.path(), "BAT1", &[("type", "Battery\n"), ("capacity", "71\n")]);
        assert_eq!(battery(folder.path()), Some(Battery { percent: 71, charging: None }));
        for (status, charging) in [("Charging", Some(true)), ("Discharging", Some(false)), ("Unknown", None)] {
            fs::write(folder.path().join("BAT1/status"), format!("{status}\n")).unwrap();
            assert_eq!(battery(folder.path()), Some(Battery { percent: 71, charging }));
        }
        assert_eq!(battery(Path::new("/nowhere")), None);
    }
}
