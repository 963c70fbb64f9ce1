//! The program of the phone's window. Everything is in the library, which phones load without this.

use std::process::ExitCode;

fn main() -> ExitCode {
    hifazat_app::run()
}
