//! The phone's side: a network namespace whose name says which process it belongs to.

use std::ffi::OsString;
use std::fmt;
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

use super::ip::ip;

const PREFIX: &str = "hifazat-lab-";

/// How many this process has made.
static MADE: AtomicU32 = AtomicU32::new(0);

/// Which laboratory it is: the process and its count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    process: u32,
    count: u32,
}

impl Mark {
    fn next() -> Self {
        Self { process: process::id(), count: MADE.fetch_add(1, Ordering::Relaxed) }
    }

    /// A device's name; there are 15 letters for it.
    pub(super) fn device(self, side: char) -> String {
        format!("hz{}{side}{}", self.process, self.count)
    }

    fn read(name: &str) -> Option<Self> {
        let (process, count) = name.strip_prefix(PREFIX)?.split_once('-')?;
        Some(Self { process: process.parse().ok()?, count: count.parse().ok()? })
    }

    fn is_alive(self) -> bool {
        Path::new("/proc").join(self.process.to_string()).exists()
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}-{}", self.process, self.count)
    }
}

/// A namespace, gone when dropped.
#[derive(Debug)]
pub(super) struct Space {
    mark: Mark,
}

impl Space {
    pub(super) fn make() -> Result<Self> {
        let mark = Mark::next();
        ip(&format!("netns add {mark}"))?;
        Ok(Self { mark })
    }

    pub(super) fn mark(&self) -> Mark {
        self.mark
    }

    /// `ip` inside it.
    pub(super) fn ip(&self, words: &str) -> Result<String> {
        ip(&format!("-n {} {words}", self.mark))
    }

    /// What stands before a program's words to start it inside. Not `ip netns exec`, which also gives it another /sys.
    pub(super) fn entrance(&self) -> Vec<OsString> {
        ["nsenter".to_owned(), format!("--net={}", self.file()), "--".to_owned()].map(OsString::from).into()
    }

    /// Moves this thread inside. It cannot come back.
    #[cfg(target_os = "linux")]
    pub(super) fn enter(&self) -> Result<()> {
        use std::os::fd::AsFd;

        use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

        let space = std::fs::File::open(self.file()).with_context(|| format!("opening {}", self.file()))?;
        let moved = move_into_link_name_space(space.as_fd(), Some(LinkNameSpaceType::Network));
        moved.context("moving a thread into a network namespace")
    }

    /// There is none to move into.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn enter(&self) -> Result<()> {
        anyhow::bail!("{} cannot be there", self.file())
    }

    /// Where `ip netns` keeps it.
    fn file(&self) -> String {
        format!("/run/netns/{}", self.mark)
    }

    /// Kills whatever runs inside.
    pub(super) fn end_everybody(&self) {
        if let Err(error) = end_everybody(self.mark) {
            eprintln!("lab: {error:#}");
        }
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        if let Err(error) = remove(self.mark) {
            eprintln!("lab: {error:#}");
        }
    }
}

/// Removes what killed laboratories have left over.
pub(super) fn sweep() -> Result<()> {
    let names = ip("netns list")?;
    let marks = names.lines().filter_map(|line| Mark::read(line.split_whitespace().next()?));
    marks.filter(|mark| !mark.is_alive()).try_for_each(remove)
}

fn remove(mark: Mark) -> Result<()> {
    end_everybody(mark)?;
    ip(&format!("netns delete {mark}")).map(drop)
}

fn end_everybody(mark: Mark) -> Result<()> {
    let inside = ip(&format!("netns pids {mark}"))?;
    for process in inside.split_whitespace().filter_map(|word| Pid::from_raw(word.parse().ok()?)) {
        // One that is gone already is what we want.
        let _gone = kill_process(process, Signal::KILL);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_says_whose_it_is() {
        let mark = Mark::next();
        let read = Mark::read(&mark.to_string()).unwrap();
        assert_eq!((read.process, read.count), (mark.process, mark.count));
        assert!(read.is_alive());
        for strange in ["hifazat-lab-", "hifazat-lab-x-1", "hifazat-lab-1", "docker"] {
            assert!(Mark::read(strange).is_none(), "{strange}");
        }
    }

    #[test]
    fn the_longest_device_name_fits() {
        assert_eq!(Mark { process: 4_194_304, count: 99_999 }.device('r').len(), 15);
    }
}
