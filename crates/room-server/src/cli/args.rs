//! Every option of every command, with the words that `--help` says.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::texts::TextArgs;
use crate::datagram::DatagramDoor;

#[derive(Debug, Args)]
pub(super) struct DataArg {
    /// The control room's folder.
    #[arg(long, value_name = "DIR", env = "HIFAZAT_DATA")]
    pub(super) data: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    #[command(flatten)]
    pub(super) data: DataArg,
    /// Where phones reach this room, as https://HOST:PORT. May be given more than once; the first is tried first.
    #[arg(long, value_name = "URL", env = "HIFAZAT_PUBLIC_URL", default_value = "https://127.0.0.1:8014")]
    pub(super) public_url: Vec<String>,
    /// The room's name, as consoles and phones show it.
    #[arg(long, value_name = "NAME", env = "HIFAZAT_ROOM_NAME", default_value = "Control room")]
    pub(super) room_name: String,
    #[command(flatten)]
    pub(super) numbers: NumbersArgs,
}

#[derive(Debug, Args)]
pub(super) struct NumbersArgs {
    /// The number that takes alerts by text message.
    #[arg(long, value_name = "NUMBER", env = "HIFAZAT_SMS_NUMBER")]
    pub(super) sms_number: Option<String>,
    /// Helplines as a JSON list of {number, name_en, name_ur, kind}; without it a short built-in list.
    #[arg(long, value_name = "FILE", env = "HIFAZAT_HELPLINES")]
    pub(super) helplines: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) data: DataArg,
    /// Settings (TOML, the same names as these options); without it DIR/hifazat-room.toml when it is there.
    #[arg(long, value_name = "FILE", env = "HIFAZAT_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// The phones' TLS endpoint [default: 127.0.0.1:8014].
    #[arg(long, value_name = "ADDR:PORT", env = "HIFAZAT_LISTEN")]
    pub(super) listen: Option<SocketAddr>,
    /// The phones' sealed datagram path (UDP), or `off` [default: where --listen is].
    #[arg(long, value_name = "ADDR:PORT", env = "HIFAZAT_DATAGRAM")]
    pub(super) datagram: Option<DatagramDoor>,
    /// The consoles' address [default: 127.0.0.1:8015]; anything but loopback needs TLS or --behind-proxy.
    #[arg(long, value_name = "ADDR:PORT", env = "HIFAZAT_CONSOLE")]
    pub(super) console: Option<SocketAddr>,
    /// A proxy in front of the console speaks TLS and sets X-Forwarded-For.
    #[arg(long, env = "HIFAZAT_BEHIND_PROXY")]
    pub(super) behind_proxy: bool,
    /// The console's own certificate chain (PEM).
    #[arg(long, value_name = "FILE", env = "HIFAZAT_CONSOLE_CERT", requires = "console_key")]
    pub(super) console_cert: Option<PathBuf>,
    /// The key of --console-cert (PEM).
    #[arg(long, value_name = "FILE", env = "HIFAZAT_CONSOLE_KEY", requires = "console_cert")]
    pub(super) console_key: Option<PathBuf>,
    /// The console's page from a folder instead of the one built in.
    #[arg(long, value_name = "DIR", env = "HIFAZAT_CONSOLE_DIR")]
    pub(super) console_dir: Option<PathBuf>,
    /// District boundaries (GeoJSON; properties code, name, name_ur).
    #[arg(long, value_name = "FILE", env = "HIFAZAT_BOUNDARIES")]
    pub(super) boundaries: Option<PathBuf>,
    /// Whom to name as the boundaries' source; otherwise what the file says.
    #[arg(long, value_name = "TEXT", env = "HIFAZAT_ATTRIBUTION")]
    pub(super) attribution: Option<String>,
    /// Units that can be sent (JSON or TOML list).
    #[arg(long, value_name = "FILE", env = "HIFAZAT_UNITS")]
    pub(super) units: Option<PathBuf>,
    #[command(flatten)]
    pub(super) texts: TextArgs,
    /// What is logged, on standard error (error, warn, info, debug, trace, or a tracing filter) [default: info].
    #[arg(long, value_name = "LEVEL", env = "HIFAZAT_LOG")]
    pub(super) log: Option<String>,
    /// How log lines look.
    #[arg(long, value_name = "FORM", env = "HIFAZAT_LOG_FORM")]
    pub(super) log_form: Option<LogForm>,
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
pub(super) enum SeatAction {
    /// Make a seat and print its one-time password.
    Add(SeatAddArgs),
}

#[derive(Debug, Args)]
pub(super) struct SeatAddArgs {
    #[command(flatten)]
    pub(super) data: DataArg,
    /// The seat's name: what is typed at sign-in.
    #[arg(long, value_name = "NAME")]
    pub(super) name: String,
    /// What the seat may do.
    #[arg(long, value_name = "ROLE")]
    pub(super) role: String,
    /// The desk the seat belongs to: what she reads as "Seen by"; without it the room's name.
    #[arg(long, value_name = "DESK")]
    pub(super) desk: Option<String>,
    /// Give an existing seat a new one-time password and end its sessions.
    #[arg(long)]
    pub(super) renew: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum KeysAction {
    /// Put a new sealing key in force; the room goes on opening what was sealed to older ones.
    Rotate(RotateArgs),
}

#[derive(Debug, Args)]
pub(super) struct RotateArgs {
    #[command(flatten)]
    pub(super) data: DataArg,
    #[command(flatten)]
    pub(super) root: RootArg,
    /// Only announce the next key in the bundle (pending); the next `keys rotate` puts it in force.
    #[arg(long)]
    pub(super) prepare: bool,
}

#[derive(Debug, Args)]
pub(super) struct RootArg {
    /// The root key, when it no longer lies in the folder.
    #[arg(long, value_name = "FILE", env = "HIFAZAT_ROOT_KEY")]
    pub(super) root_key: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum BundleAction {
    /// Print the signed bundle in force.
    Show(DataArg),
    /// Sign a newer bundle, with changes or only with a later end.
    Sign(Box<SignArgs>),
}

#[derive(Debug, Args)]
pub(super) struct SignArgs {
    #[command(flatten)]
    pub(super) data: DataArg,
    #[command(flatten)]
    pub(super) root: RootArg,
    /// Replaces the addresses at which phones reach the room.
    #[arg(long, value_name = "URL")]
    pub(super) public_url: Vec<String>,
    /// Replaces the room's name.
    #[arg(long, value_name = "NAME")]
    pub(super) room_name: Option<String>,
    /// Replaces the UDP port at which phones find the datagram path; 0: there is none.
    #[arg(long, value_name = "PORT")]
    pub(super) datagram_port: Option<u16>,
    #[command(flatten)]
    pub(super) numbers: NumbersArgs,
    /// Days until the bundle ends.
    #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub(super) days: u16,
}

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    #[command(flatten)]
    pub(super) data: DataArg,
    /// The copy's name; must not exist yet.
    #[arg(long, value_name = "FILE")]
    pub(super) to: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct VerifyLogArgs {
    #[command(flatten)]
    pub(super) data: DataArg,
    /// A head noted earlier (as this command prints it): it must still lie on the log.
    #[arg(long, value_name = "HEAD")]
    pub(super) noted: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct IncidentsArgs {
    #[command(flatten)]
    pub(super) data: DataArg,
    /// Print JSON (it is the only form; the option keeps scripts clear).
    #[arg(long)]
    pub(super) json: bool,
}
