//! Places in the programs at which they may be killed: one after every step that must have outlived them.
//!
//! In everything that is shipped a point is an empty function. Tests build the programs with the feature `failpoints`;
//! then the variable `FAILPOINTS` names the point at which the process ends as `kill -9` ends it: at once, with no last
//! word, no flush and no destructor. What the kernel was given is kept; what it was not is lost.
//!
//! The points of each side stand in one list: [`phone`], [`room`].

pub mod phone;
pub mod room;

/// A named point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Point(&'static str);

impl Point {
    /// Its name, as `FAILPOINTS` takes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// The value of `FAILPOINTS` that kills a process when it comes here for the `time`-th time, counted from 1.
    #[must_use]
    pub fn at(self, time: u32) -> String {
        match time.saturating_sub(1) {
            0 => format!("{}=return", self.0),
            passed => format!("{}={passed}*off->return", self.0),
        }
    }
}

/// The program has come to this point. It goes on, unless a test wants it dead here.
#[inline]
pub fn reached(point: Point) {
    #[cfg(feature = "failpoints")]
    armed::reached(point);
    #[cfg(not(feature = "failpoints"))]
    let Point(_) = point;
}

#[cfg(feature = "failpoints")]
mod armed {
    use std::sync::Once;

    use fail::{FailScenario, fail_point};

    use crate::Point;

    static READ: Once = Once::new();

    pub(super) fn reached(point: Point) {
        // Never torn down: the points hold for as long as the process lives.
        READ.call_once(|| std::mem::forget(FailScenario::setup()));
        fail_point!(point.name(), |_| die());
    }

    fn die() {
        #[cfg(unix)]
        if let Err(error) = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL) {
            eprintln!("a crash point could not kill its process: {error}");
        }
        std::process::abort();
    }
}

/// Declares the points of one side, and the list of them all.
macro_rules! points {
    ($side:literal: $($(#[doc = $doc:literal])+ $name:ident = $text:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: $crate::Point = $crate::Point(concat!($side, ".", $text));)+

        /// All of them.
        pub const ALL: &[$crate::Point] = &[$($name),+];
    };
}
pub(crate) use points;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_point_has_a_name_of_its_own() {
        let all = [phone::ALL, room::ALL].concat();
        let names: BTreeSet<_> = all.iter().map(|point| point.name()).collect();
        assert_eq!(names.len(), all.len());
    }

    #[test]
    fn a_time_is_counted_from_one() {
        assert_eq!(phone::ALERT_KEPT.at(1), "phone.alert-kept=return");
        assert_eq!(phone::ALERT_KEPT.at(3), "phone.alert-kept=2*off->return");
    }
}
