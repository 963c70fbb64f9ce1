//! Clips: whether she wants one, and one that was recorded.

use hifazat_phone::ClipOutcome;
use hifazat_protocol::{AlertId, MediaType, UnixMillis};

use super::Shell;
use crate::face::{Failure, PhoneView};

impl Shell {
    /// Sets whether a clip is recorded when an alarm begins.
    pub fn set_clip(&self, wanted: bool) -> PhoneView {
        self.phone.set_clip(wanted);
        self.view()
    }

    /// Takes a clip that was recorded for an alert and seals it; `media` is its media type, as in `audio/aac`. The bytes are
    /// not needed any more, whatever it answers.
    ///
    /// # Errors
    /// `bad_alert_id`, `bad_media`, `clip_not_chosen`, `clip_bad_length`, `unknown_alert`, `no_key`.
    pub fn take_clip(&self, alert_id: &str, bytes: &[u8], recorded_at_ms: i64, media: &str) -> Result<(), Failure> {
        let id: AlertId = alert_id.parse().map_err(|error| Failure::new("bad_alert_id", &error))?;
        let known = MediaType::of(media);
        let known = known.ok_or_else(|| Failure::new("bad_media", &format_args!("no clip is a {media:?}")))?;
        match self.phone.take_clip(id, bytes, UnixMillis(recorded_at_ms), known) {
            ClipOutcome::Taken => Ok(()),
            ClipOutcome::NotChosen => {
                Err(Failure::new("clip_not_chosen", &"she has not chosen that anything is recorded"))
            }
            ClipOutcome::BadLength => Err(Failure::new("clip_bad_length", &"a clip has 1 to 150,000 bytes")),
            ClipOutcome::UnknownAlert => {
                Err(Failure::new("unknown_alert", &format_args!("no alarm {id} is kept here")))
            }
            ClipOutcome::NoKey => Err(Failure::new("no_key", &"there is no trust bundle to seal it to")),
        }
    }
}
