//! What native code tells of the telephone, as JSON:
//! `{"texts":S,"notices":S,"battery":S,"siren":S,"torch":S,"clip":S,"receipts":S,"cards":[{"slot":1,"name":"…"},…],
//! "triggers":{"widget":S,…}}` with S = `{"state":"works"|"repair"|"not_here","why":"<code>"|null}`. A missing member is not
//! known. A member, a trigger or a state that we do not know is refused whole: what was meant for something else must prove nothing.

use std::collections::BTreeMap;

use hifazat_phone::{Card, Fact, Facts, Standing, Why};
use serde::Deserialize;

use crate::refused::Refused;
use crate::words;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spoken {
    texts: Option<SpokenFact>,
    notices: Option<SpokenFact>,
    battery: Option<SpokenFact>,
    siren: Option<SpokenFact>,
    torch: Option<SpokenFact>,
    clip: Option<SpokenFact>,
    receipts: Option<SpokenFact>,
    #[serde(default)]
    cards: Vec<SpokenCard>,
    #[serde(default)]
    triggers: BTreeMap<String, SpokenFact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpokenFact {
    state: Standing,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpokenCard {
    slot: u8,
    name: String,
}

/// A name comes from the card and may be anything; so much of it stands on a button.
const NAME_CHARS: usize = 24;

/// # Errors
/// [`Refused::Facts`], or [`Refused::Unknown`] for a trigger.
pub(crate) fn parse(json: &str) -> Result<Facts, Refused> {
    let spoken: Spoken = serde_json::from_str(json).map_err(|error| Refused::Facts { why: error.to_string() })?;
    let fact = |spoken: SpokenFact| Fact { standing: spoken.state, why: spoken.why.as_deref().map(Why::of) };
    let trigger = |(word, told): (String, SpokenFact)| words::trigger(&word).map(|trigger| (trigger, fact(told)));
    let triggers = spoken.triggers.into_iter().map(trigger).collect::<Result<_, Refused>>()?;
    Ok(Facts {
        texts: spoken.texts.map(fact),
        notices: spoken.notices.map(fact),
        battery: spoken.battery.map(fact),
        siren: spoken.siren.map(fact),
        torch: spoken.torch.map(fact),
        clip: spoken.clip.map(fact),
        receipts: spoken.receipts.map(fact),
        cards: spoken.cards.into_iter().map(Card::from).collect(),
        triggers,
    })
}

impl From<SpokenCard> for Card {
    fn from(SpokenCard { slot, name }: SpokenCard) -> Self {
        let shown = name.trim().chars().filter(|letter| !letter.is_control());
        Self { slot, name: shown.take(NAME_CHARS).collect() }
    }
}

#[cfg(test)]
mod tests {
    use hifazat_phone::Maker;
    use hifazat_protocol::Trigger;

    use super::*;

    #[test]
    fn what_is_told_is_taken_and_what_is_missing_is_not_known() {
        let told = parse(
            r#"{"battery":{"state":"repair","why":"vendor_tecno"},"notices":{"state":"not_here"},
                "clip":{"state":"repair","why":"permission"},
                "triggers":{"tile":{"state":"works","why":null}}}"#,
        )
        .unwrap();
        let battery = told.battery.unwrap();
        assert_eq!((battery.standing, battery.why), (Standing::Repair, Some(Why::Maker(Maker::Transsion))));
        assert_eq!(told.clip, Some(Fact { standing: Standing::Repair, why: Some(Why::Permission) }));
        assert_eq!((told.notices, told.texts), (Some(Fact::NOT_HERE), None));
        assert_eq!(told.triggers, [(Trigger::Tile, Fact::WORKS)]);
    }

    #[test]
    fn a_card_is_called_what_it_calls_itself_as_far_as_a_button_holds_it() {
        let told = parse(r#"{"cards":[{"slot":1,"name":" Jazz\n"},{"slot":2,"name":"0123456789012345678901234567"}]}"#);
        let card = |slot, name: &str| Card { slot, name: name.to_owned() };
        assert_eq!(told.unwrap().cards, [card(1, "Jazz"), card(2, "012345678901234567890123")]);
        for cards in [r#"{"cards":[{"slot":-1,"name":""}]}"#, r#"{"cards":[{"slot":1}]}"#, r#"{"cards":{}}"#] {
            assert_eq!(parse(cards).unwrap_err().code(), "bad_facts", "{cards}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_whole() {
        for (json, code) in [
            ("", "bad_facts"),
            ("[]", "bad_facts"),
            (r#"{"siren":{"state":"fine"}}"#, "bad_facts"),
            (r#"{"key":{"state":"works"}}"#, "bad_facts"),
            (r#"{"siren":{"state":"works"},"luck":{"state":"works"}}"#, "bad_facts"),
            (r#"{"triggers":{"sneeze":{"state":"works"}}}"#, "bad_trigger"),
        ] {
            assert_eq!(parse(json).unwrap_err().code(), code, "{json}");
        }
    }
}
