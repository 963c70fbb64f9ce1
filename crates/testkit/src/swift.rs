//! The iPhone app's own Swift on this machine: Apple's frameworks are stubs, the door is the host's build of the library.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::compiled;
use crate::phone::Phone;
use crate::programs::{folder, target};

const SCRIPT: &str = "xtask/mobile/swiftc.sh";
const STUBS: &str = "xtask/mobile/stubs/swift";
const APP: &str = "crates/phone-native/ios";
const DRIVE: &str = "crates/testkit/swift/Drive.swift";

/// The app with a beginning of ours.
#[derive(Debug)]
pub struct Swift {
    program: PathBuf,
    library: PathBuf,
}

impl Swift {
    /// Why there can be none here, if there can be none.
    #[must_use]
    pub fn obstacle() -> Option<String> {
        let is_there = cache().is_ok_and(|cache| cache.join("pkg/swiftc/usr").exists());
        (!is_there).then(|| "there is no Swift compiler in target/mobile: ./x test --only swift".to_owned())
    }

    /// Comes to it, compiled.
    ///
    /// # Errors
    /// When the Swift does not compile; the compiler's words are told.
    pub fn built() -> Result<Self> {
        let library = folder()?.join("examples");
        ensure!(library.join("libhifazat_app.so").exists(), "the door is not built: ./x test --only build");
        let sources = [SCRIPT, STUBS, APP, DRIVE].map(|source| root().join(source));
        let out = compiled::once(&target()?.join("swift-door"), &sources, |out| {
            let mut script = Command::new("bash");
            script.args([SCRIPT, APP].map(|path| root().join(path))).arg(out);
            let done = script.arg(&library).arg(root().join(DRIVE)).output().context("starting the Swift compiler")?;
            ensure!(done.status.success(), "the Swift does not compile: {}", String::from_utf8_lossy(&done.stderr));
            Ok(())
        })?;
        Ok(Self { program: out.join("drive"), library })
    }

    /// Runs a story of `Drive.swift` over a phone, and answers what came of it.
    ///
    /// # Errors
    /// When it fails; its words are told.
    pub fn tell(&self, story: &str, phone: &Phone) -> Result<Value> {
        let mut run = Command::new(root().join("xtask/mobile/wrap/swift-run"));
        run.arg("--library-path").arg(&self.library).arg(&self.program).arg(story);
        // Foundation's place for application support; the app's folder in it is called "phone" as the tests' is.
        let home = phone.folder();
        run.env("GATE_CACHE", cache()?).env("XDG_DATA_HOME", home.parent().context("no home")?);
        let done = run.output().context("starting the Swift")?;
        ensure!(done.status.success(), "{story}: {}", String::from_utf8_lossy(&done.stderr));
        serde_json::from_slice(&done.stdout).with_context(|| String::from_utf8_lossy(&done.stdout).into_owned())
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Where `./x` puts the compiler.
fn cache() -> Result<PathBuf> {
    Ok(target()?.join("mobile"))
}
