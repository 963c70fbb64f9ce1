//! `./x mobile`: what can honestly be checked of the Android and iOS side without the vendors' kits (xtask/mobile/README.md).

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
    script("fetch.sh").speak()?;
    if options.mistakes {
        return script("mistakes.sh").speak();
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

fn script(name: &str) -> Call {
    call("bash", [places::root().join("xtask/mobile").join(name)])
}
