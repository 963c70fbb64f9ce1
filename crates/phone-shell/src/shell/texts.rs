//! The commands of texts: her own touch, receipts, the card.

use hifazat_protocol::AlertId;

use super::Shell;
use crate::face::{Failure, PhoneView};

impl Shell {
    /// She wants to send an alert's text herself: native code opens the telephone's messages app with the text filled in. When
    /// none waits for a touch any more nothing is opened.
    ///
    /// # Errors
    /// `bad_alert_id`.
    pub fn touch_text(&self, alert_id: &str) -> Result<PhoneView, Failure> {
        let id: AlertId = alert_id.parse().map_err(|error| Failure::new("bad_alert_id", &error))?;
        self.phone.touch_text(id);
        Ok(self.view())
    }

    /// Sets whether the room may answer a text with texts.
    pub fn set_receipts_by_text(&self, wanted: bool) -> PhoneView {
        self.phone.set_receipts_by_text(wanted);
        self.view()
    }

    /// Sets by the card of which slot (from 1) texts go first; none: whichever can.
    pub fn choose_text_card(&self, slot: Option<u8>) -> PhoneView {
        self.phone.choose_text_card(slot);
        self.view()
    }
}
