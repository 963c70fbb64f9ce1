//! `hifazat-room`: the control room. JSON on standard output, words on standard error, exit code 0 only when it was done.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match hifazat_room_server::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hifazat-room: {error:#}");
            ExitCode::FAILURE
        }
    }
}
