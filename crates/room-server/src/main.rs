//! `hifazat-room`: the control room.

fn main() {}
