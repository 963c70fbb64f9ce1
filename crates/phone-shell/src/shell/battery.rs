//! How full the battery is, where Linux tells it: an operator should know that a phone is about to fall silent.

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
        if let Some(percent) = charge(Path::new(SUPPLIES)) {
            shell.phone.note_battery(percent);
        }
        shell.clock.sleep(LOOK_EVERY).await;
    }
}

/// The charge of the machine's first battery; none on a machine without.
fn charge(supplies: &Path) -> Option<u8> {
    let mut found: Vec<_> = fs::read_dir(supplies).ok()?.flatten().map(|supply| supply.path()).collect();
    found.sort();
    found.into_iter().find_map(|supply| {
        let read = |name: &str| fs::read_to_string(supply.join(name)).ok();
        // Mice and pens have batteries too; theirs have the scope of a device.
        let is_ours = read("type")?.trim() == "Battery" && read("scope").is_none_or(|scope| scope.trim() != "Device");
        if is_ours { read("capacity")?.trim().parse().ok() } else { None }
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
        assert_eq!(charge(folder.path()), None);
        supply(folder.path(), "AC", &[("type", "Mains\n")]);
        supply(folder.path(), "hidpp_battery_0", &[("type", "Battery\n"), ("scope", "Device\n"), ("capacity", "5\n")]);
        assert_eq!(charge(folder.path()), None);
        supply(folder.path(), "BAT1", &[("type", "Battery\n"), ("capacity", "71\n")]);
        assert_eq!(charge(folder.path()), Some(71));
        assert_eq!(charge(Path::new("/nowhere")), None);
    }
}
