//! `verify-log`: the chained log, from its first entry to its signed end.

use anyhow::Context;
use hifazat_room::audit::Head;
use serde::Serialize;

use super::{VerifyLogArgs, print};
use crate::folder::{Folder, read_json};
use crate::keyring::Keyring;
use crate::store;

#[derive(Serialize)]
struct Whole {
    whole: bool,
    entries: u64,
    head: String,
}

pub(super) fn run(args: &VerifyLogArgs) -> anyhow::Result<()> {
    let folder = Folder::open(&args.data.data)?;
    let keyring: Keyring = read_json(&folder.keyring())?;
    let noted = args.noted.as_deref().map(parse).transpose()?;
    let head = store::read(&folder)?
        .verify_log(&keyring.audit()?.public(), noted)
        .context("verify-log: do not trust this log, and keep the folder as it is")?;
    print::json(&Whole { whole: true, entries: head.number, head: shown(&head) })
}

/// A head as it is written on paper: its number and its hash.
fn shown(head: &Head) -> String {
    let hash: String = head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}:{hash}", head.number)
}

fn parse(text: &str) -> anyhow::Result<Head> {
    let parts = text.trim().split_once(':').filter(|(_, hash)| hash.len() == 64 && hash.is_ascii());
    let head = parts.and_then(|(number, hash)| {
        let bytes: Option<Vec<u8>> =
            (0..64).step_by(2).map(|at| u8::from_str_radix(hash.get(at..at + 2)?, 16).ok()).collect();
        Some(Head { number: number.parse().ok()?, hash: bytes?.try_into().ok()? })
    });
    head.context("--noted: a head looks like NUMBER:64 HEXADECIMAL DIGITS, as verify-log prints it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_was_shown() {
        let head = Head { number: 7, hash: [0xab; 32] };
        assert_eq!(parse(&shown(&head)).unwrap(), head);
        assert!(parse("7:ab").unwrap_err().to_string().contains("--noted"));
    }
}
