//! What is read: a file, the queues, and what was committed.

use super::{ReceiptRow, Record};
use crate::audit::Entry;
use crate::drill::Drill;
use crate::incident::Incident;
use crate::place::Place;
use crate::revision::Revision;

/// Everything about one incident. Making one leaves an entry in the log: there is no other way to read it.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The incident.
    pub incident: Incident,
    /// Every place that its messages brought, in their order.
    pub track: Vec<Place>,
    /// Its receipts, oldest first.
    pub receipts: Vec<ReceiptRow>,
    /// Its lines of the log, oldest first.
    pub log: Vec<Entry>,
}

/// The queues at one revision.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// Everything up to here is in it.
    pub revision: Revision,
    /// Open incidents of both lanes, oldest first: all that stand [firm](crate::Footing::Firm), and of the others those
    /// that [`shown`](crate::crowd::shown) chooses.
    pub incidents: Vec<Incident>,
    /// How many open ones are not among them.
    pub left_out: u64,
    /// The newest drills, newest first.
    pub drills: Vec<Drill>,
}

/// Records that changed, in order of revision: what was committed together is told together.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed {
    /// The newest revision in it.
    pub revision: Revision,
    /// The changed records as they now stand.
    pub records: Vec<Record>,
}
