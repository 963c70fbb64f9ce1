//! Setting a phone up with a trust bundle; again, for a newer one.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use hifazat_phone::Installed;
use hifazat_phone_shell::location::Gpsd;
use hifazat_phone_shell::{SetUp, Shell};
use serde::Serialize;

use super::{clock, print};
use crate::args::Init;
use crate::words::say;

/// A bundle is a few kilobytes long.
const LONGEST: u64 = 1024 * 1024;

#[derive(Serialize)]
struct Ready {
    room: String,
    version: u64,
    root: String,
    changed: bool,
}

pub(crate) fn init(data: &Path, options: &Init) -> anyhow::Result<()> {
    // Everything about the bundle is looked at before the folder is touched.
    let named = format!("--bundle {}", options.bundle.display());
    let text = read(&options.bundle).with_context(|| format!("{named} cannot be read"))?;
    let set_up = SetUp::check(&text, options.root.as_deref()).with_context(|| named.clone())?;
    let location = std::sync::Arc::new(Gpsd::local(clock()));
    let shell = Shell::open(data, location, clock()).with_context(|| format!("--data {}", data.display()))?;
    let installed = shell.set_up(&set_up).with_context(|| named)?;
    let changed = match installed {
        Installed::Adopted { durable: true, .. } => true,
        Installed::Unchanged => false,
        Installed::Adopted { durable: false, .. } => {
            bail!("--data {}: the trust bundle could not be written there", data.display())
        }
    };
    let (bundle, root) = (set_up.bundle(), set_up.root().to_string());
    say(format_args!("This phone now sends to {} and believes what root key {root} signs.", bundle.room_name));
    print(&Ready { room: bundle.room_name.clone(), version: bundle.version, root, changed })
}

fn read(file: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin().take(LONGEST).read_to_string(&mut text)?;
    } else {
        std::fs::File::open(file)?.take(LONGEST).read_to_string(&mut text)?;
    }
    Ok(text)
}
