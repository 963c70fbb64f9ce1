//! Sockets: which are open, who holds them, how long a caller may keep us waiting.

pub(crate) mod body;
pub(crate) mod connections;
pub(crate) mod door;
pub(crate) mod files;
pub(crate) mod listen;
pub(crate) mod tls;
