//! `./x mobile`: what can honestly be checked of the Android and iOS side without the vendors' kits (xtask/mobile/README.md).

use std::path::PathBuf;

use anyhow::Result;

use crate::command::{Call, call};
use crate::{interface, places};

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only these steps, as their lines name them: toolchain, kotlinc, clippy:aarch64-linux-android, …
    steps: Vec<String>,
    /// Make a deliberate mistake in each layer of a copy, and see that its step finds it.
    #[arg(long, conflicts_with = "steps")]
    mistakes: bool,
    /// Write src-tauri/gen/android again, as Tauri's own command makes it. Look at the difference before you keep it.
    #[arg(long, conflicts_with_all = ["steps", "mistakes"])]
    init_android: bool,
}

/// `./x mobile`.
pub(crate) fn mobile(options: &Options) -> Result<()> {
    if options.init_android {
        interface::packages()?;
        return script("init-android.sh").speak();
    }
    interface::build()?; // the app's build wants the page
    script("fetch.sh").speak()?;
    if options.mistakes {
        return call("python3", [kit("mistakes.py")]).speak();
    }
    script("check.sh").args(&options.steps).speak()
}

/// All of it, as a step of `./x test`.
pub(crate) fn calls() -> Vec<Call> {
    ["fetch.sh", "check.sh"].map(script).into()
}

/// Brings the Kotlin compiler alone, for what the native door is tested and measured with.
pub(crate) fn compiler() -> Call {
    script("fetch.sh").arg("kotlin")
}

/// Brings Swift's, for the same.
pub(crate) fn swift() -> Call {
    script("fetch.sh").arg("swiftc")
}

fn script(name: &str) -> Call {
    call("bash", [kit(name)])
}

fn kit(name: &str) -> PathBuf {
    places::root().join("xtask/mobile").join(name)
}
