//! `./x bench NAME [--json]`: figures that are ratios against a baseline measured in the same run.
//!
//! Machines are shared and noisy, so nothing here passes or fails; a table goes to standard error and, with `--json`,
//! one object is the last line on standard output. The real binaries are measured, over real sockets and disks.

mod bundle;
mod bytes;
mod client;
mod delivery;
mod device;
mod door;
mod fanout;
mod figures;
mod hostile;
mod ingest;
mod tap;
mod wire;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "hifazat-bench", about = "Measures Hifazat beside a baseline in the same run")]
struct Arguments {
    #[command(subcommand)]
    bench: Bench,
    /// Print the figures as one JSON object on the last line of standard output.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Bench {
    /// From raise() to durable on disk, beside a raw 4 KiB fdatasync.
    Tap {
        /// How many taps.
        #[arg(long, default_value_t = 1_000)]
        taps: usize,
    },
    /// From raise() to durable through Kotlin on a Java machine, beside the core called directly.
    Door {
        /// How many alarms each.
        #[arg(long, default_value_t = 400)]
        raises: usize,
    },
    /// Durable, opened, receipted alerts per second, beside plain SQLite inserts.
    Ingest {
        /// How many alerts.
        #[arg(long, default_value_t = 40_000)]
        alerts: usize,
        /// Over how many connections.
        #[arg(long, default_value_t = 64)]
        connections: usize,
    },
    /// On the wire, per alert and per tracked hour, beside plain JSON over HTTPS.
    Bytes,
    /// From the call of raise() to the room over poor networks, beside plain HTTPS and MQTT. Needs root.
    Delivery(delivery::Options),
    /// Known devices' alerts while somebody floods the room, beside the same in quiet.
    Hostile(hostile::Options),
    /// From sending an alert to its row at every console.
    Fanout {
        /// How many consoles.
        #[arg(long, default_value_t = 500)]
        consoles: usize,
        /// How many alerts.
        #[arg(long, default_value_t = 100)]
        alerts: usize,
    },
}

#[tokio::main]
#[expect(clippy::print_stderr, reason = "a sentence for whoever started it")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<()> {
    let json = arguments.json;
    let figures = match arguments.bench {
        Bench::Tap { taps } => tap::measure(taps).await?,
        Bench::Door { raises } => door::measure(raises).await?,
        Bench::Ingest { alerts, connections } => ingest::measure(alerts, connections).await?,
        Bench::Bytes => bytes::measure().await?,
        Bench::Delivery(options) => {
            // It has shown its tables as they came.
            let figures = tokio::task::spawn_blocking(move || delivery::measure(&options)).await??;
            if json {
                figures::print_json(&figures);
            }
            return Ok(());
        }
        Bench::Hostile(options) => hostile::measure(options).await?,
        Bench::Fanout { consoles, alerts } => fanout::measure(consoles, alerts).await?,
    };
    figures::print(&figures, json);
    Ok(())
}
