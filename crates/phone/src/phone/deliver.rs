//! The delivery loop: looks what is due, gives each job a lane, waits for the first thing to happen. No task is started;
//! the lanes are futures of this one loop.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;

use crate::budget::Paid;
use crate::phone::Phone;
use crate::phone::order::{Class, Means};
use crate::phone::plan::{Job, Lane, plan};
use crate::record::EntryKind;

/// Even if every signal were lost, the loop looks again after this.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

impl Phone {
    pub(crate) async fn deliver(&self) {
        let mut lanes: FuturesUnordered<BoxFuture<'_, Lane>> = FuturesUnordered::new();
        let mut busy: BTreeSet<Lane> = BTreeSet::new();
        let mut changes = self.changed.subscribe();
        loop {
            // Subscribed before looking: a tap between the look and the wait is not missed.
            changes.borrow_and_update();
            self.seal_waiting();
            let pause = self.begin_due(&mut lanes, &mut busy);
            self.prepare();
            tokio::select! {
                biased;
                Some(lane) = lanes.next() => {
                    busy.remove(&lane);
                }
                _ = changes.changed() => {}
                () = self.ports.clock.sleep(pause) => {}
            }
        }
    }

    /// Begins what is due and returns how long until something else is.
    fn begin_due<'a>(
        &'a self,
        lanes: &mut FuturesUnordered<BoxFuture<'a, Lane>>,
        busy: &mut BTreeSet<Lane>,
    ) -> Duration {
        let alerts = self.known();
        let now = self.ports.clock.elapsed();
        let (jobs, next_due) = if self.bundle().is_some() {
            let (fare, question, clip_fare) = (self.fare(), self.question_cost(), self.clip_fare());
            let mut state = self.state();
            state.budget();
            state.purse(EntryKind::ClipPiece);
            let clips = (&state.clip_budget, clip_fare);
            let (pauses, budget) = (&state.pauses, &state.budget);
            plan(&alerts, &Means { pauses, budget, fare, question, clips, now }, busy)
        } else {
            (Vec::new(), None)
        };
        for job in jobs {
            busy.insert(job.lane());
            let paid = self.pay_for(&job);
            lanes.push(Box::pin(self.perform(job, paid)));
        }
        let warm = std::mem::take(&mut self.state().heard.wants_warmth);
        if warm && busy.insert(Lane::Warm) {
            lanes.push(Box::pin(self.warm()));
        }
        next_due.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)
    }

    /// Updates and questions cost their budget what they will take on the wire.
    fn pay_for(&self, job: &Job) -> Option<Paid> {
        let now = self.ports.clock.elapsed();
        match job {
            Job::Carry { entry, class, .. } => {
                let fare = if *class == Class::Clip { self.clip_fare() } else { self.fare() };
                let cost = fare.of(entry.envelope.len());
                class.share().map(|share| self.state().purse(entry.kind).pay(share, cost, now))
            }
            Job::Ask { share, .. } => {
                let cost = self.question_cost();
                Some(self.state().budget().pay(*share, cost, now))
            }
        }
    }

    async fn perform(&self, job: Job, paid: Option<Paid>) -> Lane {
        let lane = job.lane();
        match job {
            Job::Carry { alert, entry, .. } => {
                self.carry(&alert, &entry, paid).await;
                let mut state = self.state();
                if let Some(paid) = paid.filter(|_| state.pauses.waiting_since(entry.key.alert).is_some()) {
                    state.purse(entry.kind).reached_nobody(paid);
                }
            }
            Job::Ask { alert, .. } => self.ask(&alert, paid).await,
        }
        lane
    }
}
