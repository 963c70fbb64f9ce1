//! A program while it runs: killed without a word when dropped, its words kept for the test that fails.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::patience::eventually_within;
use crate::programs::program;

/// What stands around a program when it starts.
#[derive(Clone, Debug, Default)]
pub enum Around {
    /// Nothing: as a person would start it.
    #[default]
    Nothing,
    /// Killed by the kernel at the moment its n-th sync to disk has been done (strace).
    KilledAtSync(u32),
    /// Killed at a crash point: the value of `FAILPOINTS`, for programs that were built with their points.
    KilledAtPoint(String),
    /// No file may grow beyond so many bytes, as on a full disk (prlimit).
    FilesNoLongerThan(u64),
    /// The disk refuses (strace).
    DiskRefuses(Refusal),
    /// No file below this folder can be written: a read-only file system in a name space of its own (unshare).
    ReadOnly(PathBuf),
    /// The wall clock is off by this much, as faketime writes it: "-20y", "+3y".
    ClockOff(&'static str),
    /// It logs at this level.
    Saying(&'static str),
    /// On the phone's side of a laboratory: its [`entrance`](hifazat_netlab::Lab::entrance).
    Behind(Vec<OsString>),
    /// Everything it writes to files is told in this log, byte by byte (strace).
    Traced(PathBuf),
}

impl Around {
    /// The command that starts `program` so.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let words: Vec<OsString> = match self {
            Self::Nothing => vec![],
            Self::KilledAtSync(when) => {
                let inject = format!("inject=fsync,fdatasync:signal=KILL:when={when}");
                ["strace", "-f", "-q", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", &inject, "--"]
                    .map(OsString::from)
                    .to_vec()
            }
            Self::KilledAtPoint(value) => vec!["env".into(), format!("FAILPOINTS={value}").into()],
            // A write beyond the limit also raises a signal, which would end the program: it must be an error to it.
            Self::FilesNoLongerThan(bytes) => {
                let script = format!("trap '' XFSZ; exec prlimit --fsize={bytes} -- \"$@\"");
                ["sh", "-c", &script, "sh"].map(OsString::from).to_vec()
            }
            Self::DiskRefuses(refusal) => {
                let calls = "write,pwrite64,pwritev,ftruncate,fallocate,fsync,fdatasync";
                let (trace, when) = (format!("trace={calls}"), refusal.from);
                let inject = format!("inject={calls}:error={}:when={when}+", refusal.error);
                let words = ["strace", "-f", "-q", "-e", &trace, "-e", &inject, "-o"].map(OsString::from);
                let files = refusal.files.iter().flat_map(|file| [OsString::from("-P"), file.into()]);
                words.into_iter().chain([refusal.log.clone().into()]).chain(files).chain(["--".into()]).collect()
            }
            Self::ReadOnly(folder) => {
                let script = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"";
                let words = ["unshare", "--mount", "--map-root-user", "sh", "-c", script].map(OsString::from);
                words.into_iter().chain([folder.into()]).collect()
            }
            // Only the wall clock: a phone counts time since boot by another one, which never jumps.
            Self::ClockOff(offset) => ["faketime", "--exclude-monotonic", "-f", offset].map(OsString::from).to_vec(),
            Self::Saying(level) => vec!["env".into(), format!("HIFAZAT_LOG={level}").into()],
            Self::Behind(entrance) => entrance.clone(),
            Self::Traced(log) => {
                let calls = "trace=openat,write,pwrite64,pwritev,ftruncate,fsync,fdatasync,unlink,unlinkat";
                let words = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", calls, "-o"].map(OsString::from);
                words.into_iter().chain([log.clone().into_os_string(), "--".into()]).collect()
            }
        };
        let mut words = words.into_iter().chain([program.as_os_str().to_owned()]);
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words);
        command
    }
}

/// What a disk refuses, and from when on.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// What the system says, such as `ENOSPC`.
    pub error: &'static str,
    /// From each thread's so many-th write or sync on, counted from 1.
    pub from: u32,
    /// To these files.
    pub files: Vec<PathBuf>,
    /// Where the calls are told that were refused.
    pub log: PathBuf,
}

