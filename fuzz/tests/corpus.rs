//! Every kept input once more, and a short search beside them. What a search finds is named: it is laid down under
//! `regressions/TARGET` by the commit that mends it, in a file whose name is the sentence that held no longer.
#![cfg(test)]

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use hifazat_fuzz::{TARGETS, Target};
use hifazat_protocol::{Entropy, SeededEntropy};
use hifazat_time::{Clock, SystemClock};

/// How long each target is searched.
const SEARCH: Duration = Duration::from_secs(5);
/// Most changes to one input.
const CHANGES: u64 = 8;
const MOST_FILES: usize = 300;
const MOST_BYTES: usize = 500_000;

#[test]
fn kept_inputs_break_no_promise() {
    for_each_target(|target| {
        let kept = kept(target);
        assert!(!kept.is_empty(), "{} has no corpus", target.name);
        for (name, input) in kept {
            attempt(target, &input, &name);
        }
    });
}

#[test]
fn a_short_search_finds_nothing() {
    let seed = std::env::var("HIFAZAT_FUZZ_SEED").ok().and_then(|text| text.parse().ok());
    let seed = seed.unwrap_or_else(|| SystemClock.now().0.unsigned_abs());
    println!("HIFAZAT_FUZZ_SEED={seed} repeats this search");
    for_each_target(|target| {
        let kept: Vec<_> = kept(target).into_iter().map(|(_, input)| input).collect();
        let mut chance = Chance(SeededEntropy::new(seed));
        let begun = SystemClock.elapsed();
        let mut tried = 0_u32;
        while tried == 0 || SystemClock.elapsed().saturating_sub(begun) < SEARCH {
            attempt(target, &chance.varied(&kept), &format!("seed {seed}, input {tried}"));
            tried += 1;
        }
        println!("{}: {tried} inputs", target.name);
    });
}

#[test]
fn the_corpus_stays_small() {
    let kept: Vec<_> = TARGETS.iter().flat_map(kept).collect();
    let bytes: usize = kept.iter().map(|(_, input)| input.len()).sum();
    assert!(kept.len() < MOST_FILES && bytes < MOST_BYTES, "{} files, {bytes} bytes", kept.len());
}

/// Each on a thread of its own, with a room of its own.
fn for_each_target(test: impl Fn(&Target) + Sync) {
    let test = &test;
    thread::scope(|threads| {
        let running: Vec<_> = TARGETS.iter().map(|target| (target, threads.spawn(|| test(target)))).collect();
        for (target, thread) in running {
            assert!(thread.join().is_ok(), "{}: see above", target.name);
        }
    });
}

/// Runs one input; one that breaks a promise is kept where it can be looked at.
fn attempt(target: &Target, input: &[u8], name: &str) {
    let run = target.run;
    if catch_unwind(|| run(input)).is_err() {
        let found = std::env::temp_dir().join(format!("hifazat-fuzz-{}", target.name));
        fs::write(&found, input).unwrap();
        panic!("{}, {name}: a promise is broken by the {} bytes in {}", target.name, input.len(), found.display());
    }
}

fn kept(target: &Target) -> Vec<(String, Vec<u8>)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["corpus", "regressions"].map(|kind| here.join(kind).join(target.name));
    let mut files: Vec<PathBuf> = folders
        .iter()
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()))
        .collect();
    files.sort();
    files.into_iter().map(|file| (file.display().to_string(), fs::read(&file).unwrap())).collect()
}

struct Chance(SeededEntropy);

impl Chance {
    fn below(&self, limit: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        usize::try_from(u64::from_be_bytes(bytes) % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn byte(&self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }

    /// One of the kept inputs with a few changes: bytes turned, set, taken out, put in, or the end of another one.
    fn varied(&mut self, kept: &[Vec<u8>]) -> Vec<u8> {
        let mut input = kept[self.below(kept.len())].clone();
        for _ in 0..=self.below(usize::try_from(CHANGES).unwrap()) {
            let at = self.below(input.len() + 1);
            match self.below(5) {
                0 if at < input.len() => input[at] ^= 1 << self.below(8),
                1 if at < input.len() => input[at] = self.byte(),
                2 if at < input.len() => drop(input.remove(at)),
                3 => {
                    let other = &kept[self.below(kept.len())];
                    let from = self.below(other.len() + 1);
                    input.truncate(at);
                    input.extend(&other[from..]);
                }
                _ => input.insert(at, self.byte()),
            }
        }
        input
    }
}
