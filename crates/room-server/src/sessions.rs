//! Who sits at a console: passwords, sessions, and patience with those who guess.

pub(crate) mod addresses;
pub(crate) mod cookie;
pub(crate) mod password;
pub(crate) mod table;
pub(crate) mod throttle;