impl Refusal {
    /// How many calls were refused so far.
    #[must_use]
    pub fn count(&self) -> usize {
        fs::read_to_string(&self.log).unwrap_or_default().matches("(INJECTED)").count()
    }
}

/// How a program that was waited for ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Its exit.
    pub status: ExitStatus,
    /// What it wrote on standard output.
    pub output: String,
    /// What it wrote on standard error.
    pub words: String,
}

impl Ended {
    /// Whether the kernel killed it.
    #[must_use]
    pub fn was_killed(&self) -> bool {
        // strace ends as what it watched ended; a shell would say 137.
        self.status.signal() == Some(9) || self.status.code() == Some(137)
    }

    /// Runs any program to its end, such as the test itself in another role.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn of<I>(around: &Around, program: &Path, args: I) -> Result<Self>
    where
        I: IntoIterator<Item: AsRef<OsStr>>,
    {
        finish(around, program, args)
    }

    /// Its output, when it ended well.
    ///
    /// # Errors
    /// When it did not; its words are told.
    pub fn success(self) -> Result<String> {
        if !self.status.success() {
            bail!("it ended with {}: {}", self.status, self.words.trim());
        }
        Ok(self.output)
    }
}

/// Runs a program to its end.
pub(crate) fn finish<I>(around: &Around, program: &Path, args: I) -> Result<Ended>
where
    I: IntoIterator<Item: AsRef<OsStr>>,
{
    let mut command = around.command(program);
    let output = command.args(args).stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("starting {}", program.display()))?;
    Ok(Ended {
        status: output.status,
        output: String::from_utf8_lossy(&output.stdout).into_owned(),
        words: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// A program that runs until it is stopped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    words: PathBuf,
}

impl Process {
    /// Starts `program`; what it says goes to the file `words`, after what is there already.
    pub(crate) fn start<I>(around: &Around, program: &Path, args: I, words: &Path) -> Result<Self>
    where
        I: IntoIterator<Item: AsRef<OsStr>>,
    {
        let file = File::options().create(true).append(true).open(words).context("opening the file for its words")?;
        let copy = file.try_clone().context("opening the file for its words")?;
        let mut command = around.command(program);
        // A group of its own: what a test kills must not be the test.
        let command = command.args(args).stdin(Stdio::null()).stdout(file).stderr(copy).process_group(0);
        let child = command.spawn().with_context(|| format!("starting {}", program.display()))?;
        Ok(Self { child, words: words.to_owned() })
    }

    /// Starts a program of this project by its name, such as `xtask`; what it says goes to the file `words`.
    ///
    /// # Errors
    /// When it is not built or cannot be started.
    pub fn of<I>(name: &str, args: I, words: &Path) -> Result<Self>
    where
        I: IntoIterator<Item: AsRef<OsStr>>,
    {
        Self::start(&Around::Nothing, &program(name)?, args, words)
    }

    /// Ctrl-C, without waiting for what comes of it.
    pub fn interrupt(&self) {
        self.signal(Signal::INT);
    }

    /// Its number; of what stands around it, if anything does.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it still runs.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn runs(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// kill -9: no last word, no flush.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn kill(&mut self) -> Result<()> {
        self.signal(Signal::KILL);
        self.child.wait().context("waiting for a killed program")?;
        Ok(())
    }

    /// Asks it to end, as Ctrl-C does, and waits for that.
    ///
    /// # Errors
    /// When it does not end within ten seconds.
    pub fn stop(&mut self) -> Result<ExitStatus> {
        self.signal(Signal::TERM);
        self.wait(Duration::from_secs(10))
    }

    /// Waits for it to end by itself.
    ///
    /// # Errors
    /// When it does not within `limit`; its words are told.
    pub fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let child = &mut self.child;
        let ended = eventually_within(limit, "the program ends", || Ok(child.try_wait()?));
        ended.with_context(|| self.words())
    }

    /// Everything it has said so far.
    #[must_use]
    pub fn words(&self) -> String {
        fs::read_to_string(&self.words).unwrap_or_default()
    }

    fn signal(&self, signal: Signal) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        // One that is gone already needs no signal.
        let _gone = group.map(|group| kill_process_group(group, signal));
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) && self.kill().is_err() {
            eprintln!("a program could not be killed");
        }
    }
}
