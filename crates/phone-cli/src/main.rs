//! `hifazat-phone`: the phone without a window.

fn main() {}
