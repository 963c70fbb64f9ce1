//! The fuzzer: libFuzzer over the target that `HIFAZAT_FUZZ` names. `./x fuzz` builds it with its instrumentation and
//! starts it.
#![no_main]
#![expect(clippy::expect_used, reason = "a search without a target cannot begin")]

use std::sync::LazyLock;

use hifazat_fuzz::{Target, target};

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("HIFAZAT_FUZZ").expect("HIFAZAT_FUZZ names a target");
    target(&name).expect("HIFAZAT_FUZZ names a target")
});

libfuzzer_sys::fuzz_target!(|input: &[u8]| (TARGET.run)(input));
