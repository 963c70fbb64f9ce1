//! Both PINs at once.

use std::path::Path;

use anyhow::bail;
use hifazat_phone::PinsOutcome;
use serde::Serialize;

use super::{open, print};
use crate::args::SetPins;

#[derive(Serialize)]
struct Set {
    outcome: &'static str,
}

pub(crate) fn set_pins(data: &Path, options: &SetPins) -> anyhow::Result<()> {
    let shell = open(data)?;
    match shell.phone().set_pins(&options.cancel, &options.duress) {
        PinsOutcome::Saved => print(&Set { outcome: "saved" }),
        PinsOutcome::TooEasy => bail!("--cancel, --duress: one of them is too easy; choose another"),
        PinsOutcome::MustDiffer => bail!("--duress: it must differ from --cancel"),
        PinsOutcome::NotFourDigits => bail!("--cancel, --duress: a PIN is four digits, 0 to 9"),
        PinsOutcome::AlarmIsLive => bail!("the PINs cannot be changed while an alarm is live"),
    }
}
