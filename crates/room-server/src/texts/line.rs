//! The carrier that takes texts to phones.

use hifazat_room::DueText;

use super::kannel::send as kannel;
use super::setting::KannelGate;
use super::smpp::{Clients, submit};
use crate::shared::Shared;

/// Whoever takes them.
pub(super) enum Line {
    /// The SMSC that we are bound to.
    Smpp(Clients),
    /// A Kannel gateway.
    Kannel(KannelGate),
}

/// How one attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// The carrier has it.
    Taken,
    /// Not now.
    Later,
    /// Not this one, ever.
    Refused,
}

impl Line {
    /// Hands one text over, from the number that the bundle names.
    pub(super) async fn send(&self, shared: &Shared, text: &DueText) -> Sent {
        let ours = shared.trust.current().sms_number.clone().unwrap_or_default();
        match self {
            Self::Smpp(clients) => submit::send(clients, &ours, text).await,
            Self::Kannel(gate) => kannel::send(gate, &ours, text).await,
        }
    }
}
