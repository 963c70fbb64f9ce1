//! `bundle show` and `bundle sign`.

use hifazat_time::{Clock, SystemClock};

use super::{DataArg, SignArgs, print};
use crate::folder::{Folder, read_json};
use crate::keyring::Keyring;
use crate::store;
use crate::trust::{self, Changes};

pub(super) fn show(args: &DataArg) -> anyhow::Result<()> {
    let folder = Folder::open(&args.data)?;
    print::line(&trust::in_force(&folder)?.0.to_json())
}

pub(super) fn sign(args: &SignArgs) -> anyhow::Result<()> {
    let folder = Folder::open(&args.data.data)?;
    let root = trust::root_key(&folder, args.root.root_key.as_deref())?;
    let keyring: Keyring = read_json(&folder.keyring())?;
    let changes = Changes {
        public_urls: args.public_url.clone(),
        room_name: args.room_name.clone(),
        datagram_port: args.datagram_port,
        sms_number: args.numbers.sms_number.clone(),
        helplines: args.numbers.helplines.as_deref().map(trust::helplines).transpose()?,
        days: args.days,
    };
    let bundle = trust::next(&trust::in_force(&folder)?.1, &keyring, changes, SystemClock.now())?;
    let signed = trust::lay_down(&folder, &bundle, &root)?;
    store::note(&folder, "bundle_signed", format!("bundle {}", bundle.version))?;
    print::words(format_args!("Version {} is signed; a serving room hands it out within seconds.", bundle.version));
    print::line(&signed.to_json())
}
