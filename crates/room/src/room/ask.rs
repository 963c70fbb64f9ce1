//! Answering "what further receipts have you for this alert?", at once or as soon as there is one.

use std::time::Duration;

use hifazat_protocol::{Ask, Rejection, SignedReceipt};

use super::Room;
use crate::ledger::{Change, Decision, LedgerError, ReceiptRow, Target};
use crate::receipts::{answer_to_ask, answer_to_envelope};

/// Why an ask got no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AskError {
    /// Not an ask.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// Not tagged under the path key of a device that has raised here.
    #[error("this device has not raised here, or the tag is not its own")]
    Unproven,
    /// Try again.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Room {
    /// The receipts beyond those that the phone holds; waits for one at most so long, then answers with none.
    ///
    /// # Errors
    /// [`AskError`].
    pub async fn ask(&self, bytes: &[u8], wait: Duration) -> Result<Vec<SignedReceipt>, AskError> {
        let ask = Ask::parse(bytes)?;
        let (rows, device) = self.ports.ledger.receipts(ask.alert, ask.device).await?;
        if !device.is_some_and(|device| ask.tag_is_from(&device.path_key)) {
            return Err(AskError::Unproven);
        }
        self.remember_fetched(&ask, &rows).await?;
        let patience = self.ports.clock.sleep(wait);
        tokio::pin!(patience);
        let listener = self.bell.listen(ask.alert);
        loop {
            let heard = listener.heard();
            let (rows, _) = self.ports.ledger.receipts(ask.alert, ask.device).await?;
            let answer = answer_to_ask(&rows, ask.have);
            // A phone that cannot count further, or that holds receipts which a room restored from a backup no longer
            // knows, is told by the bell alone, or busily asking would never end.
            let counts = ask.have < u8::MAX && usize::from(ask.have) <= rows.iter().filter(|row| !row.held).count();
            if counts && (!answer.is_empty() || wait.is_zero()) {
                return Ok(answer);
            }
            if wait.is_zero() {
                return self.latest(&ask).await;
            }
            tokio::select! {
                biased;
                () = heard => if !counts { return self.latest(&ask).await },
                () = &mut patience => return if counts { Ok(Vec::new()) } else { self.latest(&ask).await },
            }
        }
    }

    async fn latest(&self, ask: &Ask) -> Result<Vec<SignedReceipt>, AskError> {
        let (rows, _) = self.ports.ledger.receipts(ask.alert, ask.device).await?;
        Ok(answer_to_envelope(&rows, None))
    }

    /// An ask proves which receipts her phone holds; the console shows it.
    async fn remember_fetched(&self, ask: &Ask, rows: &[ReceiptRow]) -> Result<(), LedgerError> {
        let mut held_by_her = rows.iter().filter(|row| !row.held).take(usize::from(ask.have));
        let last = held_by_her.clone().last();
        let news = held_by_her.any(|row| row.fetched_at.is_none());
        let Some(before) = last.filter(|_| news).map(|row| row.ordinal.saturating_add(1)) else { return Ok(()) };
        let target = Target { alert: ask.alert, device: Some(ask.device), sequence: None };
        let now = self.ports.clock.now();
        let outcome = self.ports.ledger.change(
            target,
            Box::new(move |situation| {
                let (record, fetched) = (situation.record.clone(), Some((before, now)));
                Decision::Change(Box::new(Change { record, fetched, ..Change::default() }))
            }),
        );
        outcome.await.map(|_| ())
    }
}
