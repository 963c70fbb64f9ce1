//! Building the programs and knowing where they then are.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::command::cargo;
use crate::{interface, places};

#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Options {
    /// The phone's window (hifazat-app) as well.
    #[arg(long)]
    app: bool,
}

/// How the programs are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build; cryptography and the SQL engine are optimised all the same.
    Dev,
    /// What is installed.
    Release,
}

/// The built programs.
#[derive(Debug)]
pub(crate) struct Programs {
    pub(crate) room: PathBuf,
    pub(crate) phone: PathBuf,
    pub(crate) app: PathBuf,
}

/// `./x build`.
pub(crate) fn build(options: &Options) -> Result<()> {
    let programs = programs(Profile::Release, options.app)?;
    println!("{}", places::shown(&programs.room));
    println!("{}", places::shown(&programs.phone));
    if options.app {
        println!("{}", places::shown(&programs.app));
    }
    Ok(())
}

/// The pages and then the programs, which carry the pages; with `app` the phone's window too.
pub(crate) fn programs(profile: Profile, app: bool) -> Result<Programs> {
    interface::build()?;
    let mut call = cargo(["build", "-p", "hifazat-room-server", "-p", "hifazat-phone-cli"]);
    if app {
        call = call.args(["-p", "hifazat-app"]);
    }
    if profile == Profile::Release {
        call = call.arg("--release");
    }
    eprintln!("x: building the programs (the first time takes minutes)…");
    call.run().context("building the programs")?;
    built(profile)
}

/// The programs as they were built last.
pub(crate) fn built(profile: Profile) -> Result<Programs> {
    let folder = places::target().join(match profile {
        Profile::Dev => "debug",
        Profile::Release => "release",
    });
    let programs = Programs {
        room: folder.join("hifazat-room"),
        phone: folder.join("hifazat-phone"),
        app: folder.join("hifazat-app"),
    };
    for program in [&programs.room, &programs.phone] {
        ensure!(program.exists(), "{} is not built", places::shown(program));
    }
    Ok(programs)
}
