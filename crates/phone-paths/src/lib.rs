//! The phone's ways out: HTTPS today, more behind the same port.
