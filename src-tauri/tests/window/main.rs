//! What the page may do and what it may not: the real commands, the real capability files, no window.
//!
//! The page's own behaviour, the content security policy at work and the rendering are looked at in `tests/windows`, in
//! the real window.

#![cfg(test)]

mod commands;
mod configuration;
mod page;
mod permissions;
