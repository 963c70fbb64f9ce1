//! `hifazat-room`: the control room. JSON on standard output, words on standard error, exit code 0 only when it was done.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match hifazat_room_server::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Not `eprintln!`, which panics when nobody can take the words.
            drop(writeln!(std::io::stderr(), "hifazat-room: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
