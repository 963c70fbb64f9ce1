//! The points of the control room: in `room-store` around the one commit, in `room-server` around answers and files.

crate::points! { "room":
    /// One migration is committed.
    MIGRATED = "migrated";
    /// The empty log has its signed end.
    LOG_BEGUN = "log-begun";
    /// Envelopes, incidents, receipts, log and counters of a batch are written and not committed: nothing of it may count.
    BATCH_WRITTEN = "batch-written";
    /// The same is committed; nobody was told.
    BATCH_COMMITTED = "batch-committed";
    /// The consoles' streams were told of a commit; whoever waits for an answer has none.
    CONSOLES_TOLD = "consoles-told";
    /// Whoever waited for the commit may answer now.
    BATCH_ANSWERED = "batch-answered";
    /// An envelope is taken; its receipts are not on the wire.
    ENVELOPE_TAKEN = "envelope-taken";
    /// A datagram's receipt is on the wire.
    DATAGRAM_ANSWERED = "datagram-answered";
    /// A seat's act is committed, with its line in the log and its receipt; the console has no answer.
    ACT_DONE = "act-done";
    /// A file of the folder (keys, certificates, bundle, sessions) is whole under its provisional name.
    FILE_DRAFTED = "file-drafted";
    /// It has taken the place of the old one.
    FILE_REPLACED = "file-replaced";
}
