//! The window and the page in a browser live under the same content security policy.

use std::collections::BTreeMap;
use std::path::Path;

use hifazat_phone_shell::CONTENT_SECURITY_POLICY;
use serde_json::Value;

/// How the window's page reaches its core; a browser has no such thing.
const WINDOW_ONLY: &str = " ipc: http://ipc.localhost";

#[test]
fn the_window_has_the_pages_policy_and_its_own_way_to_the_core() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src-tauri/tauri.conf.json");
    let config: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let window = config.pointer("/app/security/csp").unwrap().as_object().unwrap();
    let window: BTreeMap<_, _> = window.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
    let page = CONTENT_SECURITY_POLICY.split("; ").map(|rule| rule.split_once(' ').unwrap());
    let mut page: BTreeMap<_, String> = page.map(|(name, value)| (name, value.to_owned())).collect();
    page.get_mut("connect-src").unwrap().push_str(WINDOW_ONLY);
    assert_eq!(window, page.iter().map(|(name, value)| (*name, value.as_str())).collect());
}
