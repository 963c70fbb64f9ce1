//! Real rooms and real phones for tests: the installed programs, started in folders of their own, and asked only what
//! a person or a script could ask them. Between the two, when wanted, a network that misbehaves on purpose.
//!
//! Everything is blocking and ends by itself: what is started is killed when it is dropped, what is waited for has a
//! deadline ([`eventually`]). No test is told how the programs work inside.

mod bridge;
mod chaos;
mod compiled;
mod console;
mod device;
mod door;
mod http;
mod impostor;
mod kannel;
mod machine;
mod patience;
mod persona;
mod phone;
mod ports;
mod process;
mod programs;
mod room;
mod smsc;
mod swift;

pub use bridge::Bridge;
pub use chaos::{Chaos, Fate, Odds};
pub use console::Seat;
pub use device::{Device, Sealed};
pub use hifazat_netlab::Random;
pub use http::Answer;
pub use impostor::{Certificate, Guise, Impostor, Life, Seen};
pub use kannel::{Handover, Kannel};
pub use machine::Machine;
pub use patience::{eventually, eventually_within, pause};
pub use persona::Persona;
pub use phone::{Phone, Raised, Status};
pub use ports::free_port;
pub use process::{Around, Ended, Process, Refusal};
pub use room::{Room, Site};
pub use smsc::Smsc;
pub use swift::Swift;
