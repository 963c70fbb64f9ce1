//! What phone and control room say to each other: sealed envelopes, signed receipts, the trust bundle. Pure.
