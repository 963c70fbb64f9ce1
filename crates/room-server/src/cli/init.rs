//! `init`: keys, certificates, the signed bundle, the database. Refuses to overwrite.

use std::fs;

use anyhow::Context;
use hifazat_protocol::{OsEntropy, RootKey, UnixMillis};
use hifazat_time::{Clock, SystemClock};
use serde::Serialize;

use super::{InitArgs, print};
use crate::certificates::Certificates;
use crate::folder::{Folder, write_json};
use crate::keyring::{Keyring, RootKeyFile};
use crate::store;
use crate::trust::{self, Changes};

#[derive(Serialize)]
struct Made {
    data: String,
    room_name: String,
    public_urls: Vec<String>,
    root: String,
    bundle_version: u64,
    bundle_expires_at_ms: i64,
}

pub(super) fn run(args: &InitArgs) -> anyhow::Result<()> {
    let folder = Folder::create(&args.data.data)?;
    match fill(&folder, args, SystemClock.now()) {
        Ok(made) => {
            print::words(format_args!(
                "The root key lies in {}. Move it offline: it is needed only for `bundle sign` and `keys rotate`.",
                folder.root_key().display()
            ));
            print::json(&made)
        }
        Err(error) => {
            clear(&folder);
            Err(error)
        }
    }
}

fn fill(folder: &Folder, args: &InitArgs, now: UnixMillis) -> anyhow::Result<Made> {
    let root = RootKey::generate(&OsEntropy);
    let keyring = Keyring::make(&OsEntropy, now);
    let helplines = args.numbers.helplines.as_deref().map(trust::helplines).transpose()?;
    let changes = Changes {
        public_urls: args.public_url.clone(),
        room_name: Some(args.room_name.clone()),
        datagram_port: None,
        sms_number: args.numbers.sms_number.clone(),
        helplines,
        days: 365,
    };
    // The names come from the bundle and the bundle needs the authority, so the certificate is made for this machine
    // first and renewed for the promised names at once.
    let certificates = Certificates::make(&["localhost".to_owned()], now)?;
    let bundle = trust::first(&keyring, certificates.authority_der()?, changes, now)?;
    let certificates = certificates
        .renewed(&trust::names(&bundle), now)
        .context("--public-url: not a name that a certificate can carry")?
        .unwrap_or(certificates);

    store::open(folder, &keyring)?;
    write_json(&folder.root_key(), &RootKeyFile::of(&root))?;
    write_json(&folder.keyring(), &keyring)?;
    write_json(&folder.certificates(), &certificates)?;
    let signed = trust::lay_down(folder, &bundle, &root)?;
    Ok(Made {
        data: folder.path().display().to_string(),
        room_name: bundle.room_name,
        public_urls: bundle.endpoints.into_iter().map(|endpoint| endpoint.url).collect(),
        root: signed.claimed_root().to_string(),
        bundle_version: bundle.version,
        bundle_expires_at_ms: bundle.expires_at.0,
    })
}

/// A half-made room helps nobody: what this run laid down goes again. Only files that were not there before exist.
fn clear(folder: &Folder) {
    let database = folder.database();
    let beside = |suffix: &str| database.with_extension(format!("db{suffix}"));
    let made = [
        folder.root_key(),
        folder.keyring(),
        folder.certificates(),
        folder.bundle(),
        beside("-wal"),
        beside("-shm"),
        database.clone(),
    ];
    for file in made {
        if file.exists() && fs::remove_file(&file).is_err() {
            print::words(format_args!("{} could not be removed", file.display()));
        }
    }
}
