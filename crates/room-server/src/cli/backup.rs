//! `backup`: a copy of the database, also while the room serves. Keys are not in it: they are copied apart.

use anyhow::Context;
use serde::Serialize;

use super::{BackupArgs, print};
use crate::folder::Folder;
use crate::store;

#[derive(Serialize)]
struct Copied {
    backup: String,
    bytes: u64,
}

pub(super) fn run(args: &BackupArgs) -> anyhow::Result<()> {
    let folder = Folder::open(&args.data.data)?;
    let about = || format!("--to {}", args.to.display());
    store::read(&folder)?.backup(&args.to).with_context(about)?;
    let bytes = std::fs::metadata(&args.to).with_context(about)?.len();
    store::note(&folder, "backed_up", format!("{bytes} bytes"))?;
    print::words("keyring.json is not in the copy: without it nobody can verify or open anything. Keep it elsewhere.");
    print::json(&Copied { backup: args.to.display().to_string(), bytes })
}
