//! Makes one permission for each command of the window, and reads `tauri.conf.json`.

use std::path::{Path, PathBuf};
use std::{env, fs};

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
];

fn main() -> Result<(), String> {
    let page = Path::new("../ui/phone/dist/index.html");
    println!("cargo:rerun-if-changed={}", page.display());
    if !page.exists() {
        return Err(
            "the phone's page is not built yet: run `npm run build -w ui/phone` first, or `./x build --app`".into()
        );
    }
    build_in_bundle()?;
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)).map_err(|error| format!("{error:#}"))
}

/// The signed trust bundle of a province, when `HIFAZAT_BUILT_IN_BUNDLE` names its file; otherwise an empty one.
fn build_in_bundle() -> Result<(), String> {
    const NAMED_BY: &str = "HIFAZAT_BUILT_IN_BUNDLE";
    println!("cargo:rerun-if-env-changed={NAMED_BY}");
    let text = match env::var_os(NAMED_BY).map(PathBuf::from) {
        Some(file) => {
            println!("cargo:rerun-if-changed={}", file.display());
            fs::read_to_string(&file).map_err(|error| format!("{NAMED_BY}={}: {error}", file.display()))?
        }
        None => String::new(),
    };
    let folder = env::var_os("OUT_DIR").map(PathBuf::from).ok_or("cargo names no OUT_DIR")?;
    fs::write(folder.join("bundle.json"), text).map_err(|error| format!("writing the built-in bundle: {error}"))
}
