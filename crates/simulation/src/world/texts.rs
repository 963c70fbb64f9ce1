//! Bringing texts, and the room's receipts as texts, as `room-server` serves them.

use std::sync::Arc;

use hifazat_netlab::Toward;
use hifazat_room::ledger::{Committed, Ledger};
use hifazat_room::{DueText, Room, TextError};
use tokio::sync::broadcast::Receiver;

use super::World;
use crate::carrier::{Carrier, HER_NUMBER};
use crate::failure::Failure;
use crate::time::Side;

impl World {
    /// Brings what is to be brought by now.
    pub(super) fn bring_texts(&mut self) -> Result<(), Failure> {
        while let Some((number, toward, text)) = self.carrier.bring() {
            match toward {
                Toward::Room => self.bring_to_room(number, text),
                Toward::Phone => {
                    if self.with_phone(|phone| phone.text_arrived(&text))?.is_some() {
                        self.carrier.acknowledge(number);
                    }
                }
            }
            self.work()?;
        }
        Ok(())
    }

    fn bring_to_room(&mut self, number: u64, text: String) {
        let Some(life) = &self.room else { return };
        let (room, carrier) = (Arc::clone(&life.room), Arc::clone(&self.carrier));
        self.tasks.start(
            Side::Room,
            Box::pin(async move {
                match room.take_text(&text, Some(HER_NUMBER)).await {
                    Ok(_) | Err(TextError::Rejected(_)) => carrier.acknowledge(number),
                    Err(TextError::Busy | TextError::Ledger(_)) => {}
                }
            }),
        );
    }

    /// A room that has started tells her by text what she wants to hear so.
    pub(super) fn start_telling(&mut self) {
        let Some(life) = &self.room else { return };
        let (room, carrier, commits) = (Arc::clone(&life.room), Arc::clone(&self.carrier), life.ledger.subscribe());
        self.tasks.start(Side::Room, Box::pin(async move { tell(&room, &carrier, commits).await }));
    }
}

/// All that is owed first, then what each record owes that is committed.
async fn tell(room: &Room, carrier: &Carrier, mut commits: Receiver<Arc<Committed>>) {
    for due in room.owed_texts().await.unwrap_or_default() {
        tell_of(room, carrier, &due).await;
    }
    while let Ok(committed) = commits.recv().await {
        for due in committed.records.iter().filter_map(|record| room.due_text(record)) {
            tell_of(room, carrier, &due).await;
        }
    }
}

async fn tell_of(room: &Room, carrier: &Carrier, due: &DueText) {
    // Ids are never contested with one phone: the room files an alert under her own.
    if carrier.tell(due.id, due.stage, &due.text) {
        // Should no disk take it, she is told once more.
        _ = room.text_told(due.id, due.stage).await;
    }
}
