//! A control room: the program `hifazat-room` over a folder of its own. What it tells is in `asked`.

mod asked;

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::http;
use crate::patience::eventually;
use crate::ports::{self, local};
use crate::process::{Around, Ended, Process};
use crate::programs::program;

/// What a room is made with.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The port its bundle names, when phones are to reach it through something else (a [`Chaos`](crate::Chaos)).
    pub behind_port: Option<u16>,
    /// Where phones reach it, when that is not this machine alone: the room's side of a
    /// [`Lab`](hifazat_netlab::Lab::room).
    pub address: Option<IpAddr>,
    /// District boundaries.
    pub boundaries: Option<PathBuf>,
    /// The number that its bundle names for texts.
    pub sms_number: Option<String>,
    /// Further options of `serve`, such as those of a carrier of texts.
    pub options: Vec<String>,
}

/// A room that was made and may be serving. Its folder goes with it.
#[derive(Debug)]
pub struct Room {
    home: TempDir,
    site: Site,
    phones: u16,
    console: u16,
    serving: Option<Process>,
}

impl Room {
    /// A room that serves.
    ///
    /// # Errors
    /// When it cannot be made or does not become ready.
    pub fn open() -> Result<Self> {
        let mut room = Self::made(Site::default())?;
        room.serve()?;
        Ok(room)
    }

