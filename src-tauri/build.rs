//! Makes one permission for each command of the window, and reads `tauri.conf.json`.

use std::path::Path;

/// The commands of the user interface. A page may call those that `capabilities/` names, and no other.
const COMMANDS: &[&str] = &[
    "view",
    "raise",
    "hold_started",
    "take_back",
    "cancel",
    "end_window",
    "drill",
    "end_drill",
    "dismiss",
    "set_contact_rule",
    "set_language",
    "set_pins",
    "setup_later",
    "allow_location",
    "numbers",
    "repair",
    "choose_trigger",
    "practise",
    "set_loud",
    "touch_text",
    "set_receipts_by_text",
    "choose_text_card",
    "set_clip",
];

fn main() -> Result<(), String> {
    let page = Path::new("../ui/phone/dist/index.html");
    println!("cargo:rerun-if-changed={}", page.display());
    if !page.exists() {
        return Err(
            "the phone's page is not built yet: run `npm run build -w ui/phone` first, or `./x build --app`".into()
        );
    }
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)).map_err(|error| format!("{error:#}"))
}
