//! The points of the phone, all in `phone-store`: what she was told rests on these steps and on no others.

crate::points! { "phone":
    /// The vault's key lies in its file.
    KEY_MADE = "key-made";
    /// One migration is committed.
    MIGRATED = "migrated";
    /// A file of a damaged database has been moved out of the way; its companions may follow.
    FILE_SET_ASIDE = "file-set-aside";
    /// A fresh database holds the vault's values again, from their second copy.
    VAULT_RESTORED = "vault-restored";
    /// A value of the vault (identity, root, trust bundle, PINs, profile, proofs) is committed; its copy is not written.
    VALUE_WRITTEN = "value-written";
    /// A file beside the database (key, vault's copy) is whole under its provisional name.
    FILE_DRAFTED = "file-drafted";
    /// It has taken the place of the old one.
    FILE_REPLACED = "file-replaced";
    /// An alert with its sealed raise is in the outbox; nothing was said yet.
    ALERT_KEPT = "alert-kept";
    /// An update is in the outbox.
    UPDATE_ADDED = "update-added";
    /// A cancel is in the outbox.
    CANCEL_ADDED = "cancel-added";
    /// An attempt is recorded and its lease taken; nothing was sent yet.
    ATTEMPT_RECORDED = "attempt-recorded";
    /// An entry was given back after an attempt that settled nothing.
    ENTRY_RELEASED = "entry-released";
    /// A verified receipt is kept, and the entry that it stores is settled, in one commit.
    RECEIPT_KEPT = "receipt-kept";
    /// The room's word that it has lost an alert is kept, and what is to be brought again is pending, in one commit.
    ALERT_REOPENED = "alert-reopened";
    /// An alert's facts have changed: a window ended, a PIN was wrong, she left it behind.
    ALERT_AMENDED = "alert-amended";
    /// An alert that never left the phone was taken back.
    ALERT_WITHDRAWN = "alert-withdrawn";
    /// An alert that is over was wiped; the log may still hold it.
    ALERT_WIPED = "alert-wiped";
    /// A text is about to be handed over, and the try is counted.
    TEXT_BEGUN = "text-begun";
    /// The operator has taken a text, and that is kept.
    TEXT_ENDED = "text-ended";
    /// Receipts that were not believed are counted.
    DROPS_COUNTED = "drops-counted";
    /// The log is folded into the database.
    LOG_FOLDED = "log-folded";
}
