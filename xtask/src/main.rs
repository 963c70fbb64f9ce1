//! The project's own commands behind `./x`.

fn main() {}
