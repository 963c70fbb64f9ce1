//! What single exchanges cost: on the first connection to a room, on a new one after it, on one that is still open.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_phone::Path;
use hifazat_protocol::TrustBundle;
use hifazat_time::{Clock, SystemClock};
use serde_json::{Value, json};

use super::meter::Meter;
use super::room::Served;
use super::watched::Told;

const SECOND: Duration = Duration::from_secs(1);
/// The phone lets the room hold a question for so long.
const WAIT: Duration = Duration::from_secs(25);
/// A connection that nobody has used for so long is not used again.
const LONG_IDLE: Duration = Duration::from_secs(60);
const A_MOMENT: Duration = Duration::from_millis(20);

/// In bytes on the wire.
pub(crate) struct Price {
    /// A question that is held and has no news.
    pub(crate) question: Value,
    /// What an exchange lays around an envelope.
    pub(crate) around_an_envelope: Value,
}

/// Asks the last question of an hour and brings its last envelope again, over the path that did it then.
pub(crate) struct Shop<'a> {
    pub(crate) served: &'a Served,
    pub(crate) trust: &'a Arc<TrustBundle>,
    pub(crate) meter: &'a Meter,
    pub(crate) told: &'a Told,
}

impl Shop<'_> {
    /// `fresh` makes the same way anew, with nothing opened.
    pub(crate) async fn price(&self, path: &dyn Path, fresh: impl Fn() -> Result<Arc<dyn Path>>) -> Result<Price> {
        let first = self.question(&*fresh()?).await?;
        self.served.clock.advance(LONG_IDLE);
        let question = shown(first, self.question(path).await?, self.question(path).await?);
        let first = self.around(&*fresh()?).await;
        self.served.clock.advance(LONG_IDLE);
        let around_an_envelope = shown(first, self.around(path).await, self.around(path).await);
        Ok(Price { question, around_an_envelope })
    }

    async fn question(&self, path: &dyn Path) -> Result<u64> {
        let question = self.told.last_question.as_ref().context("nothing was asked")?;
        self.meter.take();
        let asked = path.ask(self.trust, question, WAIT);
        tokio::select! {
            _ = asked => {}
            () = self.time_passes() => {}
        }
        SystemClock.sleep(A_MOMENT).await;
        Ok(self.meter.take())
    }

    async fn around(&self, path: &dyn Path) -> u64 {
        self.meter.take();
        path.carry(self.trust, &self.told.last_envelope).await;
        SystemClock.sleep(A_MOMENT).await;
        let length = u64::try_from(self.told.last_envelope.len()).unwrap_or(u64::MAX);
        self.meter.take().saturating_sub(length)
    }

    /// For as long as somebody waits for it.
    async fn time_passes(&self) {
        loop {
            SystemClock.sleep(A_MOMENT).await;
            self.served.clock.advance(SECOND);
        }
    }
}

fn shown(first: u64, new: u64, open: u64) -> Value {
    json!({ "first_connection": first, "new_connection": new, "open_connection": open })
}
