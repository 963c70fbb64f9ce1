//! A seed is worth something only if it comes out the same every time.

use hifazat_simulation::{run, run_seed, steps_of};

#[test]
fn the_same_seed_is_the_same_run_to_the_last_packet() {
    for seed in [3, 5, 6] {
        let (first, again) = (run_seed(seed).unwrap(), run_seed(seed).unwrap());
        assert_eq!(first, again, "seed {seed}");
    }
}

#[test]
fn another_seed_or_another_list_is_another_run() {
    let ran = run_seed(6).unwrap();
    assert_ne!(ran.trace, run_seed(3).unwrap().trace);
    let mut steps = steps_of(6);
    steps.pop();
    assert_ne!(ran.trace, run(6, &steps, false).unwrap().trace);
}
