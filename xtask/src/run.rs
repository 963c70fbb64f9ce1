//! `./x run`: a control room and a phone on this machine, until Ctrl-C.
//!
//! Order matters for "nothing half-started": ports and data folder are looked at before anything is built or written,
//! each program is waited for before the next one starts, and whatever fails takes down what stands already.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::binaries::{self, Profile};
use crate::children::{Child, Interrupt};
use crate::places;

pub(crate) mod folder;
mod phone;
pub(crate) mod ports;
mod told;

use folder::Folder;
use ports::Ports;

/// How often the running programs are looked at.
const LOOK: Duration = Duration::from_millis(100);

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Where the room and the phone keep their data [default: data in the checkout].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The phone as a page in the browser, even when there is a display.
    #[arg(long)]
    headless: bool,
    /// District boundaries (GeoJSON); without them the nearest district headquarters is named, marked approximate.
    #[arg(long, value_name = "FILE")]
    boundaries: Option<PathBuf>,
    /// The port of the phones' TLS endpoint [default: 8014, or what this data folder was made with].
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    room_port: Option<u16>,
    /// The port of the console.
    #[arg(long, value_name = "PORT", default_value_t = 8015, value_parser = clap::value_parser!(u16).range(1..))]
    console_port: u16,
    /// The port of the phone's page, when it is a page.
    #[arg(long, value_name = "PORT", default_value_t = 8016, value_parser = clap::value_parser!(u16).range(1..))]
    phone_port: u16,
    /// Optimised programs: slower to build, as they are installed.
    #[arg(long)]
    release: bool,
    /// Take the programs and pages as they were built last.
    #[arg(long)]
    no_build: bool,
}

/// `./x run`.
pub(crate) fn run(options: &Options) -> Result<()> {
    let windowed = !options.headless && phone::has_display() && phone::has_window();
    let boundaries = options.boundaries.as_ref().map(std::fs::canonicalize).transpose();
    let boundaries = boundaries.context("--boundaries: this file cannot be read")?;
    let data = options.data.clone().unwrap_or_else(|| places::root().join("data"));
    let mut folder = Folder::look(&data)?;
    let ports = Ports {
        room: folder.room_port(options.room_port)?,
        console: options.console_port,
        phone: (!windowed).then_some(options.phone_port),
    };
    ports.check()?;
    folder.claim()?;

    let profile = if options.release { Profile::Release } else { Profile::Dev };
    let programs = if options.no_build { binaries::built(profile)? } else { binaries::programs(profile, windowed)? };
    // The build took a while: somebody may have come meanwhile.
    ports.check()?;

    let interrupt = Interrupt::listen()?;
    let room = folder.room(&programs, &ports, boundaries);
    let sign_in = folder.first_start(&room)?;
    folder.remember()?;
    let started = start(&folder, &room, &programs, &ports, &interrupt);
    let children = match started {
        Ok(children) => children,
        Err(error) => {
            // The seat stands in the data folder: its password must not be lost with this start.
            told::rescue(&sign_in);
            return Err(error);
        }
    };
    told::running(&folder, &ports, &sign_in, &programs.room);
    watch(children, &interrupt)
}

fn start(
    folder: &Folder,
    room: &crate::room::Room<'_>,
    programs: &binaries::Programs,
    ports: &Ports,
    interrupt: &Interrupt,
) -> Result<Vec<Child>> {
    let serving = room.serve(&folder.log("room"), interrupt)?;
    phone::init(folder, room, programs)?;
    let phone = match ports.phone {
        Some(port) => phone::page(folder, programs, port, interrupt)?,
        None => phone::window(folder, programs)?,
    };
    // Stopped in this order: the phone first, so that its last word still finds a room.
    Ok(vec![phone, serving])
}

/// Until a signal comes or one of them ends; then all end.
fn watch(mut children: Vec<Child>, interrupt: &Interrupt) -> Result<()> {
    loop {
        if interrupt.came() {
            eprintln!("\nx: stopping…");
            stop(children);
            eprintln!("x: stopped; all data is kept.");
            return Ok(());
        }
        for child in &mut children {
            if let Some(status) = child.ended()? {
                let name = child.name();
                let closed = name == phone::WINDOW && status.success();
                let words = child.last_words();
                eprintln!("x: {name} {}; stopping the rest…", if closed { "was closed" } else { "ended" });
                stop(children);
                if closed {
                    return Ok(());
                }
                bail!("{name} ended by itself ({status}); {words}");
            }
        }
        thread::sleep(LOOK);
    }
}

fn stop(children: Vec<Child>) {
    for mut child in children {
        child.stop();
    }
}
