//! What every shell around the phone's brain shares: opening the data folder, wiring the ports, the view and the commands
//! of the user interface. A window, a page and the command line differ only in how they carry these commands.
//!
//! It decides nothing about alerts: rules are in `hifazat_phone`.

pub mod face;
pub mod location;
