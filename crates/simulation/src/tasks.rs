//! What runs in a world: futures, polled one at a time in the order of their numbers, in this thread.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};

use crate::time::Side;

/// More polls than this at one instant: somebody works without end and time stands still.
const MOST_POLLS: u32 = 100_000;

/// A task of one side.
pub(crate) type Job = Pin<Box<dyn Future<Output = ()>>>;

/// Thrown where a process dies: nothing after it happens.
#[derive(Debug)]
pub(crate) struct Killed;

/// How a round of polling ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Round {
    /// Everybody waits for something.
    Quiet,
    /// A process died in it.
    Died(Side),
    /// It would never have ended.
    Endless,
}

/// The tasks of both sides.
#[derive(Default)]
pub(crate) struct Tasks {
    tasks: BTreeMap<u64, (Side, Job)>,
    woken: Woken,
    count: u64,
}

type Woken = Arc<Mutex<BTreeSet<u64>>>;

struct Alarm {
    task: u64,
    woken: Woken,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.woken.lock().unwrap_or_else(PoisonError::into_inner).insert(self.task);
    }
}

impl Tasks {
    pub(crate) fn start(&mut self, side: Side, job: Job) {
        self.count += 1;
        self.tasks.insert(self.count, (side, job));
        self.woken.lock().unwrap_or_else(PoisonError::into_inner).insert(self.count);
    }

    /// All tasks of a side end where they are.
    pub(crate) fn end(&mut self, side: Side) {
        self.tasks.retain(|_, (of, _)| *of != side);
    }

    /// Polls whoever was woken until nobody is, or the room has died. Who sleeps stays woken until he is awake.
    pub(crate) fn run(&mut self, phone_sleeps: bool, room_died: impl Fn() -> bool) -> Round {
        for _ in 0..MOST_POLLS {
            let Some(next) = self.next(phone_sleeps) else { return Round::Quiet };
            let Some((_, job)) = self.tasks.get_mut(&next) else { continue };
            let waker = Waker::from(Arc::new(Alarm { task: next, woken: Arc::clone(&self.woken) }));
            let polled = killable(|| job.as_mut().poll(&mut Context::from_waker(&waker)));
            match polled {
                None => return Round::Died(Side::Phone),
                Some(polled) if polled.is_ready() => drop(self.tasks.remove(&next)),
                Some(_) => {}
            }
            if room_died() {
                return Round::Died(Side::Room);
            }
        }
        Round::Endless
    }

    fn next(&self, phone_sleeps: bool) -> Option<u64> {
        let mut woken = self.woken.lock().unwrap_or_else(PoisonError::into_inner);
        let sleeps = |task: &u64| phone_sleeps && self.tasks.get(task).is_some_and(|(side, _)| *side == Side::Phone);
        let next = woken.iter().copied().find(|task| !sleeps(task))?;
        woken.remove(&next);
        Some(next)
    }
}

/// Does something in which the phone's process may die; `None` when it did.
pub(crate) fn killable<T>(act: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(act)) {
        Ok(done) => Some(done),
        Err(thrown) if <dyn Any>::is::<Killed>(&*thrown) => None,
        Err(thrown) => resume_unwind(thrown),
    }
}
