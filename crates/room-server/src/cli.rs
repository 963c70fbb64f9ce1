//! The command line of `hifazat-room`: JSON on standard output, words on standard error.

use clap::{Parser, Subcommand};

mod args;
mod backup;
mod bundle;
mod incidents;
mod init;
mod keys;
mod log;
mod print;
mod seat;
mod serve;
mod texts;
mod verify_log;

pub(crate) use args::LogForm;
use args::{
    BackupArgs, BundleAction, DataArg, IncidentsArgs, InitArgs, KeysAction, RotateArgs, SeatAction, SeatAddArgs,
    ServeArgs, SignArgs, VerifyLogArgs,
};

/// The control room of Hifazat.
#[derive(Debug, Parser)]
#[command(name = "hifazat-room", version, about, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a control room in a folder: keys, certificates, signed trust bundle, database.
    Init(InitArgs),
    /// Serve phones and consoles until stopped.
    Serve(Box<ServeArgs>),
    /// Seats at the consoles.
    #[command(subcommand)]
    Seat(SeatAction),
    /// Keys.
    #[command(subcommand)]
    Keys(KeysAction),
    /// The signed trust bundle that phones hold.
    #[command(subcommand)]
    Bundle(BundleAction),
    /// Copy the database while it is in use.
    Backup(BackupArgs),
    /// Check the chained log from its first entry to its last.
    VerifyLog(VerifyLogArgs),
    /// List incidents; reads only, also while the room serves.
    Incidents(IncidentsArgs),
}

impl Cli {
    /// Does what was asked.
    ///
    /// # Errors
    /// A sentence for standard error; the exit code is then not 0.
    pub fn run(self) -> anyhow::Result<()> {
        match self.action {
            Action::Init(args) => init::run(&args),
            Action::Serve(args) => serve::run(*args),
            Action::Seat(SeatAction::Add(args)) => seat::add(&args),
            Action::Keys(KeysAction::Rotate(args)) => keys::rotate(&args),
            Action::Bundle(BundleAction::Show(args)) => bundle::show(&args),
            Action::Bundle(BundleAction::Sign(args)) => bundle::sign(&args),
            Action::Backup(args) => backup::run(&args),
            Action::VerifyLog(args) => verify_log::run(&args),
            Action::Incidents(args) => incidents::run(&args),
        }
    }
}
