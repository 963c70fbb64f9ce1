//! The data folder of `./x run`: who uses it, what is remembered from start to start.
//!
//! DIR/room and DIR/phone belong to the two programs, DIR/log holds their words, DIR/run.json is ours: the port the
//! phones' bundle names, and the seat that was made. Each part is made when it is missing, so an interrupted first start
//! is simply continued by the next.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::ports::Ports;
use super::told::SignIn;
use crate::binaries::Programs;
use crate::places;
use crate::room::Room;

/// The seat of the first start.
const SEAT: &str = "operator";
/// What that seat may do.
pub(crate) const ROLE: &str = "operator";
/// Locked by whoever runs over the folder.
const LOCK: &str = "run.lock";
/// Where phones find the room when nothing else is said.
const ROOM_PORT: u16 = 8014;

/// A data folder, and what is remembered of it.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    memory: Memory,
    /// Held as long as we run; the kernel lets go of it however we end.
    lock: Option<File>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Memory {
    room_port: Option<u16>,
    seat: Option<String>,
}

/// Whether a `./x run` is up over this folder.
pub(crate) fn is_running(path: &Path) -> bool {
    let lock = File::open(path.join(LOCK));
    lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

impl Folder {
    /// Looks at a folder without making anything, and keeps a second `./x run` out of it.
    pub(crate) fn look(path: &Path) -> Result<Self> {
        let path = std::path::absolute(path).context("--data")?;
        let memory = remembered(&path)?;
        let mut folder = Self { path, memory, lock: None };
        if folder.path.exists() {
            folder.claim()?;
        }
        Ok(folder)
    }

    /// Makes it ours, and makes it when it is not there.
    pub(crate) fn claim(&mut self) -> Result<()> {
        if self.lock.is_some() {
            return Ok(());
        }
        let path = &self.path;
        fs::create_dir_all(path).with_context(|| format!("--data: making {}", path.display()))?;
        let lock = File::create(path.join(LOCK)).with_context(|| format!("--data: {}", path.display()))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!("another ./x run uses {} already: stop it, or give another folder with --data", path.display())
            }
            Err(TryLockError::Error(error)) => return Err(error).context("--data: locking the folder"),
        }
        self.lock = Some(lock);
        Ok(())
    }

    /// The port of the phones' endpoint. It stands in the signed bundle, so it cannot change once phones have that.
    pub(crate) fn room_port(&mut self, asked: Option<u16>) -> Result<u16> {
        let port = match (self.memory.room_port, asked) {
            (Some(made_with), Some(asked)) if made_with != asked => bail!(
                "--room-port {asked}: the phone of this data folder knows the room at port {made_with}. Leave the \
                 option out, or start afresh in another folder with --data"
            ),
            (Some(port), _) | (None, Some(port)) => port,
            (None, None) => ROOM_PORT,
        };
        self.memory.room_port = Some(port);
        Ok(port)
    }

    /// The room of this folder.
    pub(crate) fn room<'a>(&self, programs: &'a Programs, ports: &Ports, boundaries: Option<PathBuf>) -> Room<'a> {
        Room {
            program: &programs.room,
            folder: self.path.join("room"),
            phones: ports.room,
            console: ports.console,
            boundaries,
        }
    }

    /// What only the first start does: the room's keys and one seat.
    pub(crate) fn first_start(&mut self, room: &Room<'_>) -> Result<SignIn> {
        if !room.exists() {
            eprintln!("x: first start: making keys, the trust bundle and a seat…");
            room.init()?;
        }
        if let Some(seat) = &self.memory.seat {
            return Ok(SignIn { seat: seat.clone(), one_time_password: None });
        }
        let password = room.add_seat(SEAT, ROLE)?;
        self.memory.seat = Some(SEAT.to_owned());
        Ok(SignIn { seat: SEAT.to_owned(), one_time_password: Some(password) })
    }

    /// From now on the folder is a known one.
    pub(crate) fn remember(&self) -> Result<()> {
        let text = serde_json::to_string_pretty(&self.memory).context("writing run.json")?;
        fs::write(self.path.join("run.json"), text + "\n").context("writing run.json")
    }

    pub(crate) fn phone(&self) -> PathBuf {
        self.path.join("phone")
    }

    pub(crate) fn bundle(&self) -> PathBuf {
        self.path.join("bundle.json")
    }

    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.path.join("log").join(format!("{name}.log"))
    }

    pub(crate) fn shown(&self) -> String {
        places::shown(&self.path)
    }
}

/// "Not there" is a first start; "cannot be read" is told.
fn remembered(path: &Path) -> Result<Memory> {
    let file = path.join("run.json");
    match fs::read_to_string(&file) {
        Ok(text) => {
            serde_json::from_str(&text).with_context(|| format!("--data: {} is not what ./x wrote", file.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Memory::default()),
        Err(error) => Err(error).with_context(|| format!("--data: reading {}", file.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_runs_do_not_share_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_running(folder.path()));
        let first = Folder::look(folder.path()).unwrap();
        assert!(is_running(folder.path()));
        let refused = Folder::look(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("--data"), "{refused}");
        drop(first);
        assert!(!is_running(folder.path()));
        Folder::look(folder.path()).unwrap();
    }

    #[test]
    fn a_folder_that_is_none_is_named_with_its_option() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data");
        fs::write(&file, "").unwrap();
        let refused = format!("{:#}", Folder::look(&file).unwrap_err());
        assert!(refused.contains("--data"), "{refused}");
    }

    #[test]
    fn a_folder_that_is_only_looked_at_is_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let new = folder.path().join("new");
        let mut looked = Folder::look(&new).unwrap();
        assert!(!new.exists());
        looked.claim().unwrap();
        assert!(is_running(&new));
    }

    #[test]
    fn the_room_port_stays_what_the_bundle_says() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = Folder::look(folder.path()).unwrap();
        assert_eq!(first.room_port(Some(9014)).unwrap(), 9014);
        first.remember().unwrap();
        drop(first);
        let mut second = Folder::look(folder.path()).unwrap();
        assert_eq!(second.room_port(None).unwrap(), 9014);
        assert!(second.room_port(Some(9015)).unwrap_err().to_string().contains("--room-port 9015"));
    }
}
