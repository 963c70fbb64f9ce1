//! What exchanges cost, in bytes on the wire both ways: estimates for the phone's byte budget, measured by `./x bench bytes`.

/// Estimates for one way, as it stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// What an exchange lays around its envelope: headers, the answer's receipts, and what opens a connection.
    pub overhead: u64,
    /// A question in all, that the room holds and then has no news for.
    pub question: u64,
}

impl Cost {
    /// HTTPS on a connection that is open.
    pub const HTTPS_OPEN: Self = Self { overhead: 1_600, question: 650 };
    /// HTTPS on a new connection, which takes a TLS session up again.
    pub const HTTPS_NEW: Self = Self { overhead: 3_500, question: 2_500 };
    /// A datagram: headers there and back, the receipt, and now and then a second try.
    pub const DATAGRAM: Self = Self { overhead: 500, question: 600 };
    /// The same while the room does not reply to questions there: one is put again and again until another path is the
    /// better hope.
    pub const DATAGRAM_UNHEARD: Self = Self { question: 2_400, ..Self::DATAGRAM };
}
