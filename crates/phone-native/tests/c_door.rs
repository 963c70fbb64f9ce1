//! The door as Swift sees it: text in, JSON out, and no input that brings it down. One process, so one test after the other.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(unsafe_code, reason = "as Swift does, it gives pointers")]

use std::ffi::{CStr, CString, c_char};
use std::ptr::null;

use hifazat_phone_native::c::*;
use serde_json::{Value, json};

/// Reads an answer and gives it back.
fn told(answer: *mut c_char) -> Value {
    // SAFETY: an answer of the door, which is given back once.
    unsafe {
        let text = CStr::from_ptr(answer).to_str().unwrap().to_owned();
        hifazat_free(answer);
        serde_json::from_str(&text).unwrap()
    }
}

fn code(answer: *mut c_char) -> String {
    let told = told(answer);
    let said = |what: &str| told.pointer(what).and_then(Value::as_str).unwrap_or_default().to_owned();
    assert!(!said("/error/message").is_empty(), "{told}");
    said("/error/code")
}

#[test]
fn every_bad_input_is_answered_with_a_code_and_a_text() {
    let bad = CString::new([0xff, 0xfe]).unwrap();
    let text = |text: &str| CString::new(text).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let here = text(folder.path().to_str().unwrap());
    // SAFETY: every pointer is null or leads to a string that lives until the end of the test.
    unsafe {
        assert_eq!(code(hifazat_raise(text("widget").as_ptr())), "not_open");
        assert_eq!(code(hifazat_status()), "not_open");
        assert_eq!(code(hifazat_open(null(), null(), 0)), "null");
        assert_eq!(code(hifazat_open(bad.as_ptr(), null(), 0)), "bad_text");

        assert_eq!(told(hifazat_open(here.as_ptr(), null(), 0))["alert"], json!(null));
        let again = folder.path().join("../").join(folder.path().file_name().unwrap());
        assert_eq!(
            told(hifazat_open(text(again.to_str().unwrap()).as_ptr(), [7; 32].as_ptr(), 32))["configured"],
            json!(false)
        );
        assert_eq!(code(hifazat_open(text("/tmp").as_ptr(), null(), 0)), "other_folder");

        assert_eq!(code(hifazat_open(here.as_ptr(), [7; 31].as_ptr(), 31)), "bad_key");

        for (answer, wanted) in [
            (hifazat_raise(null()), "null"),
            (hifazat_raise(bad.as_ptr()), "bad_text"),
            (hifazat_raise(text("sneeze").as_ptr()), "bad_trigger"),
            (hifazat_drill(text("").as_ptr()), "bad_trigger"),
            (hifazat_wake(text("bored").as_ptr()), "bad_reason"),
            (hifazat_wake(null()), "null"),
            (hifazat_take_back(null()), "null"),
            (hifazat_cancel(null(), text("1").as_ptr()), "null"),
            (hifazat_cancel(text("x").as_ptr(), null()), "null"),
            (hifazat_cancel(text("x").as_ptr(), text("4826").as_ptr()), "bad_alert_id"),
            (hifazat_cancel(text(&"0".repeat(32)).as_ptr(), text("4826").as_ptr()), "unknown_alert"),
            (hifazat_fix_arrived(1.0, 1.0, 1.0, 1.0, 1.0, 1, null(), false), "null"),
            (hifazat_texts_ready(text("perhaps").as_ptr()), "bad_result"),
            (hifazat_text_result(1, null()), "null"),
            (hifazat_facts(null()), "null"),
            (hifazat_facts(text("fine").as_ptr()), "bad_facts"),
            (hifazat_facts(text(r#"{"luck":{"state":"works"}}"#).as_ptr()), "bad_facts"),
            (hifazat_facts(text(r#"{"triggers":{"sneeze":{"state":"works"}}}"#).as_ptr()), "bad_trigger"),
            (hifazat_repair_begun(null()), "null"),
            (hifazat_repair_begun(text("everything").as_ptr()), "bad_trigger"),
        ] {
            assert_eq!(code(answer), wanted);
        }
        assert_eq!(told(hifazat_status())["alert"], json!(null), "nothing of that raised an alarm");
        hifazat_free(std::ptr::null_mut());

        let raised = told(hifazat_raise(text("siri").as_ptr()));
        assert_eq!(raised["durable"], json!(true), "{raised}");
        let nan = f64::NAN;
        assert_eq!(
            told(hifazat_fix_arrived(nan, nan, nan, nan, nan, i64::MIN, text("").as_ptr(), true)),
            json!({"done": true})
        );
        assert_eq!(told(hifazat_battery(-1, false)), json!({"done": true}));
        assert_eq!(told(hifazat_finish(-1)), json!({"settled": false}), "there is nobody to bring it to");
        let status = told(hifazat_wake(text("push").as_ptr()));
        assert_eq!((&status["alert"]["alert_id"], &status["follow"]), (&raised["alert_id"], &json!(true)));
    }
}
