//! Delivering: for as long as the system lets it, or until everything is settled.

use std::path::Path;
use std::time::Duration;

use anyhow::bail;
use futures_util::FutureExt;
use serde::Serialize;

use super::{open_at, print};
use crate::args::{Around, Run};
use crate::signals;
use crate::words::Teller;

#[derive(Serialize)]
struct Ended {
    outbox_pending: u32,
}

enum End {
    Settled,
    Asked,
    TimeOver,
}

pub(crate) async fn run(data: &Path, around: &Around, options: &Run) -> anyhow::Result<()> {
    let asked_to_end = signals::end()?;
    let (shell, place_understood) = open_at(data, around)?;
    let phone = shell.phone();
    let clock = shell.clock();
    let time_over = async {
        match options.timeout {
            Some(seconds) => clock.sleep(Duration::from_secs(seconds)).await,
            None => std::future::pending().await,
        }
    };
    let mut teller = Teller::default();
    teller.pass_over(&phone.alerts());
    let telling = async {
        let mut changes = shell.changes();
        while changes.changed().await.is_ok() {
            teller.tell(&phone.alerts());
        }
    };
    let working = async {
        if options.until_settled {
            phone.run_until_settled().await;
            return;
        }
        let _loops = shell.start(true);
        std::future::pending().await
    };
    let end = tokio::select! {
        () = working => End::Settled,
        () = asked_to_end => End::Asked,
        () = time_over => End::TimeOver,
        () = telling => End::Asked,
    };
    // The last receipt ends the work and is told of at the same moment; whichever came first, it is said.
    teller.tell(&phone.alerts());
    let outbox_pending = phone.alerts().iter().map(|alert| alert.outbox_pending).sum();
    print(&Ended { outbox_pending })?;
    // Pieces of a clip are not told of, and not settled either.
    let settled = phone.settled().now_or_never().is_some();
    match end {
        End::Settled => place_understood,
        End::Asked | End::TimeOver if !options.until_settled || settled => place_understood,
        End::Asked if outbox_pending == 0 => bail!("stopped before everything was settled"),
        End::TimeOver if outbox_pending == 0 => bail!("--timeout: the time is over, and not everything is settled"),
        End::Asked => bail!("stopped before everything was settled; entries in the outbox: {outbox_pending}"),
        End::TimeOver => bail!("--timeout: the time is over; entries still in the outbox: {outbox_pending}"),
    }
}
