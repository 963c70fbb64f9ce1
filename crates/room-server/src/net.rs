//! Sockets: which are open, who holds them, how long a caller may keep us waiting.

pub mod body;
pub mod connections;
pub mod door;
pub mod files;
pub mod listen;
pub mod tls;
