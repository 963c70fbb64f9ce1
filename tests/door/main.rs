//! The door as Kotlin sees it: a real Java machine, the class that Android gets, a real control room.

#![cfg(test)]

mod alarm;
mod inputs;
mod phone;
mod texts;
