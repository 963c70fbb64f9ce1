//! Answering "what further receipts have you for this alert?", at once or as soon as there is one.

use std::fmt;
use std::time::Duration;

use hifazat_protocol::{Ask, PathKey, Rejection, SignedReceipt};

use super::Room;
use crate::bell::Listener;
use crate::device::Device;
use crate::ledger::{Change, Decision, LedgerError, ReceiptRow, Target};
use crate::receipts::{answer_to_ask, answer_to_envelope, holds_no_more, is_raise_missing, last_held};

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

/// A question whose asker is proven. From here on no word is missed.
pub struct OpenQuestion<'a> {
    room: &'a Room,
    ask: &'a Ask,
    key: PathKey,
    listener: Listener<'a>,
}

impl Room {
    /// "I hold your question": the reply to an ask in a datagram. `None` when it does not carry the tag of a device that
    /// has introduced itself. Costs two hashes and no look into the ledger.
    #[must_use]
    pub fn reply_held(&self, ask: &Ask) -> Option<Vec<u8>> {
        self.familiar.key_of(ask).map(|key| ask.reply_held(&key))
    }

    /// The receipts beyond those that the phone holds; waits for one at most so long, then answers with none. A room that
    /// was put back to an older copy answers at once that it does not hold the raise, also to a device that it does not
    /// know: that says nothing which the question did not, and opens no other question.
    ///
    /// # Errors
    /// [`AskError`].
    pub async fn ask(&self, bytes: &[u8], wait: Duration) -> Result<Vec<SignedReceipt>, AskError> {
        let ask = Ask::parse(bytes)?;
        let (rows, device) = self.ports.ledger.receipts(ask.alert, ask.device).await?;
        if device.is_none() && is_raise_missing(&rows, ask.held) {
            return Ok(vec![self.not_held(&ask)]);
        }
        Ok(self.open_question(&ask, &rows, device).await?.within(wait).await?)
    }

    /// Takes a question, which is then answered at once or later.
    ///
    /// # Errors
    /// [`AskError`].
    pub async fn hear<'a>(&'a self, ask: &'a Ask) -> Result<OpenQuestion<'a>, AskError> {
        let (rows, device) = self.ports.ledger.receipts(ask.alert, ask.device).await?;
        self.open_question(ask, &rows, device).await
    }

    async fn open_question<'a>(
        &'a self,
        ask: &'a Ask,
        rows: &[ReceiptRow],
        device: Option<Device>,
    ) -> Result<OpenQuestion<'a>, AskError> {
        let key = device.map(|device| device.path_key).filter(|key| ask.tag_is_from(key)).ok_or(AskError::Unproven)?;
        self.remember_fetched(ask, rows).await?;
        Ok(OpenQuestion { room: self, ask, key, listener: self.bell.listen(ask.alert) })
    }

    fn not_held(&self, ask: &Ask) -> SignedReceipt {
        self.in_use().1.not_held(ask)
    }

    /// An ask proves which receipts her phone holds; the console shows it.
    async fn remember_fetched(&self, ask: &Ask, rows: &[ReceiptRow]) -> Result<(), LedgerError> {
        let last = last_held(rows, ask.held).map(|row| row.ordinal);
        let mut held_by_her = rows.iter().filter(|row| !row.held && Some(row.ordinal) <= last);
        let news = held_by_her.any(|row| row.fetched_at.is_none());
        let Some(before) = last.filter(|_| news).map(|last| last.saturating_add(1)) else { return Ok(()) };
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

impl OpenQuestion<'_> {
    /// The answer that is there already; `None` while there is none.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn at_once(&self) -> Result<Option<Vec<SignedReceipt>>, LedgerError> {
        let rows = self.rows().await?;
        if is_raise_missing(&rows, self.ask.held) {
            return Ok(Some(vec![self.room.not_held(self.ask)]));
        }
        // A phone that cannot count further, or that holds receipts which a room restored from a backup no longer
        // knows, is told by the bell alone, or busily asking would never end.
        let answer = holds_no_more(&rows, self.ask.held).then(|| answer_to_ask(&rows, self.ask.held));
        Ok(answer.filter(|answer| !answer.is_empty()))
    }

    /// The answer as soon as there is one; none, or all words where counting fails, when the wait is over.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn within(&self, wait: Duration) -> Result<Vec<SignedReceipt>, LedgerError> {
        let patience = self.room.ports.clock.sleep(wait);
        tokio::pin!(patience);
        loop {
            let heard = self.listener.heard();
            let rows = self.rows().await?;
            if is_raise_missing(&rows, self.ask.held) {
                return Ok(vec![self.room.not_held(self.ask)]);
            }
            let counts = holds_no_more(&rows, self.ask.held);
            let answer = if counts { answer_to_ask(&rows, self.ask.held) } else { answer_to_envelope(&rows, None) };
            if wait.is_zero() || (counts && !answer.is_empty()) {
                return Ok(answer);
            }
            tokio::select! {
                biased;
                () = heard => if !counts { return Ok(answer_to_envelope(&self.rows().await?, None)) },
                () = &mut patience => return Ok(answer),
            }
        }
    }

    /// The answer to a datagram, in at most so many bytes.
    #[must_use]
    pub fn reply(&self, receipts: &[SignedReceipt], longest: usize) -> Vec<u8> {
        self.ask.reply(&self.key, receipts, longest)
    }

    async fn rows(&self) -> Result<Vec<ReceiptRow>, LedgerError> {
        Ok(self.room.ports.ledger.receipts(self.ask.alert, self.ask.device).await?.0)
    }
}

impl fmt::Debug for OpenQuestion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenQuestion({:?})", self.ask)
    }
}
