//! The iPhone app's own Swift on this machine: Apple's frameworks are stubs, the door is the host's build of the library.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::phone::Phone;
use crate::programs::{folder, target};

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

    /// Compiles it.
    ///
    /// # Errors
    /// When the Swift does not compile; the compiler's words are told.
    pub fn built() -> Result<Self> {
        let library = folder()?.join("examples");
        ensure!(library.join("libhifazat_app.so").exists(), "the door is not built: ./x test --only build");
        let made = target()?.join("swift-door");
        fs::create_dir_all(&made)?;
        // Tests run side by side, in processes of their own.
        let lock = File::create(made.join("lock"))?;
        lock.lock().context("waiting for another compilation")?;
        let out = made.join(std::process::id().to_string());
        let mut script = Command::new("bash");
        script.arg(root().join("xtask/mobile/swiftc.sh")).arg(root().join("crates/phone-native/ios")).arg(&out);
        script.arg(&library).arg(root().join("crates/testkit/swift/Drive.swift"));
        let done = script.output().context("starting the Swift compiler")?;
        ensure!(done.status.success(), "the Swift does not compile: {}", String::from_utf8_lossy(&done.stderr));
        let program = made.join("drive");
        fs::rename(out.join("drive"), &program)?;
        fs::remove_dir_all(&out)?;
        Ok(Self { program, library })
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
