//! Clocks that tests can hold still, and the patience between attempts.
