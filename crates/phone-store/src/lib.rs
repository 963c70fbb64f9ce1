//! The phone's SQLite outbox and vault.
