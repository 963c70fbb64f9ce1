//! The words in which native code names a trigger, a reason and a provider of places.

use hifazat_phone::{CheckId, Repair, TextTrouble};
use hifazat_protocol::{Method, Trigger};

use crate::refused::Refused;

/// Why the system woke us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The telephone was started.
    Boot,
    /// The app was replaced by a newer one.
    Updated,
    /// A scheduled job: the system may have killed us since.
    Job,
    /// The service that stands by a live alert began, perhaps after it was killed.
    Service,
    /// The network is another one, or is back.
    Network,
    /// A hint from outside that there is news; it is a hint and nothing more.
    Push,
}

impl Reason {
    /// # Errors
    /// [`Refused::Unknown`].
    pub(crate) fn parse(word: &str) -> Result<Self, Refused> {
        Ok(match word {
            "boot" => Self::Boot,
            "updated" => Self::Updated,
            "job" => Self::Job,
            "service" => Self::Service,
            "network" => Self::Network,
            "push" => Self::Push,
            _ => return Err(Refused::Unknown { what: "reason", given: word.to_owned() }),
        })
    }
}

/// Which of our triggers.
///
/// # Errors
/// [`Refused::Unknown`].
pub(crate) fn trigger(word: &str) -> Result<Trigger, Refused> {
    Ok(match word {
        "hold" => Trigger::Hold,
        "keyboard" => Trigger::Keyboard,
        "assistive" => Trigger::Assistive,
        "widget" => Trigger::Widget,
        "tile" => Trigger::Tile,
        "lock_screen" => Trigger::LockScreen,
        "assist" => Trigger::Assist,
        "shortcut" => Trigger::Shortcut,
        "volume_keys" => Trigger::VolumeKeys,
        "shake" => Trigger::Shake,
        "headset" => Trigger::Headset,
        "siri" => Trigger::Siri,
        "action_button" => Trigger::ActionButton,
        _ => return Err(Refused::Unknown { what: "trigger", given: word.to_owned() }),
    })
}

/// What stands in a text's way, or that it went or can go: `ok`, `not_allowed`, `needs_touch`, `no_card`, `no_service`, `refused`.
///
/// # Errors
/// [`Refused::Unknown`].
pub(crate) fn text_result(word: &str) -> Result<Result<(), TextTrouble>, Refused> {
    Ok(Err(match word {
        "ok" => return Ok(Ok(())),
        "not_allowed" => TextTrouble::NotAllowed,
        "needs_touch" => TextTrouble::NeedsTouch,
        "no_card" => TextTrouble::NoCard,
        "no_service" => TextTrouble::NoService,
        "refused" => TextTrouble::Refused,
        _ => return Err(Refused::Unknown { what: "result", given: word.to_owned() }),
    }))
}

/// What a screen of the system repairs: a check of the readiness gate, the clip, receipts by text, or a trigger.
///
/// # Errors
/// [`Refused::Unknown`].
pub(crate) fn repair(word: &str) -> Result<Repair, Refused> {
    Ok(Repair::Check(match word {
        "place" => CheckId::Place,
        "texts" => CheckId::Texts,
        "notices" => CheckId::Notices,
        "battery" => CheckId::Battery,
        "key" => CheckId::Key,
        "clip" => return Ok(Repair::Clip),
        "receipts" => return Ok(Repair::Receipts),
        _ => return trigger(word).map(Repair::Trigger),
    }))
}

/// How a place was found, by the name that Android gives its provider. What we do not know is not guessed.
pub(crate) fn method(provider: &str) -> Method {
    match provider {
        "gps" => Method::Satellite,
        "network" => Method::Network,
        "fused" => Method::Fused,
        _ => Method::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_is_refused_and_named() {
        let code = |refused: Refused| (refused.code().to_owned(), refused.to_string());
        assert_eq!(
            code(trigger("sneeze").unwrap_err()),
            ("bad_trigger".into(), r#"there is no trigger "sneeze""#.into())
        );
        assert_eq!(code(Reason::parse("").unwrap_err()), ("bad_reason".into(), r#"there is no reason """#.into()));
        assert!(trigger("other").is_err(), "what is not known has no word");
        assert_eq!(
            (repair("clip").unwrap(), repair("receipts").unwrap(), repair("shake").unwrap()),
            (Repair::Clip, Repair::Receipts, Repair::Trigger(Trigger::Shake))
        );
    }

    #[test]
    fn a_provider_that_we_do_not_know_is_not_taken_for_another() {
        assert_eq!(method("gps"), Method::Satellite);
        assert_eq!(method("passive"), Method::Unknown);
    }
}
