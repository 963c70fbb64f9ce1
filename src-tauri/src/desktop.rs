//! The program on a computer: its command line, its log, its place.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Parser;
use hifazat_phone::LocationSource;
use hifazat_phone_native::Door;
use hifazat_phone_shell::location::chosen;
use hifazat_time::SystemClock;
use tauri::Manager;
use tracing_subscriber::EnvFilter;

use crate::{Phone, context, life, with_commands};

/// The phone's window.
#[derive(Debug, Parser)]
#[command(name = "hifazat-app", version, about)]
struct Options {
    /// The folder that holds this phone, as `hifazat-phone --data` takes it [default: the system's place for app data]
    #[arg(long, value_name = "DIR", env = "HIFAZAT_PHONE_DATA")]
    data: Option<PathBuf>,
    /// The signed trust bundle for a phone that has none yet
    #[arg(long, value_name = "FILE", env = "HIFAZAT_BUNDLE")]
    bundle: Option<PathBuf>,
    /// The gpsd to ask for the place
    #[arg(long, value_name = "ADDR:PORT", env = "HIFAZAT_GPSD", default_value = "127.0.0.1:2947")]
    gpsd: OsString,
    /// Take the place from the last line (LAT,LON,ACCURACY_M) of this file instead, and follow its changes
    #[arg(long, value_name = "FILE", env = "HIFAZAT_PLACE_FILE")]
    place_file: Option<OsString>,
}

/// Runs the window until it is closed and nothing is left to carry.
#[must_use]
pub fn run() -> ExitCode {
    let options = Options::parse();
    let filter = EnvFilter::try_from_env("HIFAZAT_LOG").unwrap_or_else(|_| EnvFilter::new("error"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A line that cannot be written is lost; to complain of it on standard error too would panic.
    lines.with_ansi(std::io::stderr().is_terminal()).log_internal_errors(false).init();
    match show(options) {
        Ok(code) => code,
        Err(error) => {
            drop(writeln!(std::io::stderr(), "hifazat-app: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn show(options: Options) -> anyhow::Result<ExitCode> {
    // Tauri would panic.
    #[cfg(target_os = "linux")]
    gtk::init().context("there is no display to open a window on; `hifazat-phone bridge` needs none")?;
    let builder = with_commands(tauri::Builder::default());
    #[cfg(not(target_os = "linux"))]
    let builder = builder.plugin(tauri_plugin_opener::init());
    let app = builder.build(context()).context("the window could not be started")?;
    let folder = match options.data.clone() {
        Some(folder) => folder,
        None => app.path().app_data_dir().context("this system names no place for app data: give one with --data")?,
    };
    let phone = Phone::new(Door::of_this_process(), folder, place(&options), options.bundle);
    #[cfg(target_os = "linux")]
    crate::notices::begin(&app, phone.clone());
    life::begin(&app, phone);
    let code = app.run_return(|app, event| life::hear(app, &event));
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// A place never stops an alarm: the button comes up whatever the options say of it.
fn place(options: &Options) -> Arc<dyn LocationSource> {
    let (location, understood) = chosen(&options.gpsd, options.place_file.as_deref(), Arc::new(SystemClock));
    if let Err(error) = understood {
        tracing::error!(%error, "an option is wrong");
    }
    location
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Options::command().debug_assert();
    }
}
