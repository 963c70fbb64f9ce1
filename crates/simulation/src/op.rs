//! What happens in a world, as data. Each operation stands for itself, so that any of them can be left out.

use hifazat_netlab::Toward;

use crate::time::Side;

/// One thing that happens, and how long nothing else does before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Milliseconds of virtual time before it.
    pub after_ms: u32,
    /// What happens.
    pub op: Op,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// She holds the button.
    Tap,
    /// The finger comes down, and perhaps nothing follows.
    Hold,
    /// She makes a drill.
    Drill,
    /// She makes one that goes as a text too.
    DrillByText,
    /// The phone checks its line.
    LineCheck,
    /// Somebody enters a PIN while the alarm can be taken back.
    TakeBack(Pin),
    /// Somebody enters a PIN to cancel the newest alarm.
    Cancel(Pin),
    /// She says that she needs help.
    EndWindow,
    /// She leaves the screen of an alert that is over.
    Dismiss,
    /// She leaves her drills behind.
    EndDrill,
    /// The receiver finds a place, so many metres from where she was first.
    Fix {
        /// North.
        north_m: i32,
        /// Radius.
        accuracy_m: u16,
    },
    /// The battery's charge.
    Battery(u8),
    /// The phone's process is killed after so many further writes (0: now) and starts again later.
    KillPhone {
        /// Writes that still reach the disk.
        after_writes: u8,
        /// Milliseconds until it starts again.
        off_ms: u32,
        /// The whole machine starts again.
        reboots: bool,
    },
    /// The room's process is killed after so many further commits (0: now) and starts again later.
    KillRoom {
        /// Commits that still reach the disk; nobody hears of the last.
        after_commits: u8,
        /// Milliseconds until it starts again.
        off_ms: u32,
    },
    /// Somebody copies the room's database.
    CopyRoom,
    /// The room's process ends, and starts again later over the last copy of its database.
    PutRoomBack {
        /// Milliseconds until it starts again.
        off_ms: u32,
    },
    /// The phone is suspended.
    Sleep {
        /// Milliseconds.
        for_ms: u32,
    },
    /// A disk is full.
    FullDisk {
        /// Whose.
        side: Side,
        /// Milliseconds.
        for_ms: u32,
    },
    /// Somebody sets a clock.
    JumpClock {
        /// Whose.
        side: Side,
        /// Forwards, or back.
        days: i32,
    },
    /// The link is dead.
    Cut {
        /// Milliseconds.
        for_ms: u32,
    },
    /// Another network, until the next.
    Network(&'static str),
    /// The platform tells the phone that the network is another one.
    NetworkChanged,
    /// The address translator forgets everything.
    Rebind,
    /// The next packets of a direction are lost.
    Lose {
        /// Which direction.
        toward: Toward,
        /// How many.
        packets: u8,
    },
    /// The next packets of a direction come twice.
    Double {
        /// Which direction.
        toward: Toward,
        /// How many.
        packets: u8,
        /// Milliseconds until they come again.
        after_ms: u32,
    },
    /// The next packets of a direction leave late.
    Delay {
        /// Which direction.
        toward: Toward,
        /// How many.
        packets: u8,
        /// Milliseconds.
        by_ms: u32,
    },
    /// The next datagrams of the phone arrive with their last byte changed.
    Garble {
        /// How many.
        packets: u8,
    },
    /// The next texts of a direction have another fate.
    Texts {
        /// Which direction.
        toward: Toward,
        /// Which fate.
        fate: Fate,
        /// How many.
        texts: u8,
    },
    /// Everything that is sent of the oldest alert on its way is swallowed somewhere; when none is, of one that she raises
    /// now.
    Swallow {
        /// Milliseconds.
        for_ms: u32,
    },
    /// A datagram that was sent before is sent again by somebody.
    Replay(u8),
    /// Somebody on her network answers before the room does.
    Lie {
        /// Milliseconds.
        for_ms: u32,
    },
    /// The room takes a new sealing key into use.
    RotateKeys {
        /// And the next receipt key.
        receipts: bool,
    },
    /// The phone asks for a newer bundle.
    FetchBundle,
    /// The operator does something to one of the open incidents.
    Operate {
        /// What.
        act: Work,
        /// Which, counted from the oldest.
        which: u8,
    },
    /// Nothing.
    Wait,
}

/// What an operator does with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// He does not take it, and says so.
    Refused,
    /// He takes it, and never says so.
    Unsaid,
    /// He takes it, and nobody sees it again.
    Lost,
    /// It comes so much later.
    Late {
        /// Milliseconds.
        by_ms: u32,
    },
    /// It comes, and once more.
    Twice {
        /// Milliseconds until it comes again.
        after_ms: u32,
    },
}

/// What is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// Her PIN.
    Right,
    /// The one for when she is forced.
    Duress,
    /// A guess.
    Wrong,
}

/// What an operator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Takes it.
    Accept,
    /// Sends one of two units.
    Dispatch(u8),
    /// The unit is there.
    Arrive,
    /// Ends it.
    Close,
    /// Opens the file.
    Read,
}
