//! What she chose, and when each part of the phone was last proven to work. Kept in the vault as JSON: a later version
//! may add fields, an earlier one ignores them.

use std::collections::BTreeMap;

use hifazat_protocol::{ContactRule, Language, Trigger, UnixMillis};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::budget;
use crate::facts::{ChosenTriggers, Why};
use crate::pin::PinVerifiers;
use crate::secret::Secret;
use crate::store::{Slot, StoreError, Vault};
use crate::view::{Check, CheckId, CheckState};

/// How long the button may have to be held, in milliseconds.
const HOLD_MS: std::ops::RangeInclusive<u32> = 1_500..=3_000;
/// A proof older than this proves nothing any more.
const PROOF_MS: i64 = 30 * 86_400_000;
/// All our crates are of one version.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What she chose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Profile {
    pub(crate) language: Language,
    pub(crate) contact_rule: ContactRule,
    pub(crate) hold_ms: u32,
    /// What the track of a live alert may cost.
    pub(crate) track_bytes_per_hour: u32,
    /// Receipts may come as texts, which whoever holds her phone can see.
    pub(crate) receipts_by_text: bool,
    /// The slot of the card that texts are to go by; none is whichever can.
    pub(crate) text_card: Option<u8>,
    /// The triggers that she has switched on.
    pub(crate) triggers: ChosenTriggers,
    /// A clip is recorded when an alarm begins.
    pub(crate) clip: bool,
    /// Set-up steps she left for later.
    pub(crate) postponed: Vec<u8>,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            language: Language::Urdu,
            contact_rule: ContactRule::Silent,
            hold_ms: 2_000,
            track_bytes_per_hour: budget::TRACK_BYTES_PER_HOUR,
            receipts_by_text: false,
            text_card: None,
            triggers: ChosenTriggers::default(),
            clip: false,
            postponed: Vec::new(),
        }
    }
}

/// When each check was last proven, by the wall clock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Proofs {
    pub(crate) place: Option<UnixMillis>,
    pub(crate) line: Option<UnixMillis>,
    pub(crate) drill: Option<UnixMillis>,
    /// What was proven under another version of the app, or before the machine was started, proves nothing now. A drill
    /// does: she cannot be asked for one at every start.
    pub(crate) since: Option<UnixMillis>,
    /// Which version of the app, and which start of the machine, all this is about.
    pub(crate) of: Option<String>,
    /// When she last tried a trigger as a drill, by the trigger's word.
    pub(crate) tried: BTreeMap<String, UnixMillis>,
}

impl Proofs {
    /// Another version or another start than the one that these were made under begins anew.
    fn renewed(mut self, boot: Option<u64>, now: UnixMillis) -> Self {
        let of = boot.map_or_else(|| VERSION.to_owned(), |boot| format!("{VERSION} {boot:x}"));
        if self.of.as_ref() != Some(&of) {
            self.since = Some(now);
            self.of = Some(of);
        }
        self
    }

    /// A proof that still counts.
    pub(crate) fn fresh(&self, proof: Option<UnixMillis>) -> Option<UnixMillis> {
        proof.filter(|at| self.since.is_none_or(|since| *at >= since))
    }
}

/// The name under which what is kept knows a trigger.
pub(crate) fn word(trigger: Trigger) -> String {
    let word = serde_json::to_value(trigger).ok();
    word.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

/// Everything about her and this phone that is not an alert.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) profile: Profile,
    pub(crate) proofs: Proofs,
    pub(crate) pins: Option<PinVerifiers>,
}

impl Settings {
    /// What the vault holds; what cannot be read takes its default and is said in the log.
    /// `boot` names this start of the machine, where that is known.
    pub(crate) fn load(vault: &dyn Vault, boot: Option<u64>, now: UnixMillis) -> Self {
        Self {
            profile: read(vault, Slot::Profile).unwrap_or_default(),
            proofs: read::<Proofs>(vault, Slot::Proofs).unwrap_or_default().renewed(boot, now),
            pins: read(vault, Slot::Pins),
        }
    }
}

fn read<T: DeserializeOwned>(vault: &dyn Vault, slot: Slot) -> Option<T> {
    let value = vault.read(slot).unwrap_or_else(|error| {
        tracing::warn!(%error, slot = slot.name(), "a kept value cannot be used");
        None
    })?;
    serde_json::from_slice(value.bytes()).ok()
}

/// Writes one value as JSON.
pub(crate) fn write<T: Serialize>(vault: &dyn Vault, slot: Slot, value: &T) -> Result<(), StoreError> {
    vault.write(slot, &Secret::new(serde_json::to_vec(value).unwrap_or_default()))
}

/// Keeps a wish within what a hand can do and a pocket cannot.
pub(crate) fn bounded_hold_ms(wish: u32) -> u32 {
    wish.clamp(*HOLD_MS.start(), *HOLD_MS.end())
}

/// A check by the age of its proof. One that was never made is unknown, one that is too old, or denied, needs repair.
pub(crate) fn check_by_age(id: CheckId, proven_at: Option<UnixMillis>, denied: bool, now: UnixMillis) -> Check {
    let state = match proven_at {
        _ if denied => CheckState::Repair,
        None => CheckState::Unknown,
        Some(at) if now.since(at).abs() <= PROOF_MS => CheckState::Proven,
        Some(_) => CheckState::Repair,
    };
    Check { id, state, proven_at, why: denied.then_some(Why::Permission) }
}
