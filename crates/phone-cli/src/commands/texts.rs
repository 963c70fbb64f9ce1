//! Receipts as texts: whether she wants them, and one that has come.

use std::path::Path;

use anyhow::bail;
use serde::Serialize;

use super::{open, print};
use crate::args::{ReceiptsByText, TextArrived, Wanted};
use crate::words::say;

#[derive(Serialize)]
struct Set {
    receipts_by_text: bool,
}

#[derive(Serialize)]
struct Taken {
    believed: bool,
}

pub(crate) fn receipts_by_text(data: &Path, options: &ReceiptsByText) -> anyhow::Result<()> {
    let shell = open(data)?;
    let wanted = match options.wanted {
        Wanted::On => true,
        Wanted::Off => false,
    };
    shell.phone().set_receipts_by_text(wanted);
    if wanted {
        say(
            "The control room may answer an alarm that came as a text with texts. Whoever holds this phone can see them.",
        );
    }
    print(&Set { receipts_by_text: wanted })
}

pub(crate) fn text_arrived(data: &Path, options: &TextArrived) -> anyhow::Result<()> {
    let shell = open(data)?;
    let believed = shell.phone().text_arrived(&options.text);
    print(&Taken { believed })?;
    if believed { Ok(()) } else { bail!("TEXT: no receipt for a text of this phone") }
}
