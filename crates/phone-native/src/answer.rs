//! What leaves the door: JSON, whatever happened inside. A panic stays here.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use serde_json::json;

use crate::refused::Refused;

/// So much of a message leaves, in characters: it may repeat what was given, and that may be as long as a book.
const MOST_OF_MESSAGE: usize = 300;

/// Does the call and says in JSON what came of it. Everything behind the door may be used again after a panic: the brain's
/// locks do not stay broken, and what is on the disk is whole.
pub(crate) fn answer<T: Serialize>(call: impl FnOnce() -> Result<T, Refused>) -> String {
    let done = catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| Err(Refused::Broken { why: said(&*panic) }));
    match done.and_then(|told| serde_json::to_string(&told).map_err(|error| Refused::Broken { why: error.to_string() }))
    {
        Ok(told) => told,
        Err(refused) => {
            tracing::warn!(code = refused.code(), "a native call was refused");
            json!({ "error": { "code": refused.code(), "message": cut(&refused.to_string()) } }).to_string()
        }
    }
}

fn cut(message: &str) -> String {
    let mut rest = message.chars();
    let mut told: String = rest.by_ref().take(MOST_OF_MESSAGE).collect();
    if rest.next().is_some() {
        told.push('…');
    }
    told
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_with_a_text() {
        let told = answer(|| -> Result<(), Refused> { panic!("the disk is on fire") });
        assert_eq!(told, r#"{"error":{"code":"broken","message":"the call broke: the disk is on fire"}}"#);
    }

    #[test]
    fn a_refusal_names_its_code() {
        let told = answer(|| Err::<(), _>(Refused::Null { what: "pin" }));
        assert_eq!(told, r#"{"error":{"code":"null","message":"pin is null"}}"#);
    }

    #[test]
    fn a_message_that_repeats_a_book_is_cut() {
        let book = "کتاب".repeat(1_000);
        let told = answer(|| Err::<(), _>(Refused::Unknown { what: "trigger", given: book }));
        assert!(told.starts_with(r#"{"error":{"code":"bad_trigger","message":"there is no trigger"#), "{told}");
        assert!(told.ends_with(r#"…"}}"#) && told.chars().count() < 400, "{told}");
        assert_eq!(cut("short"), "short");
    }

    #[test]
    fn what_was_asked_for_comes_as_it_is() {
        assert_eq!(answer(|| Ok(json!({ "settled": true }))), r#"{"settled":true}"#);
    }
}
