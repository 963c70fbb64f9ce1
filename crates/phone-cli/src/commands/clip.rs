//! Clips: whether one is recorded, and one that was.

use std::path::Path;

use anyhow::{Context, anyhow};
use serde::Serialize;

use super::{open, print};
use crate::args::{Clip, TakeClip, Wanted};

#[derive(Serialize)]
struct Set {
    clip: bool,
}

#[derive(Serialize)]
struct Taken {
    taken: bool,
}

pub(crate) fn clip(data: &Path, command: &Clip) -> anyhow::Result<()> {
    match command {
        Clip::Record { wanted } => {
            let wanted = match wanted {
                Wanted::On => true,
                Wanted::Off => false,
            };
            open(data)?.phone().set_clip(wanted);
            print(&Set { clip: wanted })
        }
        Clip::Take(options) => take(data, options),
    }
}

fn take(data: &Path, options: &TakeClip) -> anyhow::Result<()> {
    let shell = open(data)?;
    let bytes = std::fs::read(&options.file).with_context(|| format!("FILE {}", options.file.display()))?;
    let recorded_at_ms = options.recorded_at_ms.unwrap_or_else(|| shell.clock().now().0);
    let taken = shell.take_clip(&options.alert_id, &bytes, recorded_at_ms, &options.media);
    taken.map_err(|failure| anyhow!("{}: {}", failure.code, failure.message))?;
    print(&Taken { taken: true })
}
