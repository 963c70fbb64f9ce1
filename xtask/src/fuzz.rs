//! `./x fuzz [TARGET] [SECONDS]`: libFuzzer over the doors that anybody may knock at (fuzz/src/lib.rs).
//!
//! It drives libFuzzer without cargo-fuzz: the one stable toolchain, told by `RUSTC_BOOTSTRAP` to take the flags of its
//! instrumentation, in a build folder of its own. What is searched begins at `fuzz/corpus/TARGET`; what is learnt goes to
//! `target/fuzz/learnt/TARGET`, and with `--keep` the smallest of it comes back into the corpus. What breaks a promise
//! is in `target/fuzz/found`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::command::{Call, call, cargo};
use crate::places;
use crate::stopwatch::Stopwatch;

mod report;

use report::Report;

const DEFAULT_SECONDS: u64 = 60;
/// cargo-fuzz's instrumentation, in the words of the compiler.
const INSTRUMENTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Zsanitizer=address -Ccodegen-units=16";
/// No input of a few thousand bytes is reason to ask for more memory at once.
const MOST_ALLOCATED_MB: u32 = 64;
const MOST_MEMORY_MB: u32 = 2_048;
const SLOWEST_INPUT_S: u32 = 10;
/// What a target keeps in the corpus.
const KEPT_FILES: usize = 40;
const KEPT_BYTES: u64 = 60_000;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// A target, else all of them one after another; and seconds for each [default: 60].
    #[arg(value_name = "TARGET] [SECONDS")]
    words: Vec<String>,
    /// What came of it as one JSON line, the last on standard output.
    #[arg(long)]
    json: bool,
    /// Take the smallest inputs that reach something new into fuzz/corpus.
    #[arg(long)]
    keep: bool,
}

/// `./x fuzz`.
pub(crate) fn fuzz(options: &Options) -> Result<()> {
    let (targets, seconds) = chosen(&options.words, &known()?)?;
    let begun = Stopwatch::start();
    let program = build()?;
    eprintln!("x: the instrumented build took {} s", begun.elapsed().as_secs());
    let mut reports = Vec::new();
    for target in targets {
        let report = search(&program, &target, seconds)?;
        eprintln!("x: {report}");
        if options.keep {
            keep(&program, &target)?;
        }
        reports.push(report);
    }
    if options.json {
        let told: Vec<Value> = reports.iter().map(Report::told).collect();
        println!("{}", json!({ "targets": told }));
    }
    let found: Vec<String> = reports.iter().flat_map(|report| &report.found).map(|file| places::shown(file)).collect();
    ensure!(found.is_empty(), "a promise was broken; the inputs: {}", found.join(", "));
    Ok(())
}

/// The targets are those that have a corpus.
fn known() -> Result<Vec<String>> {
    let folder = places::root().join("fuzz/corpus");
    let names = fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut names = names
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>>>()
        .context("reading the names of the targets")?;
    names.sort();
    Ok(names)
}

fn chosen(words: &[String], known: &[String]) -> Result<(Vec<String>, u64)> {
    let (mut targets, mut seconds) = (Vec::new(), DEFAULT_SECONDS);
    for word in words {
        match word.parse() {
            Ok(number) => seconds = number,
            Err(_) if known.contains(word) => targets.push(word.clone()),
            Err(_) => bail!("the targets are: {}", known.join(", ")),
        }
    }
    Ok((if targets.is_empty() { known.to_vec() } else { targets }, seconds))
}

/// The fuzzer, in a build folder of its own: nothing else is built with its flags.
fn build() -> Result<PathBuf> {
    let triple = cargo(["-vV"]).output()?;
    let triple = triple.lines().find_map(|line| line.strip_prefix("host: ")).context("cargo names no host")?;
    let folder = work();
    eprintln!("x: building the fuzzer (the first time takes minutes)…");
    let build = cargo(["build", "-p", "hifazat-fuzz", "--features", "libfuzzer", "--bin", "fuzz", "--profile", "fuzz"]);
    let build = build.args(["--target", triple, "--target-dir"]).arg(&folder);
    let build = build.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", INSTRUMENTED);
    build.run().context("building the fuzzer")?;
    Ok(folder.join(triple).join("fuzz/fuzz"))
}

fn search(program: &Path, target: &str, seconds: u64) -> Result<Report> {
    let (learnt, found) = (made(&work().join("learnt").join(target))?, made(&work().join("found"))?);
    let before = inputs(&found, target)?;
    let log = work().join(format!("{target}.log"));
    let words = fs::File::create(&log).with_context(|| format!("making {}", log.display()))?;
    let begun = Stopwatch::start();
    let call = fuzzer(program, target)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/{target}-", found.display()))
        .args(["-print_final_stats=1"])
        .arg(&learnt)
        .args(corpora(target));
    let mut command = call.into_inner();
    command.stdout(Stdio::null()).stderr(words);
    let status = command.status().context("starting the fuzzer")?;
    let words = fs::read(&log).with_context(|| format!("reading {}", log.display()))?;
    let found: Vec<PathBuf> = inputs(&found, target)?.into_iter().filter(|file| !before.contains(file)).collect();
    ensure!(status.success() || !found.is_empty(), "the fuzzer ended with {status}: {}", places::shown(&log));
    Ok(Report::read(target, begun.elapsed(), &String::from_utf8_lossy(&words), found))
}

