//! What every shell around the phone's brain shares: opening the data folder, wiring the ports, the view and the commands
//! of the user interface. A window, a page and the command line differ only in how they carry these commands.
//!
//! It decides nothing about alerts: rules are in `hifazat_phone`.

pub mod face;
pub mod location;
mod shell;

pub use hifazat_phone_store::{Safe, WrappingKey};
pub use shell::{Loops, OpenError, SetUp, SetUpError, Shell};

/// What a page of the phone's interface may load and whom it may speak to: itself. Served by the bridge; the window's
/// configuration says the same.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";
