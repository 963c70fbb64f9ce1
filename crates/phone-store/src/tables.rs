//! The tables, a file each: the SQL that touches a table is in its file and nowhere else.

pub(crate) mod alerts;
pub(crate) mod dropped;
pub(crate) mod entries;
pub(crate) mod receipts;
pub(crate) mod texts;
pub(crate) mod vault;
