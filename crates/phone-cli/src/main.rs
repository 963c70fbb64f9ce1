//! `hifazat-phone`: the phone without a window. A fixed street panic button runs it, tests and operators drive it.
//!
//! JSON goes to standard output and its last line is the result; words go to standard error. A command that cannot do
//! what was asked says so in a sentence that names the option, and ends with a status other than zero.

mod args;
mod bridge;
mod commands;
mod modem;
mod signals;
mod words;

use std::io::IsTerminal;
use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let args = Args::parse();
    let filter = EnvFilter::try_from_env("HIFAZAT_LOG").unwrap_or_else(|_| EnvFilter::new("error"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A line that cannot be written is lost; to complain of it on standard error too would panic.
    lines.with_ansi(std::io::stderr().is_terminal()).log_internal_errors(false).init();
    match run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            words::say(format_args!("hifazat-phone: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let Args { data, around, command } = args;
    let outcome = runtime.block_on(async {
        match command {
            Command::Init(init) => commands::init(&data, &init),
            Command::Raise(raise) => commands::raise(&data, &around, &raise).await,
            Command::Cancel(cancel) => commands::cancel(&data, &around, &cancel),
            Command::Drill(drill) => commands::drill(&data, &around, &drill).await,
            Command::Run(options) => commands::run(&data, &around, &options).await,
            Command::Status(status) => commands::status(&data, &status),
            Command::ReceiptsByText(wanted) => commands::receipts_by_text(&data, &wanted),
            Command::TrackBudget(options) => commands::track_budget(&data, &options),
            Command::Clip(command) => commands::clip(&data, &command),
            Command::TextArrived(text) => commands::text_arrived(&data, &text),
            Command::Pins(args::Pins::Set(pins)) => commands::set_pins(&data, &pins),
            Command::Bridge(options) => commands::bridge(&data, &around, &options).await,
        }
    });
    // A name look-up of the system may still hang in a thread; nobody waits for it.
    runtime.shutdown_background();
    outcome
}
