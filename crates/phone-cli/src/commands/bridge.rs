//! The page on this machine, with the phone alive behind it.

use std::path::Path;

use serde::Serialize;

use super::{open_at, print};
use crate::args::{Around, Bridge};
use crate::words::say;
use crate::{bridge, signals};

#[derive(Serialize)]
struct Listening {
    page: String,
}

pub(crate) async fn bridge(data: &Path, around: &Around, options: &Bridge) -> anyhow::Result<()> {
    let asked_to_end = signals::end()?;
    let (shell, place_understood) = open_at(data, around)?;
    let bridge = bridge::Bridge::bind(options.listen, &options.page, std::sync::Arc::clone(&shell)).await?;
    let loops = shell.start(true);
    let page = bridge.url();
    say(format_args!("The phone's page: {page}"));
    print(&Listening { page })?;
    let outcome = tokio::select! {
        outcome = bridge.serve() => outcome,
        () = asked_to_end => Ok(()),
    };
    loops.stop().await;
    outcome.and(place_understood)
}
