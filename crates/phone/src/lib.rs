//! The phone's brain: raise, locate, outbox rules, delivery, receipts. Ports are traits; no socket, no file.
