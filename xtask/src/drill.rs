//! `./x drill`: one drill through the real path, from the command line.
//!
//! With `./x run` up, its own room answers; otherwise a room and a phone are made for the purpose and gone afterwards.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::binaries::{self, Profile, Programs};
use crate::children::Interrupt;
use crate::command::call;
use crate::places;
use crate::room::Room;
use crate::run::{folder, ports};

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The data folder that ./x run uses [default: data in the checkout].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The figures as one JSON line, the last on standard output.
    #[arg(long)]
    json: bool,
}

/// `./x drill`.
pub(crate) fn drill(options: &Options) -> Result<()> {
    let programs = binaries::programs(Profile::Dev, false)?;
    let data = options.data.clone().unwrap_or_else(|| places::root().join("data"));
    let data = std::path::absolute(data).context("--data")?;
    let told = if folder::is_running(&data) && data.join("phone").exists() {
        eprintln!("x: ./x run is up; drilling through its room…");
        through(&programs, &data.join("phone"))?
    } else {
        eprintln!("x: no ./x run is up over {}; making a room and a phone for this drill…", places::shown(&data));
        through_one_of_our_own(&programs)?
    };
    if options.json {
        println!("{told}");
    }
    Ok(())
}

fn through_one_of_our_own(programs: &Programs) -> Result<String> {
    let interrupt = Interrupt::listen()?;
    let folder = places::Temporary::make("drill")?;
    let (phones, console) = ports::two_free()?;
    let room = Room { program: &programs.room, folder: folder.path().join("room"), phones, console, boundaries: None };
    room.init()?;
    let serving = room.serve(&folder.path().join("room.log"), &interrupt)?;
    let bundle = folder.path().join("bundle.json");
    room.write_bundle(&bundle)?;
    let phone = folder.path().join("phone");
    call(&programs.phone, ["--data"]).arg(&phone).args(["init", "--bundle"]).arg(&bundle).output()?;
    let told = through(programs, &phone);
    // The room goes first, then its folder.
    drop(serving);
    told
}

/// One drill of this phone, which says each receipt itself, with its milliseconds; what it told as one JSON line.
fn through(programs: &Programs, phone: &Path) -> Result<String> {
    let told = call(&programs.phone, ["--data"]).arg(phone).arg("drill").heard().context("the drill")?;
    let line = told.lines().rev().find(|line| !line.trim().is_empty());
    line.map(|line| line.trim().to_owned()).context("the drill told nothing")
}
