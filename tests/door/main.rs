//! The door as Kotlin and Swift see it: a real Java machine, the class that Android gets, the iPhone app's own Swift, a real
//! control room.

#![cfg(test)]

mod alarm;
mod clip;
mod inputs;
mod phone;
mod safe;
mod swift;
mod texts;
mod told;