    /// A room that was made and does not serve yet.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn made(site: Site) -> Result<Self> {
        let (room, ended) = Self::make(site, &Around::Nothing)?;
        ended.success().context("hifazat-room init")?;
        Ok(room)
    }

    /// As [`made`](Self::made) with something around it: the room, perhaps half made, and how `init` ended.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn make(site: Site, around: &Around) -> Result<(Self, Ended)> {
        let home = tempfile::tempdir().context("a folder for the room")?;
        let room = Self { home, site, phones: ports::free_port()?, console: ports::free_port()?, serving: None };
        let url = room.public_url();
        let number = room.site.sms_number.iter().flat_map(|number| ["--sms-number", number]);
        let words = ["init", "--public-url", &url].into_iter().chain(number).collect::<Vec<_>>();
        let ended = room.try_around(around, &words)?;
        Ok((room, ended))
    }

    /// Another room with all that this one has, its keys too, under an address of its own that a newer bundle names.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn twin(&self) -> Result<Self> {
        let home = tempfile::tempdir().context("a folder for the room")?;
        let twin = Self {
            home,
            site: self.site.clone(),
            phones: ports::free_port()?,
            console: ports::free_port()?,
            serving: None,
        };
        fs::create_dir(twin.folder()).context("the twin's folder")?;
        for file in fs::read_dir(self.folder())? {
            let file = file?;
            fs::copy(file.path(), twin.folder().join(file.file_name())).context("copying the room")?;
        }
        twin.ask(&["bundle", "sign", "--public-url", &twin.public_url()])?;
        Ok(twin)
    }

    /// Serves, and answers once it is ready.
    ///
    /// # Errors
    /// When it does not become ready; its words are told.
    pub fn serve(&mut self) -> Result<()> {
        eventually("the room's ports are free", || {
            self.begin(&Around::Nothing)?;
            match self.wait_until_ready() {
                Ok(()) => Ok(Some(())),
                // Somebody's outgoing connection has been given the number meanwhile, and will end.
                Err(error) if format!("{error:#}").contains("this port is taken") => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    /// Begins to serve with something around it; it may be killed before it is ready.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn begin(&mut self, around: &Around) -> Result<()> {
        let mut args: Vec<OsString> = vec!["serve".into(), "--data".into(), self.folder().into()];
        args.extend(["--listen".into(), self.listens_at().to_string().into()]);
        args.extend(["--console".into(), local(self.console).to_string().into()]);
        if let Some(file) = &self.site.boundaries {
            args.extend(["--boundaries".into(), file.into()]);
        }
        args.extend(self.site.options.iter().map(OsString::from));
        let words = self.home.path().join("words");
        self.serving = Some(Process::start(around, &program("hifazat-room")?, args, &words)?);
        Ok(())
    }

    /// Waits until the room says that it is ready.
    ///
    /// # Errors
    /// When it ends, or is not ready in time.
    pub fn wait_until_ready(&mut self) -> Result<()> {
        let console = self.console;
        let serving = self.serving.as_mut().context("the room does not serve")?;
        let ready = eventually("the room is ready", || {
            if !serving.runs()? {
                bail!("the room ended while starting");
            }
            Ok(http::request(console, "GET", "/readyz", &[], b"").ok().filter(|answer| answer.status == 200))
        });
        ready.with_context(|| serving.words())?;
        Ok(())
    }

    /// Whether it serves.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn serves(&mut self) -> Result<bool> {
        self.serving.as_mut().map_or(Ok(false), Process::runs)
    }

    /// By what the system knows the serving program.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.serving.as_ref().map(Process::id)
    }

    /// kill -9.
    ///
    /// # Errors
    /// When it does not serve.
    pub fn kill(&mut self) -> Result<()> {
        self.serving.take().context("the room does not serve")?.kill()
    }

    /// Stops as Ctrl-C does.
    ///
    /// # Errors
    /// When it does not serve, or does not end.
    pub fn stop(&mut self) -> Result<ExitStatus> {
        self.serving.take().context("the room does not serve")?.stop()
    }

    /// Writes the signed bundle to a file and says where. Whole at any instant: many phones may be made side by side.
    ///
    /// # Errors
    /// When the room does not tell it.
    pub fn bundle(&self) -> Result<PathBuf> {
        let file = self.home.path().join("bundle-shown.json");
        let mut draft = tempfile::NamedTempFile::new_in(self.home.path()).context("a draft of the bundle")?;
        draft.write_all(self.ask(&["bundle", "show"])?.as_bytes()).context("writing the bundle")?;
        draft.persist(&file).context("putting the bundle in its place")?;
        Ok(file)
    }

    /// A copy of its database as it is now, made while it serves, laid beside its folder.
    ///
    /// # Errors
    /// When `backup` fails.
    pub fn copy(&self, name: &str) -> Result<PathBuf> {
        let copy = self.home.path().join(name);
        self.ask(&["backup", "--to", &copy.to_string_lossy()])?;
        Ok(copy)
    }

    /// Stops, puts a copy in place of the database as the runbook says, and serves again.
    ///
    /// # Errors
    /// When it does not stop, or does not serve from the copy.
    pub fn put_back(&mut self, copy: &Path) -> Result<()> {
        self.stop()?;
        for rest in ["room.db-wal", "room.db-shm"] {
            let rest = self.folder().join(rest);
            if rest.exists() {
                fs::remove_file(&rest).with_context(|| format!("removing {}", rest.display()))?;
            }
        }
        fs::copy(copy, self.folder().join("room.db")).context("putting the copy in place")?;
        self.verify_log()?;
        self.serve()
    }

    /// The room's data folder.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.home.path().join("room")
    }

    /// Where its bundle says that phones reach it.
    #[must_use]
    pub fn public_url(&self) -> String {
        let port = self.site.behind_port.unwrap_or(self.phones);
        format!("https://{}", SocketAddr::new(self.address(), port))
    }

    fn address(&self) -> IpAddr {
        self.site.address.unwrap_or(Ipv4Addr::LOCALHOST.into())
    }

    /// On every address when one is not enough: what a test asks over the loopback is answered there too.
    fn listens_at(&self) -> SocketAddr {
        let everywhere = IpAddr::from(Ipv4Addr::UNSPECIFIED);
        SocketAddr::new(self.site.address.map_or(self.address(), |_| everywhere), self.phones)
    }

    /// The port of the phones' endpoint.
    #[must_use]
    pub fn phones_port(&self) -> u16 {
        self.phones
    }

    /// The port of the console.
    #[must_use]
    pub fn console_port(&self) -> u16 {
        self.console
    }

    /// Everything it has said while serving.
    #[must_use]
    pub fn words(&self) -> String {
        fs::read_to_string(self.home.path().join("words")).unwrap_or_default()
    }

    /// A folder that lives as long as the room, for what a test lays beside it.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }
}
