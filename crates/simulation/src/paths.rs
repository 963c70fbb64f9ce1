//! The phone's ways out over the simulated air. They follow the real ones of `phone-paths` in what they send, when, and
//! what they make of silence, with its very times; sockets, TLS and names are not there.

mod datagram;
mod https;

pub(crate) use datagram::SimulatedDatagram;
pub(crate) use https::SimulatedHttps;
