//! From a text to the room's memory, whichever carrier brought it.

use hifazat_room::TextError;

use super::text::Text;
use crate::phones::envelopes::word;
use crate::shared::Shared;

/// It could not be written down: the carrier must bring it again.
#[derive(Debug)]
pub(super) struct NotNow;

/// Takes one text; answers after the commit. What is no alert is counted, and its carrier may forget it.
///
/// # Errors
/// [`NotNow`].
pub(super) async fn take(shared: &Shared, text: &Text) -> Result<(), NotNow> {
    match shared.room.take_text(&text.words, text.from.as_deref()).await {
        Ok(taken) => {
            count(shared, word(taken.kind));
            Ok(())
        }
        Err(TextError::Rejected(_)) => {
            count(shared, "foreign");
            Ok(())
        }
        Err(TextError::Busy) => {
            count(shared, "busy");
            Err(NotNow)
        }
        Err(TextError::Ledger(error)) => {
            shared.figures.count("hifazat_store_failures_total", None);
            tracing::error!(%error, "the ledger did not take a text");
            Err(NotNow)
        }
    }
}

/// Counts a text by what it was.
pub(super) fn count(shared: &Shared, kind: &'static str) {
    shared.figures.count("hifazat_texts_total", Some(("kind", kind)));
}
