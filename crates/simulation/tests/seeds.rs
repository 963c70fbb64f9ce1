//! Two hundred worlds. `./x sim --seeds N` runs more.

use hifazat_simulation::run_many;

#[test]
fn two_hundred_worlds_lose_nothing_and_tell_no_lie() {
    if let Some(found) = run_many(1, 200, |_| {}) {
        panic!("{}\nagain, and shortened: ./x sim --seed {}", found.failure, found.seed);
    }
}
