//! The command line of `hifazat-room`: JSON on standard output, words on standard error.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod backup;
mod bundle;
mod incidents;
mod init;
mod keys;
mod print;
mod seat;
mod serve;
mod verify_log;

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

#[derive(Debug, Args)]
struct DataArg {
    /// The control room's folder.
    #[arg(long, value_name = "DIR", env = "HIFAZAT_DATA")]
    data: PathBuf,
}

#[derive(Debug, Args)]
struct InitArgs {
    #[command(flatten)]
    data: DataArg,
    /// Where phones reach this room, as https://HOST:PORT. May be given more than once; the first is tried first.
    #[arg(long, value_name = "URL", env = "HIFAZAT_PUBLIC_URL", default_value = "https://127.0.0.1:8014")]
    public_url: Vec<String>,
    /// The room's name, as consoles and phones show it.
    #[arg(long, value_name = "NAME", env = "HIFAZAT_ROOM_NAME", default_value = "Control room")]
    room_name: String,
    #[command(flatten)]
    numbers: NumbersArgs,
}

#[derive(Debug, Args)]
struct NumbersArgs {
    /// The number that takes alerts by text message.
    #[arg(long, value_name = "NUMBER", env = "HIFAZAT_SMS_NUMBER")]
    sms_number: Option<String>,
    /// Helplines as a JSON list of {number, name_en, name_ur, kind}; without it a short built-in list.
    #[arg(long, value_name = "FILE", env = "HIFAZAT_HELPLINES")]
    helplines: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct ServeArgs {
    #[command(flatten)]
    data: DataArg,
    /// Settings (TOML, the same names as these options); without it DIR/hifazat-room.toml when it is there.
    #[arg(long, value_name = "FILE", env = "HIFAZAT_CONFIG")]
    config: Option<PathBuf>,
    /// The phones' TLS endpoint [default: 127.0.0.1:8014].
    #[arg(long, value_name = "ADDR:PORT", env = "HIFAZAT_LISTEN")]
    listen: Option<SocketAddr>,
    /// The phones' sealed datagram path.
    #[arg(long, value_name = "ADDR:PORT", env = "HIFAZAT_DATAGRAM")]
    datagram: Option<SocketAddr>,
    /// The consoles' address [default: 127.0.0.1:8015]; anything but loopback needs TLS or --behind-proxy.
    #[arg(long, value_name = "ADDR:PORT", env = "HIFAZAT_CONSOLE")]
    console: Option<SocketAddr>,
    /// A proxy in front of the console speaks TLS and sets X-Forwarded-For.
    #[arg(long, env = "HIFAZAT_BEHIND_PROXY")]
    behind_proxy: bool,
    /// The console's own certificate chain (PEM).
    #[arg(long, value_name = "FILE", env = "HIFAZAT_CONSOLE_CERT", requires = "console_key")]
    console_cert: Option<PathBuf>,
    /// The key of --console-cert (PEM).
    #[arg(long, value_name = "FILE", env = "HIFAZAT_CONSOLE_KEY", requires = "console_cert")]
    console_key: Option<PathBuf>,
    /// The console's page from a folder instead of the one built in.
    #[arg(long, value_name = "DIR", env = "HIFAZAT_CONSOLE_DIR")]
    console_dir: Option<PathBuf>,
    /// District boundaries (GeoJSON; properties code, name, name_ur).
    #[arg(long, value_name = "FILE", env = "HIFAZAT_BOUNDARIES")]
    boundaries: Option<PathBuf>,
    /// Whom to name as the boundaries' source; otherwise what the file says.
    #[arg(long, value_name = "TEXT", env = "HIFAZAT_ATTRIBUTION")]
    attribution: Option<String>,
    /// Units that can be sent (JSON or TOML list).
    #[arg(long, value_name = "FILE", env = "HIFAZAT_UNITS")]
    units: Option<PathBuf>,
    /// What is logged, on standard error (error, warn, info, debug, trace, or a tracing filter) [default: info].
    #[arg(long, value_name = "LEVEL", env = "HIFAZAT_LOG")]
    log: Option<String>,
    /// How log lines look.
    #[arg(long, value_name = "FORM", env = "HIFAZAT_LOG_FORM")]
    log_form: Option<LogForm>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogForm {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
enum SeatAction {
    /// Make a seat and print its one-time password.
    Add(SeatAddArgs),
}

#[derive(Debug, Args)]
struct SeatAddArgs {
    #[command(flatten)]
    data: DataArg,
    /// The seat's name: what is typed at sign-in.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What the seat may do.
    #[arg(long, value_name = "ROLE")]
    role: String,
    /// The desk the seat belongs to: what she reads as "Seen by"; without it the room's name.
    #[arg(long, value_name = "DESK")]
    desk: Option<String>,
    /// Give an existing seat a new one-time password and end its sessions.
    #[arg(long)]
    renew: bool,
}

#[derive(Debug, Subcommand)]
enum KeysAction {
    /// Put a new sealing key in force; the room goes on opening what was sealed to older ones.
    Rotate(RotateArgs),
}

#[derive(Debug, Args)]
struct RotateArgs {
    #[command(flatten)]
    data: DataArg,
    #[command(flatten)]
    root: RootArg,
    /// Only announce the next key in the bundle (pending); the next `keys rotate` puts it in force.
    #[arg(long)]
    prepare: bool,
}

#[derive(Debug, Args)]
struct RootArg {
    /// The root key, when it no longer lies in the folder.
    #[arg(long, value_name = "FILE", env = "HIFAZAT_ROOT_KEY")]
    root_key: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum BundleAction {
    /// Print the signed bundle in force.
    Show(DataArg),
    /// Sign a newer bundle, with changes or only with a later end.
    Sign(Box<SignArgs>),
}

#[derive(Debug, Args)]
struct SignArgs {
    #[command(flatten)]
    data: DataArg,
    #[command(flatten)]
    root: RootArg,
    /// Replaces the addresses at which phones reach the room.
    #[arg(long, value_name = "URL")]
    public_url: Vec<String>,
    /// Replaces the room's name.
    #[arg(long, value_name = "NAME")]
    room_name: Option<String>,
    #[command(flatten)]
    numbers: NumbersArgs,
    /// Days until the bundle ends.
    #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3650))]
    days: u16,
}

#[derive(Debug, Args)]
struct BackupArgs {
    #[command(flatten)]
    data: DataArg,
    /// The copy's name; must not exist yet.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

#[derive(Debug, Args)]
struct VerifyLogArgs {
    #[command(flatten)]
    data: DataArg,
    /// A head noted earlier (as this command prints it): it must still lie on the log.
    #[arg(long, value_name = "HEAD")]
    noted: Option<String>,
}

#[derive(Debug, Args)]
struct IncidentsArgs {
    #[command(flatten)]
    data: DataArg,
    /// Print JSON (it is the only form; the option keeps scripts clear).
    #[arg(long)]
    json: bool,
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
