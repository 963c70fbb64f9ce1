//! The ask: its shape, and what a real room tells whom.

use arbitrary::Unstructured;
use hifazat_protocol::{Ask, Question, SeededEntropy, is_not_held, unpack_receipts};

use super::http::{Reply, post};
use crate::edits::{edited, rest};
use crate::people;
use crate::world::visit;

pub(crate) fn run(input: &[u8]) {
    let mut choices = Unstructured::new(input);
    let whole = whole(&mut choices);
    let bytes = match choices.arbitrary() {
        Ok(true) => edited(whole.as_bytes(), &mut choices),
        Ok(false) => rest(&mut choices).to_vec(),
        Err(_) => return,
    };
    let asked = Ask::parse(&bytes);
    if let Ok(ask) = &asked {
        assert_eq!(ask.as_bytes(), bytes, "it was not written as it was read");
    }
    // The one device that has raised here, about the alert that it raised; nobody else is told anything but that the room
    // does not hold what a device that it does not know asks about.
    let hers = asked.as_ref().is_ok_and(|ask| {
        ask.tag_is_from(&people::path_key()) && (ask.device, ask.alert) == (whole.device, whole.alert)
    });
    let reply = visit(|world| Reply::of(&world.converse(&post("/v1/asks", &bytes))).expect("an answer"));
    match reply.status {
        200 => {
            let told = unpack_receipts(&reply.body).unwrap();
            let strange = asked.as_ref().is_ok_and(|ask| ask.device != whole.device);
            assert!(hers || (strange && told.iter().all(|word| is_not_held(word))), "somebody else was told");
            assert!(!hers || !told.iter().any(|word| is_not_held(word)), "it holds her raise");
        }
        403 => assert!(asked.is_ok() && !hers, "she was not told"),
        400 | 413 => assert!(asked.is_err()),
        _ if reply.took_us_for_slow() => {}
        status => panic!("an ask was answered with {status}"),
    }
}

/// As phones ask it now, or as earlier ones did.
fn whole(choices: &mut Unstructured<'_>) -> Ask {
    let (device, key) = (people::device().id(), people::path_key());
    match choices.arbitrary() {
        Ok(Some(words)) => {
            let question = Question::new(device, people::ALERT, words, &key, &SeededEntropy::new(1));
            Ask::parse(question.as_bytes()).unwrap()
        }
        Ok(None) | Err(_) => Ask::counting_receipts(device, people::ALERT, choices.arbitrary().unwrap_or(0), &key),
    }
}
