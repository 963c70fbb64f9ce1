//! The command line. Scripts rely on it: names and meanings stay.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use hifazat_phone::TRACK_BYTES_BOUNDS;

/// The phone without a window.
#[derive(Debug, Parser)]
#[command(name = "hifazat-phone", version, about, arg_required_else_help = true)]
pub(crate) struct Args {
    /// The folder that holds this phone: its identity, its alerts, its settings
    #[arg(long, value_name = "DIR", env = "HIFAZAT_PHONE_DATA", global = true, default_value = "data/phone")]
    pub(crate) data: PathBuf,
    #[command(flatten)]
    pub(crate) around: Around,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What is around the phone: where the place comes from, who takes texts. Read late, by `location::chosen`: a place never
/// stops an alarm.
#[derive(Debug, clap::Args)]
pub(crate) struct Around {
    /// The gpsd to ask for the place
    #[arg(long, value_name = "ADDR:PORT", env = "HIFAZAT_GPSD", global = true, default_value = "127.0.0.1:2947")]
    pub(crate) gpsd: OsString,
    /// Take the place from the last line (LAT,LON,ACCURACY_M) of this file instead, and follow its changes
    #[arg(long, value_name = "FILE", env = "HIFAZAT_PLACE_FILE", global = true)]
    pub(crate) place_file: Option<OsString>,
    /// Hand texts over by running this program as PROGRAM NUMBER TEXT; it ends with 0 once the operator has the text
    #[arg(long, value_name = "PROGRAM", env = "HIFAZAT_TEXT_COMMAND", global = true)]
    pub(crate) text_command: Option<OsString>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set the phone up with the control room's signed trust bundle
    Init(Init),
    /// Raise an alarm; returns as soon as it is durable
    Raise(Raise),
    /// Cancel an alarm by PIN; the control room is told, nothing is deleted
    Cancel(Cancel),
    /// Raise a drill, deliver it and show each receipt; it never enters the live queue
    Drill(Drill),
    /// Deliver what is in the outbox, ask for receipts, follow the place
    Run(Run),
    /// Show the alerts with their proven stages
    Status(Status),
    /// The PINs that cancel an alarm
    #[command(subcommand)]
    Pins(Pins),
    /// Whether the control room may answer with texts, which whoever holds this phone can see
    ReceiptsByText(ReceiptsByText),
    /// How many bytes an hour the track of a live alarm may cost
    TrackBudget(TrackBudget),
    /// Short recordings of what is around an alarm
    #[command(subcommand)]
    Clip(Clip),
    /// Take in a text that has come to this phone: a receipt
    TextArrived(TextArrived),
    /// Serve the phone's page to a browser on this machine
    Bridge(Bridge),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// The signed trust bundle, as `hifazat-room bundle show` prints it; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) bundle: PathBuf,
    /// The root key that must have signed it; without it, the bundle's own is believed this once
    #[arg(long, value_name = "KEY")]
    pub(crate) root: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Raise {
    /// The place to send along; one that cannot be read is said, and the alarm goes without it
    // Without a value too: an empty variable of a script must not stop an alarm.
    #[arg(long, value_name = "LAT,LON,ACCURACY_M", allow_hyphen_values = true)]
    #[arg(num_args = 0..=1, default_missing_value = "")]
    pub(crate) fix: Option<OsString>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Cancel {
    /// The alarm, as `raise` and `status` name it
    #[arg(value_name = "ALERT_ID")]
    pub(crate) alert_id: String,
    /// The PIN
    #[arg(long, value_name = "PIN", env = "HIFAZAT_PIN", hide_env_values = true)]
    pub(crate) pin: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Drill {
    /// How long to wait for the proof
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) timeout: u64,
    /// Send it as a text too, which costs one
    #[arg(long)]
    pub(crate) by_text: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// End as soon as every entry is settled by a verified receipt
    #[arg(long)]
    pub(crate) until_settled: bool,
    /// End after so long; with --until-settled this is a failure
    #[arg(long, value_name = "SECONDS")]
    pub(crate) timeout: Option<u64>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Status {
    /// As JSON on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Pins {
    /// Set both PINs, four digits each
    Set(SetPins),
}

#[derive(Debug, clap::Args)]
pub(crate) struct SetPins {
    /// Cancels an alarm
    #[arg(long, value_name = "PIN", env = "HIFAZAT_CANCEL_PIN", hide_env_values = true)]
    pub(crate) cancel: String,
    /// Looks as if it cancelled; the control room is told of the duress
    #[arg(long, value_name = "PIN", env = "HIFAZAT_DURESS_PIN", hide_env_values = true)]
    pub(crate) duress: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ReceiptsByText {
    /// For alarms from now on
    #[arg(value_enum)]
    pub(crate) wanted: Wanted,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TrackBudget {
    /// Over all paths, for phones that start from now on; 150,000 at first
    #[arg(value_name = "BYTES_PER_HOUR", value_parser = track_budget, allow_hyphen_values = true)]
    pub(crate) bytes_per_hour: u32,
}

/// Within its bounds: a wish that would be bent silently is refused instead.
fn track_budget(text: &str) -> Result<u32, String> {
    let bounds = TRACK_BYTES_BOUNDS;
    let wish = text.parse().ok().filter(|bytes| bounds.contains(bytes));
    wish.ok_or_else(|| format!("a number from {} to {}", bounds.start(), bounds.end()))
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Wanted {
    /// Yes
    On,
    /// No; as it is at first
    Off,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Clip {
    /// Whether this phone takes recordings at all
    Record {
        /// For alarms from now on
        #[arg(value_enum)]
        wanted: Wanted,
    },
    /// Take a recording for an alarm: it is sealed, and FILE is left as it is
    Take(TakeClip),
}

#[derive(Debug, clap::Args)]
pub(crate) struct TakeClip {
    /// The alarm, as `raise` and `status` name it
    #[arg(value_name = "ALERT_ID")]
    pub(crate) alert_id: String,
    /// The recording, at most 150,000 bytes
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Its media type: audio/aac, audio/mp4 or audio/ogg
    #[arg(long, value_name = "TYPE", default_value = "audio/aac")]
    pub(crate) media: String,
    /// When it began, in milliseconds since 1970; without it, now
    #[arg(long, value_name = "MS")]
    pub(crate) recorded_at_ms: Option<i64>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TextArrived {
    /// What it says
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Bridge {
    /// Where to listen; loopback addresses only
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8016")]
    pub(crate) listen: SocketAddr,
    /// The built page, with its index.html
    #[arg(long, value_name = "DIR")]
    pub(crate) page: PathBuf,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn the_data_folder_may_stand_before_or_after_the_command() {
        for line in ["hifazat-phone --data d status --json", "hifazat-phone status --data d --json"] {
            assert_eq!(Args::parse_from(line.split(' ')).data, PathBuf::from("d"));
        }
    }

    #[test]
    fn a_place_south_of_the_equator_is_no_option() {
        let line = "hifazat-phone raise --fix -31.5,-74.3,20";
        assert!(matches!(Args::parse_from(line.split(' ')).command, Command::Raise(Raise { fix: Some(_) })));
    }
}
