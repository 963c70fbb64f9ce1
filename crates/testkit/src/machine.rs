//! A desktop's Java machine with the door of the phone in it: the Kotlin class of Android, the host's build of the library.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::compiled;
use crate::programs::{folder, target};

const DOOR: &str = "crates/phone-native/android/src/main/java/pk/useful/door/HifazatDoor.kt";
const DRIVE: &str = "crates/testkit/kotlin/Drive.kt";

/// A Java machine that runs until it is killed. Dropping it kills it.
#[derive(Debug)]
pub struct Machine {
    child: Child,
    talk: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    words: PathBuf,
}

impl Machine {
    /// Why there can be none here, if there can be none.
    #[must_use]
    pub fn obstacle() -> Option<String> {
        if Command::new("java").arg("-version").output().is_err() {
            return Some("there is no Java machine (Debian: default-jdk-headless)".to_owned());
        }
        jars().is_none().then(|| "there is no Kotlin compiler in target/mobile: ./x test --only kotlin".to_owned())
    }

    /// Starts one that looks itself at how we use it; what it says goes to the file `words`.
    ///
    /// # Errors
    /// When it cannot be started, or the Kotlin does not compile; the compiler's words are told.
    pub fn start(words: &Path) -> Result<Self> {
        // The second spares the machine thoughts that pay only over minutes.
        Self::start_with(words, &["-Xcheck:jni", "-XX:TieredStopAtLevel=1"])
    }

    /// Starts one that is as fast as it can be.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_unwatched(words: &Path) -> Result<Self> {
        Self::start_with(words, &[])
    }

    fn start_with(words: &Path, options: &[&str]) -> Result<Self> {
        let library = folder()?.join("examples");
        ensure!(library.join("libhifazat_app.so").exists(), "the door is not built: ./x test --only build");
        let (classes, jars) = (classes()?, jars().context("there is no Kotlin compiler")?);
        let mut command = Command::new("java");
        command.args(options).arg("-cp").arg(format!("{}:{}", classes.display(), standard_library(&jars)?.display()));
        command.arg(format!("-Djava.library.path={}", library.display())).arg("DriveKt");
        let file = File::create(words).context("the file for its words")?;
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(file).spawn().context("starting java")?;
        let talk = (child.stdin.take().context("no way in")?, child.stdout.take().context("no way out")?);
        Ok(Self { child, talk: Mutex::new((talk.0, BufReader::new(talk.1))), words: words.to_owned() })
    }

    /// Does a call of the class and answers what it answered. A word `(null)` is no text, `(half a character)` is half a
    /// character.
    ///
    /// # Errors
    /// When the machine is gone; its words are told.
    pub fn say(&self, call: &[&str]) -> Result<String> {
        let mut talk = self.talk.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        writeln!(talk.0, "{}", call.join("\t")).context("speaking to the Java machine")?;
        let mut answer = String::new();
        talk.1.read_line(&mut answer).context("hearing the Java machine")?;
        ensure!(answer.ends_with('\n'), "the Java machine ended at {call:?}: {}", self.words());
        Ok(answer.trim_end().to_owned())
    }

    /// As [`say`](Self::say), with the answer read.
    ///
    /// # Errors
    /// Also when the answer is no JSON.
    pub fn ask(&self, call: &[&str]) -> Result<Value> {
        let told = self.say(call)?;
        serde_json::from_str(&told).with_context(|| format!("{call:?} told {told}"))
    }

    /// Everything it has said beside its answers.
    #[must_use]
    pub fn words(&self) -> String {
        fs::read_to_string(&self.words).unwrap_or_default()
    }

    /// kill -9, as the system does when memory is short.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill().context("killing the Java machine")?;
        self.child.wait().map(drop).context("waiting for the Java machine")
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        drop(self.kill());
    }
}

/// The Kotlin as it was compiled.
fn classes() -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let sources = [DOOR, DRIVE].map(|source| root.join(source));
    compiled::once(&target()?.join("kotlin-door"), &sources, |out| compile(&sources, out))
}

fn compile(sources: &[PathBuf], classes: &Path) -> Result<()> {
    let jars = jars().context("there is no Kotlin compiler")?;
    let mut compiler = Command::new("java");
    compiler.args(["-Xmx1500m", "-cp"]).arg(format!("{}/*", jars.display()));
    compiler.args(["org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-stdlib", "-no-reflect", "-jvm-target", "1.8"]);
    compiler.arg("-cp").arg(standard_library(&jars)?).arg("-d").arg(classes).args(sources);
    let done = compiler.output().context("starting the Kotlin compiler")?;
    ensure!(done.status.success(), "the Kotlin does not compile: {}", String::from_utf8_lossy(&done.stderr));
    Ok(())
}

fn standard_library(jars: &Path) -> Result<PathBuf> {
    let is_it = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("kotlin-stdlib-") && name.ends_with(".jar")
    };
    fs::read_dir(jars)?.flatten().map(|file| file.path()).find(is_it).context("no Kotlin standard library")
}

/// Where `./x` puts the compiler.
fn jars() -> Option<PathBuf> {
    let jars = target().ok()?.join("mobile/pkg/kotlin-jars");
    jars.exists().then_some(jars)
}
