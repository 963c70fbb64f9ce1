//! Builds in the signed trust bundle of a province, tells the app's build where our Android library lies, and lets a test
//! be called from C.

use std::path::{Path, PathBuf};
use std::{env, fs};

const NAMED_BY: &str = "HIFAZAT_BUILT_IN_BUNDLE";

fn main() -> Result<(), String> {
    build_in_bundle()?;
    export_to_tests()?;
    name_android_library()
}

/// The bundle, when [`NAMED_BY`] names its file; otherwise an empty one.
fn build_in_bundle() -> Result<(), String> {
    println!("cargo:rerun-if-env-changed={NAMED_BY}");
    let text = match env::var_os(NAMED_BY).map(PathBuf::from) {
        Some(file) => {
            println!("cargo:rerun-if-changed={}", file.display());
            fs::read_to_string(&file).map_err(|error| format!("{NAMED_BY}={}: {error}", file.display()))?
        }
        None => String::new(),
    };
    let folder = given("OUT_DIR")?;
    fs::write(Path::new(&folder).join("bundle.json"), text)
        .map_err(|error| format!("writing the built-in bundle: {error}"))
}

/// A program exports nothing by itself; tests/header.rs loads a library in C that calls what it exports.
fn export_to_tests() -> Result<(), String> {
    if given("CARGO_CFG_TARGET_OS")? == "linux" {
        println!("cargo:rustc-link-arg-tests=-Wl,--export-dynamic-symbol=hifazat_*");
    }
    Ok(())
}

/// tauri-build reads this of every plugin and writes it into the app's Gradle files. We are one without tauri's own build
/// helper, because nothing in our Kotlin needs its library.
fn name_android_library() -> Result<(), String> {
    println!("cargo:rerun-if-changed=build.rs");
    if given("CARGO_CFG_TARGET_OS")? == "android" {
        println!("cargo:android_library_path={}", Path::new(&given("CARGO_MANIFEST_DIR")?).join("android").display());
    }
    Ok(())
}

fn given(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}
