//! The door as a shared library for a desktop JVM. It has the name of Android's library, so that the same Kotlin class
//! loads either.

pub use hifazat_phone_native::*;
