//! What seats do: act on incidents, open files.

use hifazat_protocol::AlertId;

use super::Room;
use crate::acts::decide_act;
use crate::audit::Note;
use crate::incident::{Act, Actor, Refusal};
use crate::ledger::{File, LedgerError, Situation, Target};
use crate::revision::Revision;
use crate::seats::{Permission, Seat};

/// Why a seat was refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DeskError {
    /// This role may not.
    #[error("the role of this seat does not allow it")]
    Forbidden,
    /// The act cannot be done. With the incident as it stands now, unless there is none.
    #[error("{refusal}")]
    Refused {
        /// Why.
        refusal: Refusal,
        /// What the operator should look at.
        current: Option<Box<File>>,
    },
    /// Nothing was written: try again.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Room {
    /// Does what a seat asks, if the incident still is what the seat had seen at revision `seen`.
    ///
    /// # Errors
    /// [`DeskError`]; nothing has changed then.
    pub async fn act(&self, id: AlertId, seat: &Seat, act: Act, seen: Revision) -> Result<File, DeskError> {
        if !seat.role.may(permission(&act)) {
            return Err(DeskError::Forbidden);
        }
        let (_, signer) = self.in_use();
        let actor = Actor { seat: seat.name.clone(), desk: seat.desk.clone() };
        let now = self.ports.clock.now();
        let target = Target { alert: id, device: None, sequence: None };
        let asked = act.done();
        let decide = move |situation: &Situation| decide_act(&act, &actor, seen, now, situation, &signer);
        let outcome = self.change(target, decide).await?;
        match (outcome.refusal, outcome.file) {
            (None, Some(file)) => Ok(*file),
            (refusal, _) => {
                let refusal = refusal.unwrap_or(Refusal::Unknown);
                let current = match refusal {
                    Refusal::Unknown
                    | Refusal::Field { .. }
                    | Refusal::NotAssigned
                    | Refusal::ClipNotHere
                    | Refusal::ClipBroken
                    | Refusal::Clip(_) => None,
                    Refusal::Stale { .. } | Refusal::WrongState { .. } | Refusal::UnderDuress => {
                        self.read(id, seat, &format!("refused: {asked}")).await?.map(Box::new)
                    }
                };
                Err(DeskError::Refused { refusal, current })
            }
        }
    }

    /// Opens an incident's file for a seat; the log says so before the file is handed out. `None`: no such incident.
    ///
    /// # Errors
    /// [`DeskError`].
    pub async fn open_file(&self, id: AlertId, seat: &Seat) -> Result<Option<File>, DeskError> {
        if !seat.role.may(Permission::OpenFile) {
            return Err(DeskError::Forbidden);
        }
        Ok(self.read(id, seat, "").await?)
    }

    async fn read(&self, id: AlertId, seat: &Seat, why: &str) -> Result<Option<File>, LedgerError> {
        let note = Note::on_file(self.ports.clock.now(), seat.name.clone(), "file_opened", why);
        self.ports.ledger.open_file(id, note).await
    }
}

const fn permission(act: &Act) -> Permission {
    match act {
        Act::Accept | Act::Close { .. } => Permission::Lead,
        Act::Dispatch { .. } | Act::Arrive => Permission::Dispatch,
    }
}
