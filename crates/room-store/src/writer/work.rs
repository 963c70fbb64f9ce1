//! What a task works with inside the transaction.

use hifazat_room::Revision;
use hifazat_room::audit::Note;
use hifazat_room::ledger::Record;
use rusqlite::Connection;

use super::{Failure, Task};
use crate::error::StoreError;
use crate::tables::audit;
use crate::tables::meta::Book;

/// The open transaction and the counters as they stand in it.
pub(crate) struct Work<'c> {
    pub(crate) connection: &'c Connection,
    book: Book,
    records: Vec<Record>,
}

impl<'c> Work<'c> {
    pub(crate) const fn new(connection: &'c Connection, book: Book) -> Self {
        Self { connection, book, records: Vec::new() }
    }

    /// Runs one task. One that fails must have left no trace; otherwise the transaction cannot go on.
    pub(super) fn run(&mut self, task: &mut dyn Task) -> Result<(), Failure> {
        let before = (self.book, self.records.len(), self.connection.total_changes());
        let went_well = task.run(self);
        let after = (self.book, self.records.len(), self.connection.total_changes());
        if went_well || after == before { Ok(()) } else { Err(Failure::Halfway) }
    }

    /// Appends a line to the log.
    pub(crate) fn log(&mut self, note: Note, file: Option<u64>) -> Result<(), StoreError> {
        let entry = note.after(&self.book.head, file);
        audit::append(self.connection, &entry)?;
        self.book.head = entry.head();
        Ok(())
    }

    /// Tells the consoles, once this is committed.
    pub(crate) fn tell(&mut self, record: &Record) {
        self.records.push(record.clone());
    }

    pub(crate) const fn next_revision(&mut self) -> Revision {
        self.book.revision = self.book.revision.next();
        self.book.revision
    }

    pub(crate) const fn next_file(&mut self) -> u64 {
        self.book.files += 1;
        self.book.files
    }

    pub(crate) const fn next_incident_label(&mut self) -> u32 {
        self.book.incident_labels = self.book.incident_labels.wrapping_add(1);
        self.book.incident_labels
    }

    pub(crate) const fn next_drill_label(&mut self) -> u32 {
        self.book.drill_labels = self.book.drill_labels.wrapping_add(1);
        self.book.drill_labels
    }

    pub(crate) fn into_parts(self) -> (Book, Vec<Record>) {
        (self.book, self.records)
    }
}