/// The corpus anew: the fewest and smallest inputs that reach what all of them reach, as many as we care to keep.
fn keep(program: &Path, target: &str) -> Result<()> {
    let merged = places::Temporary::make("corpus")?;
    let learnt = work().join("learnt").join(target);
    let merge = fuzzer(program, target).arg("-merge=1").arg(merged.path()).args(corpora(target)).arg(learnt);
    let mut merge = merge.into_inner();
    ensure!(merge.stderr(Stdio::null()).status()?.success(), "the corpus of {target} could not be merged");
    renew(&places::root().join("fuzz/corpus").join(target), &chosen_of(merged.path())?)
}

/// The smallest inputs of a folder, as many as we care to keep.
fn chosen_of(merged: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(merged)? {
        let entry = entry?;
        files.push((entry.metadata()?.len(), entry.path()));
    }
    files.sort();
    let mut left = KEPT_BYTES;
    let fits = |(bytes, _): &(u64, PathBuf)| left.checked_sub(*bytes).map(|less| left = less).is_some();
    Ok(files.into_iter().take(KEPT_FILES).filter(fits).map(|(_, file)| file).collect())
}

/// Puts these files into a folder, and only then takes the others out of it: whenever it ends, all of the old ones or all
/// of the new ones are there. An input's name is the hash of its content, so one of the same name is the same.
fn renew(folder: &Path, files: &[PathBuf]) -> Result<()> {
    let mut kept = BTreeSet::new();
    for file in files {
        let name = file.file_name().with_context(|| format!("{} has no name", file.display()))?;
        let (place, beside) = (folder.join(name), folder.join("half-copied"));
        if !place.exists() {
            fs::copy(file, &beside).with_context(|| format!("keeping {}", file.display()))?;
            fs::rename(&beside, &place)?;
        }
        kept.insert(place);
    }
    for entry in fs::read_dir(folder)? {
        let present = entry?.path();
        if !kept.contains(&present) {
            fs::remove_file(&present).with_context(|| format!("removing {}", present.display()))?;
        }
    }
    Ok(())
}

fn fuzzer(program: &Path, target: &str) -> Call {
    call(program, [format!("-malloc_limit_mb={MOST_ALLOCATED_MB}"), format!("-rss_limit_mb={MOST_MEMORY_MB}")])
        .arg(format!("-timeout={SLOWEST_INPUT_S}"))
        // A room of the search lives until its end, and would count as leaked: by libFuzzer after an input, by the sanitizer at exit.
        .arg("-detect_leaks=0")
        .env("ASAN_OPTIONS", "detect_leaks=0")
        .env("HIFAZAT_FUZZ", target)
}

fn corpora(target: &str) -> Vec<PathBuf> {
    let kinds = ["corpus", "regressions"].map(|kind| places::root().join("fuzz").join(kind).join(target));
    kinds.into_iter().filter(|folder| folder.is_dir()).collect()
}

fn inputs(folder: &Path, target: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&format!("{target}-")) {
            files.push(entry.path());
        }
    }
    Ok(files)
}

fn work() -> PathBuf {
    places::target().join("fuzz")
}

fn made(folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    Ok(folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_and_seconds_come_in_any_order_or_not_at_all() {
        let known = ["ask", "http"].map(str::to_owned);
        let read = |line: &str| chosen(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>(), &known);
        assert_eq!(read("").unwrap(), (known.to_vec(), DEFAULT_SECONDS));
        assert_eq!(read("30").unwrap(), (known.to_vec(), 30));
        assert_eq!(read("http 5").unwrap(), (vec!["http".to_owned()], 5));
        assert!(read("htpp").unwrap_err().to_string().contains("ask, http"));
    }

    #[test]
    fn a_corpus_is_renewed_whole_or_stays_as_it_was() {
        let (old, new) = (places::Temporary::make("old").unwrap(), places::Temporary::make("new").unwrap());
        let put = |folder: &Path, name: &str| fs::write(folder.join(name), name).unwrap();
        let names = || {
            let mut names: Vec<_> = fs::read_dir(old.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        put(old.path(), "a");
        put(old.path(), "b");
        put(new.path(), "b");
        put(new.path(), "c");
        let wanted = ["b", "c"].map(|name| new.path().join(name));
        let with_one_that_is_gone = [wanted.clone().to_vec(), vec![new.path().join("gone")]].concat();
        renew(old.path(), &with_one_that_is_gone).unwrap_err();
        assert_eq!(names(), ["a", "b", "c"]);
        renew(old.path(), &wanted).unwrap();
        assert_eq!(names(), ["b", "c"]);
    }
}
