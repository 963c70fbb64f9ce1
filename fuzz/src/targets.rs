//! One file per door.

pub(crate) mod ask;
pub(crate) mod bundle;
pub(crate) mod datagram;
pub(crate) mod envelope;
pub(crate) mod http;
pub(crate) mod receipt;
pub(crate) mod text;
