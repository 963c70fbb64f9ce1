//! What a process really did to its files, and what a disk would hold had the power gone at any moment of it.
//!
//! The process runs under strace; its writes, syncs and removals are replayed into a model of a disk that keeps only what
//! was synced. Of what was written but not yet synced, a real disk may keep nothing, everything, or some sectors: all
//! three are tried. What is taken for durable at once: removals and renames, and the length that a sync saw.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// A step that a traced process took, in the order of completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Bytes were handed to the system for a place in a file.
    Write {
        /// Which file.
        path: PathBuf,
        /// From which byte on.
        offset: usize,
        /// What.
        bytes: Vec<u8>,
    },
    /// The file was cut or grown.
    Truncate {
        /// Which file.
        path: PathBuf,
        /// To how many bytes.
        length: usize,
    },
    /// The system promised that the file is on the disk.
    Sync {
        /// Which file.
        path: PathBuf,
    },
    /// The file was removed.
    Remove {
        /// Which file.
        path: PathBuf,
    },
    /// The process said something on standard output.
    Said(String),
}

impl Step {
    /// Whether a disk may hold something else after this step than before it. Shared memory is no file of the disk:
    /// SQLite makes it anew.
    #[must_use]
    pub fn touches_the_disk(&self) -> bool {
        match self {
            Self::Write { path, .. } | Self::Truncate { path, .. } | Self::Sync { path } | Self::Remove { path } => {
                !is_shared_memory(path)
            }
            Self::Said(_) => false,
        }
    }
}

fn is_shared_memory(path: &Path) -> bool {
    path.to_string_lossy().ends_with("-shm")
}

/// How much of what was not synced a disk keeps when the power goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Luck {
    /// Nothing.
    None,
    /// Everything.
    All,
    /// Each sector by the toss of a coin that this seed decides.
    Some(u64),
}

const SECTOR: usize = 512;

/// The steps in a log of [`Around::Traced`](hifazat_testkit::Around::Traced).
///
/// # Errors
/// When the log cannot be read or holds a call that this model does not know.
pub fn steps(log: &Path) -> Result<Vec<Step>> {
    let text = std::fs::read_to_string(log).with_context(|| format!("reading {}", log.display()))?;
    let mut unfinished: BTreeMap<&str, &str> = BTreeMap::new();
    let mut steps = Vec::new();
    for line in text.lines() {
        let (task, call) = line.split_once(' ').context("a line without a task")?;
        let call = call.trim_start();
        if let Some(start) = call.strip_suffix(" <unfinished ...>") {
            unfinished.insert(task, start);
        } else if let Some(resumed) = call.strip_prefix("<... ") {
            let rest = resumed.split_once('>').map_or("", |(_, rest)| rest);
            if let Some(start) = unfinished.remove(task) {
                steps.extend(step(&format!("{start}{rest}"))?);
            }
        } else {
            steps.extend(step(call)?);
        }
    }
    Ok(steps)
}

fn step(call: &str) -> Result<Option<Step>> {
    let Some((name, rest)) = call.split_once('(') else { return Ok(None) };
    let Some((arguments, result)) = rest.rsplit_once(") ").map(|(a, r)| (a, r.trim_start_matches([' ', '=']))) else {
        return Ok(None);
    };
    if result.starts_with('-') {
        return Ok(None);
    }
    let parts: Vec<&str> = arguments.split(", ").collect();
    let part = |at: usize| parts.get(at).copied().unwrap_or_default();
    let number = |at: usize| part(at).parse::<usize>().with_context(|| format!("a number in {call}"));
    Ok(match name {
        "pwrite64" => Some(Step::Write { path: path_of(part(0))?, offset: number(3)?, bytes: bytes_of(part(1))? }),
        "write" if part(0).starts_with("1<") => {
            Some(Step::Said(String::from_utf8_lossy(&bytes_of(part(1))?).into_owned()))
        }
        "ftruncate" => Some(Step::Truncate { path: path_of(part(0))?, length: number(1)? }),
        "fsync" | "fdatasync" => Some(Step::Sync { path: path_of(part(0))? }),
        "unlink" => Some(Step::Remove { path: text_of(part(0))? }),
        "unlinkat" => Some(Step::Remove { path: text_of(part(1))? }),
        "openat" if part(2).contains("O_TRUNC") => Some(Step::Truncate { path: text_of(part(1))?, length: 0 }),
        "write" | "openat" => None,
        other => bail!("the model does not know {other}"),
    })
}

