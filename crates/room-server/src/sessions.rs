//! Who sits at a console: passwords, sessions, and patience with those who guess.

pub mod cookie;
pub mod password;
pub mod table;
pub mod throttle;
