//! The control room's SQLite store: one writer thread, group commit, chained audit log.