/// `7<\x2f\x74…>` as a path.
fn path_of(descriptor: &str) -> Result<PathBuf> {
    let name =
        descriptor.split_once('<').map(|(_, name)| name.trim_end_matches('>')).context("a file without a name")?;
    Ok(PathBuf::from(String::from_utf8_lossy(&unescape(name)?).into_owned()))
}

fn text_of(quoted: &str) -> Result<PathBuf> {
    Ok(PathBuf::from(String::from_utf8_lossy(&bytes_of(quoted)?).into_owned()))
}

fn bytes_of(quoted: &str) -> Result<Vec<u8>> {
    unescape(quoted.trim_matches('"'))
}

/// `\x2f\x74` as bytes; a name without escapes stands for itself.
fn unescape(text: &str) -> Result<Vec<u8>> {
    if !text.starts_with("\\x") {
        return Ok(text.as_bytes().to_vec());
    }
    text.split("\\x").skip(1).map(|pair| u8::from_str_radix(pair, 16).context("an escape")).collect()
}

/// A disk that keeps what was synced.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    files: BTreeMap<PathBuf, File>,
}

#[derive(Debug, Clone, Default)]
struct File {
    durable: Option<Vec<u8>>,
    written: Vec<u8>,
}

impl Disk {
    /// The files below a folder, all of them durable.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn holding(folder: &Path) -> Result<Self> {
        let mut disk = Self::default();
        disk.hold(folder)?;
        Ok(disk)
    }

    fn hold(&mut self, folder: &Path) -> Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.hold(&path)?;
            } else if path.is_file() {
                let bytes = std::fs::read(&path)?;
                self.files.insert(path, File { durable: Some(bytes.clone()), written: bytes });
            }
        }
        Ok(())
    }

    /// One more step has happened.
    pub fn take(&mut self, step: &Step) {
        match step {
            Step::Write { path, offset, bytes } => {
                let file = self.files.entry(path.clone()).or_default();
                let end = offset + bytes.len();
                file.written.resize(file.written.len().max(end), 0);
                if let Some(place) = file.written.get_mut(*offset..end) {
                    place.copy_from_slice(bytes);
                }
            }
            Step::Truncate { path, length } => self.files.entry(path.clone()).or_default().written.resize(*length, 0),
            Step::Sync { path } => {
                if let Some(file) = self.files.get_mut(path) {
                    file.durable = Some(file.written.clone());
                }
            }
            Step::Remove { path } => {
                self.files.remove(path);
            }
            Step::Said(_) => {}
        }
    }

    /// Writes what is left after a power loss: the files of `from`, under the same names, into `to`.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn after_power_loss(&self, luck: Luck, from: &Path, to: &Path) -> Result<()> {
        for (path, file) in &self.files {
            let kept = if is_shared_memory(path) { None } else { file.left(luck) };
            if let (Ok(name), Some(bytes)) = (path.strip_prefix(from), kept) {
                let place = to.join(name);
                std::fs::create_dir_all(place.parent().unwrap_or(to))?;
                std::fs::write(place, bytes)?;
            }
        }
        Ok(())
    }
}

impl File {
    fn left(&self, luck: Luck) -> Option<Vec<u8>> {
        match luck {
            Luck::None => self.durable.clone(),
            Luck::All => Some(self.written.clone()),
            Luck::Some(seed) => Some(self.some_sectors(seed)),
        }
    }

    /// For each sector: the written one or the durable one.
    fn some_sectors(&self, seed: u64) -> Vec<u8> {
        let durable = self.durable.clone().unwrap_or_default();
        let length = durable.len().max(self.written.len());
        let mut coin = seed | 1;
        let mut left = Vec::with_capacity(length);
        for start in (0..length).step_by(SECTOR) {
            // xorshift64: any sequence will do, if the seed repeats it.
            coin ^= coin << 13;
            coin ^= coin >> 7;
            coin ^= coin << 17;
            let source = if coin.is_multiple_of(2) { &durable } else { &self.written };
            let end = (start + SECTOR).min(length);
            left.extend((start..end).map(|at| source.get(at).copied().unwrap_or_default()));
        }
        left
    }
}
