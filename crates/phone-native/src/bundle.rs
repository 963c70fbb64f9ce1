//! The trust bundle of the first start: a named file, or the one that was built in for a province.
//!
//! A phone that has none says so and still keeps every alarm; one that has a newer one keeps that.

use std::fs;
use std::path::Path;

use hifazat_phone::Notice;
use hifazat_phone_shell::{SetUp, SetUpError, Shell};
use hifazat_protocol::BundleError;

/// Empty when nothing was built in; see `build.rs`.
const BUILT_IN: &str = include_str!(concat!(env!("OUT_DIR"), "/bundle.json"));

/// Offers the phone its first bundle. A refused one is logged and told, never fatal.
pub(crate) fn offer(shell: &Shell, file: Option<&Path>) {
    let refused = match file.map(fs::read_to_string) {
        Some(Ok(text)) => put_in_force(shell, &text).err().map(|error| error.to_string()),
        Some(Err(error)) => Some(format!("the file cannot be read: {error}")),
        None if BUILT_IN.is_empty() => None,
        None => put_in_force(shell, BUILT_IN).err().map(|error| error.to_string()),
    };
    if let Some(why) = refused {
        tracing::error!(why, "the trust bundle of the first start was not taken");
        shell.phone().tell(Notice::BundleRefused);
    }
}

fn put_in_force(shell: &Shell, text: &str) -> Result<(), SetUpError> {
    match shell.set_up(&SetUp::check(text, None)?) {
        // What came over the air since is newer.
        Ok(_) | Err(SetUpError::Bundle(BundleError::Older { .. })) => Ok(()),
        Err(error) => Err(error),
    }
}
