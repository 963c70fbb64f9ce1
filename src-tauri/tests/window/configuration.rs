//! `tauri.conf.json`: what the page may load, and a name that says nothing.

use std::collections::BTreeMap;

use hifazat_phone_shell::CONTENT_SECURITY_POLICY;
use serde_json::Value;

fn configuration() -> Value {
    serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap()
}

#[test]
fn the_window_loads_what_the_bridge_lets_a_page_load_and_speaks_to_the_core() {
    let told = configuration()["app"]["security"]["csp"].clone();
    let told: BTreeMap<&str, &str> =
        told.as_object().unwrap().iter().map(|(name, sources)| (name.as_str(), sources.as_str().unwrap())).collect();
    let mut wanted: BTreeMap<&str, &str> =
        CONTENT_SECURITY_POLICY.split(';').filter_map(|directive| directive.trim().split_once(' ')).collect();
    wanted.insert("connect-src", "'self' ipc: http://ipc.localhost");
    assert_eq!(told, wanted);
    assert!(!told.values().any(|sources| sources.contains("unsafe")));
}

#[test]
fn no_word_that_somebody_may_see_names_the_purpose() {
    let told = configuration();
    let seen = [
        &told["productName"],
        &told["identifier"],
        &told["app"]["windows"][0]["title"],
        &told["bundle"]["shortDescription"],
        &told["bundle"]["longDescription"],
    ];
    let telling = ["hifazat", "sos", "police", "alarm", "alert", "emergency", "help", "women", "safe", "protect"];
    for text in seen.into_iter().filter_map(Value::as_str).map(str::to_lowercase) {
        assert!(!telling.iter().any(|word| text.contains(word)), "{text}");
    }
}

#[test]
fn nothing_is_given_that_was_not_asked_for() {
    let told = configuration();
    assert_eq!(told["app"]["withGlobalTauri"], Value::Null);
    assert_eq!(told["app"]["security"]["assetProtocol"], Value::Null);
    assert_eq!(told["app"]["security"]["capabilities"], serde_json::json!(["phone"]));
    assert_eq!(told["build"]["devUrl"], Value::Null, "a plain build shows the built-in page");
}
