//! `keys rotate`.

use hifazat_protocol::OsEntropy;
use hifazat_time::{Clock, SystemClock};
use serde::Serialize;

use super::{RotateArgs, print};
use crate::folder::{Folder, read_json, write_json};
use crate::keyring::Keyring;
use crate::store;
use crate::trust::{self, Changes};

#[derive(Serialize)]
struct Rotated {
    key_id: u16,
    state: &'static str,
    bundle_version: u64,
}

pub(super) fn rotate(args: &RotateArgs) -> anyhow::Result<()> {
    let folder = Folder::open(&args.data.data)?;
    let root = trust::root_key(&folder, args.root.root_key.as_deref())?;
    let mut keyring: Keyring = read_json(&folder.keyring())?;
    let now = SystemClock.now();
    let (key, state) = if args.prepare {
        (keyring.announce(&OsEntropy, now)?, "pending")
    } else {
        (keyring.rotate(&OsEntropy, now)?, "active")
    };
    let changes = Changes { days: 365, ..Changes::default() };
    let bundle = trust::next(&trust::in_force(&folder)?.1, &keyring, changes, now)?;
    // The secret first: a bundle that names a key which the room does not hold would make alerts unreadable.
    write_json(&folder.keyring(), &keyring)?;
    trust::lay_down(&folder, &bundle, &root)?;
    let what = if args.prepare { "key_announced" } else { "key_rotated" };
    store::note(&folder, what, format!("sealing key {}, bundle {}", key.0, bundle.version))?;
    print::json(&Rotated { key_id: key.0, state, bundle_version: bundle.version })
}
