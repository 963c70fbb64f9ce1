//! What a seat does to an incident: new state, line in the log, receipt to her phone; all or nothing.

use hifazat_protocol::{Stage, Status, UnixMillis};

use crate::audit::Note;
use crate::incident::{Act, Actor, Incident, Refusal, State};
use crate::ledger::{Change, Decision, Record, Situation};
use crate::receipts::{Chain, Signer, Words};
use crate::revision::Revision;

/// Decides an act on what a seat had seen at revision `seen`. The rule behind accept, dispatch, arrive and close.
#[must_use]
pub fn decide_act(
    act: &Act,
    actor: &Actor,
    seen: Revision,
    now: UnixMillis,
    situation: &Situation,
    signer: &Signer,
) -> Decision {
    let Some(incident) = situation.record.as_ref().and_then(Record::incident) else {
        return Decision::Refuse(Refusal::Unknown);
    };
    let after = match incident.after(act, actor, seen, now) {
        Ok(after) => after,
        Err(refusal) => return Decision::Refuse(refusal),
    };
    let mut chain = Chain::new(signer, after.intake.alert, &situation.receipts);
    // Without an opened raise there is no key to seal a word under; it is told when the raise can be opened.
    if let (Some(key), Some(upto), Some((stage, words))) =
        (&after.intake.response_key, after.intake.tally.contiguous(), after.words().pop())
    {
        chain.sealed(stage, upto, now, Status::Actual, key, &words);
    }
    Decision::Change(Box::new(Change {
        receipts: chain.into_added(),
        notes: vec![Note::on_file(now, actor.seat.clone(), act.done(), detail(act, actor))],
        record: Some(Record::Incident(Box::new(after))),
        decisive: true,
        hand_out_file: true,
        ..Change::default()
    }))
}

fn detail(act: &Act, actor: &Actor) -> String {
    match act {
        Act::Accept => actor.desk.clone(),
        Act::Dispatch { unit, eta_s: Some(eta_s) } => format!("{unit}, in {} min", eta_s / 60),
        Act::Dispatch { unit, eta_s: None } => unit.clone(),
        Act::Arrive => String::new(),
        Act::Close { disposition, .. } => disposition.as_str().to_owned(),
    }
}

impl Incident {
    /// The words that its state puts on her screen, in the ladder's order. Under duress they are signed and held back.
    pub(crate) fn words(&self) -> Vec<(Stage, Words)> {
        let held = self.duress;
        let seen = self
            .state
            .taken()
            .map(|taken| (Stage::Seen, Words { desk: Some(taken.desk.clone()), held, ..Words::default() }));
        let dispatched = self.state.sent().map(|sent| {
            let unit = Some(sent.unit.clone());
            (Stage::Dispatched, Words { unit, eta_s: sent.eta_s, held, ..Words::default() })
        });
        let plain = |stage| (stage, Words { held, ..Words::default() });
        let arrived = self.state.arrived_at().map(|_| plain(Stage::Arrived));
        let closed = matches!(self.state, State::Closed { .. }).then(|| plain(Stage::Closed));
        [seen, dispatched, arrived, closed].into_iter().flatten().collect()
    }
}
