//! Virtual time for both sides: it passes only when the world says so.
//!
//! Each side has a wall clock that may be years off, and a machine's clock that counts sleep. A pause, as on a real phone,
//! counts the time awake only: what slept wakes late.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_protocol::UnixMillis;
use hifazat_time::Clock;

/// When every world begins, by a right clock: 2 February 2026.
const BEGINNING: UnixMillis = UnixMillis(1_770_000_000_000);
/// Machines were started some time before.
const UPTIME: Duration = Duration::from_secs(3_600);

/// One of the two programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Hers.
    Phone,
    /// The control room's.
    Room,
}

/// The time of a world.
#[derive(Default)]
pub(crate) struct Time(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    now: Duration,
    phone: Machine,
    room: Machine,
    /// Numbers the sleepers.
    count: u64,
}

#[derive(Default)]
struct Machine {
    /// How far the wall clock is off.
    off_ms: i64,
    booted: Duration,
    slept: Duration,
    asleep_since: Option<Duration>,
    /// By the time awake at which they wake, then in the order of falling asleep.
    sleepers: BTreeMap<(Duration, u64), Waker>,
}

impl Time {
    pub(crate) fn now(&self) -> Duration {
        self.inner().now
    }

    /// What a right clock shows.
    pub(crate) fn right(&self) -> UnixMillis {
        BEGINNING.plus_ms(i64::try_from(self.now().as_millis()).unwrap_or(i64::MAX))
    }

    /// The next instant at which a sleeper wakes.
    pub(crate) fn next(&self) -> Option<Duration> {
        let inner = self.inner();
        [&inner.phone, &inner.room].into_iter().filter_map(Machine::next).min()
    }

    /// It is so late now. Wakes whose time has come.
    pub(crate) fn advance_to(&self, now: Duration) {
        let mut inner = self.inner();
        inner.now = inner.now.max(now);
        let now = inner.now;
        let woken: Vec<Waker> =
            [Side::Phone, Side::Room].into_iter().flat_map(|side| inner.of(side).due(now)).collect();
        drop(inner);
        woken.into_iter().for_each(Waker::wake);
    }

    /// Somebody sets a wall clock.
    pub(crate) fn jump(&self, side: Side, by_ms: i64) {
        let mut inner = self.inner();
        let machine = inner.of(side);
        machine.off_ms = machine.off_ms.saturating_add(by_ms);
    }

    pub(crate) fn fall_asleep(&self, side: Side) {
        let mut inner = self.inner();
        let now = inner.now;
        inner.of(side).asleep_since.get_or_insert(now);
    }

    pub(crate) fn wake_up(&self, side: Side) {
        let mut inner = self.inner();
        let now = inner.now;
        let machine = inner.of(side);
        if let Some(since) = machine.asleep_since.take() {
            machine.slept += now.saturating_sub(since);
        }
    }

    pub(crate) fn sleeps(&self, side: Side) -> bool {
        self.inner().of(side).asleep_since.is_some()
    }

    /// The machine starts anew.
    pub(crate) fn boot(&self, side: Side) {
        let mut inner = self.inner();
        inner.of(side).booted = inner.now + UPTIME;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn of(&mut self, side: Side) -> &mut Machine {
        match side {
            Side::Phone => &mut self.phone,
            Side::Room => &mut self.room,
        }
    }
}

impl Machine {
    fn awake(&self, now: Duration) -> Duration {
        self.asleep_since.unwrap_or(now).saturating_sub(self.slept)
    }

    fn next(&self) -> Option<Duration> {
        let ((until, _), _) = self.sleepers.first_key_value()?;
        self.asleep_since.is_none().then(|| *until + self.slept)
    }

    fn due(&mut self, now: Duration) -> Vec<Waker> {
        let awake = self.awake(now);
        let later = self.sleepers.split_off(&(awake, u64::MAX));
        let due = std::mem::replace(&mut self.sleepers, later);
        if self.asleep_since.is_some() {
            self.sleepers.extend(due);
            return Vec::new();
        }
        due.into_values().collect()
    }
}

/// One side's clock.
pub(crate) struct SideClock {
    pub(crate) time: Arc<Time>,
    pub(crate) side: Side,
}

#[async_trait]
impl Clock for SideClock {
    fn now(&self) -> UnixMillis {
        let mut inner = self.time.inner();
        let since = i64::try_from(inner.now.as_millis()).unwrap_or(i64::MAX);
        BEGINNING.plus_ms(since).plus_ms(inner.of(self.side).off_ms)
    }

    fn elapsed(&self) -> Duration {
        let mut inner = self.time.inner();
        (inner.now + 2 * UPTIME).saturating_sub(inner.of(self.side).booted)
    }

    async fn sleep(&self, pause: Duration) {
        let until = {
            let mut inner = self.time.inner();
            let now = inner.now;
            inner.of(self.side).awake(now).saturating_add(pause)
        };
        Sleep { clock: self, until, number: None }.await;
    }
}

struct Sleep<'a> {
    clock: &'a SideClock,
    until: Duration,
    number: Option<u64>,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut inner = self.clock.time.inner();
        let now = inner.now;
        let machine = inner.of(self.clock.side);
        if machine.awake(now) >= self.until {
            return Poll::Ready(());
        }
        let number = self.number.unwrap_or_else(|| {
            inner.count += 1;
            inner.count
        });
        inner.of(self.clock.side).sleepers.insert((self.until, number), context.waker().clone());
        drop(inner);
        self.number = Some(number);
        Poll::Pending
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.clock.time.inner().of(self.clock.side).sleepers.remove(&(self.until, number));
        }
    }
}

impl fmt::Debug for SideClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SideClock({:?})", self.side)
    }
}
