//! What an arrival counts for: whether it is vouched for, what it outdoes, how far its device is trusted.

use super::Arrival;
use super::form::{Content, Form, Proof};
use crate::device::Device;
use crate::drill::DrillStatus;
use crate::incident::Trust;
use crate::ledger::{Record, Situation, Standing};

impl Arrival {
    /// Whether "stored" may be said of it. Her phone forgets what is stored: noise under her alert's id, which anybody
    /// can send who has read the id on a screen, must not stand in for a message of hers that is still on its way. What
    /// opens is hers; what does not is believed hers by its tag, or when nothing is known of the device. Of a text it is
    /// never said here: her phone goes on bringing the envelope.
    pub(super) fn is_vouched_for(&self, situation: &Situation) -> bool {
        let known = situation.device.as_ref();
        match &self.form {
            Form::Envelope(envelope) => {
                self.content.is_ok() || known.is_none_or(|device| envelope.tag_is_from(&device.path_key))
            }
            Form::Text(..) => false,
        }
    }

    /// What it counts for beside what is kept under its sequence.
    pub(super) fn standing(&self, situation: &Situation) -> Standing {
        let Ok(content) = &self.content else { return Standing::Unreadable };
        let standing = match content.proof {
            Proof::Signature(_) => Standing::Counts,
            Proof::Sender => Standing::Text,
            Proof::None if !self.may_claim(content, situation) => return Standing::Second,
            Proof::None => Standing::Claim,
        };
        let outdone = |kept: Standing| match kept {
            Standing::Counts => true,
            Standing::Text => standing != Standing::Counts,
            Standing::Claim => standing == Standing::Claim,
            Standing::Unreadable | Standing::Second => false,
        };
        if situation.kept.iter().any(|kept| outdone(kept.standing)) { Standing::Second } else { standing }
    }

    /// What nobody has proven counts only as long as nothing proven is known, and takes nothing out of a queue.
    fn may_claim(&self, content: &Content, situation: &Situation) -> bool {
        let in_earnest = DrillStatus::of(content.message.status()).is_none();
        match &situation.record {
            None => true,
            Some(Record::Drill(_)) => true,
            Some(Record::Incident(incident)) => match incident.trust {
                Trust::Unreadable | Trust::Unproven => in_earnest,
                Trust::Known | Trust::Low => false,
            },
        }
    }

    /// A text that changes nothing, because nobody has proven it.
    pub(super) fn is_idle_claim(&self, standing: Standing) -> bool {
        standing == Standing::Second && self.content.is_ok() && !self.is_proven()
    }

    /// How far a device that now opens is to be trusted.
    pub(super) fn trust(&self, situation: &Situation) -> Trust {
        let enrolled = situation.device.as_ref().is_some_and(Device::is_enrolled);
        match (&self.content, enrolled) {
            (Err(_), _) => Trust::Unreadable,
            (Ok(content), _) if content.proof == Proof::None => Trust::Unproven,
            // Also under an id that another device holds: what opens is hers, whoever came first.
            (Ok(_), true) => Trust::Known,
            (Ok(_), false) => Trust::Low,
        }
    }
}
