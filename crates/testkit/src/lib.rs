//! Personas, builders, a chaos proxy, and real phones and rooms to start in tests.
