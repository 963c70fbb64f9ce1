//! `hifazat-simulation`, behind `./x sim`: many seeds, or one of them aloud.

use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Duration;

use clap::Parser;
use hifazat_simulation::{Failure, Step, run, run_many, shrink, steps_of};
use hifazat_time::{Clock, SystemClock};
use serde_json::{Value, json};

/// Both brains in worlds that are out to lose an alert.
#[derive(Debug, Parser)]
#[command(name = "hifazat-simulation", bin_name = "./x sim")]
struct Options {
    /// How many worlds.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first one's seed.
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Only this one; a failure is shortened.
    #[arg(long, conflicts_with_all = ["seeds", "from"])]
    seed: Option<u64>,
    /// With --seed: everything that happens, on standard error.
    #[arg(long, requires = "seed")]
    trace: bool,
    /// The result as one JSON line on standard output.
    #[arg(long)]
    json: bool,
}

/// Between two words of progress.
const EVERY: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let options = Options::parse();
    let result = match options.seed {
        Some(seed) => one(seed, options.trace),
        None => many(options.from, options.seeds),
    };
    if options.json {
        print(&result);
    }
    if result.get("failure").is_none_or(Value::is_null) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn many(from: u64, count: u64) -> Value {
    let begun = SystemClock.elapsed();
    let last = Mutex::new(begun);
    let speed = |ended: u64| per_second(ended, SystemClock.elapsed().saturating_sub(begun));
    let found = run_many(from, count, |ended| {
        let now = SystemClock.elapsed();
        if let Ok(mut last) = last.try_lock()
            && now.saturating_sub(*last) >= EVERY
        {
            *last = now;
            say(format_args!("{ended} of {count}, {:.1} a second", speed(ended)));
        }
    });
    let Some(found) = found else {
        say(format_args!("{count} worlds from seed {from} on: everything held, {:.1} a second", speed(count)));
        return json!({ "from": from, "seeds": count, "seeds_per_s": speed(count), "failure": null });
    };
    say(format_args!("seed {} failed: {}", found.seed, found.failure));
    let mut told = fail(found.seed, steps_of(found.seed), found.failure);
    if let Some(object) = told.as_object_mut() {
        object.insert("from".to_owned(), json!(from));
        object.insert("seeds".to_owned(), json!(count));
    }
    told
}

fn one(seed: u64, aloud: bool) -> Value {
    let steps = steps_of(seed);
    match run(seed, &steps, aloud) {
        Ok(ran) => {
            let (alerts, lasted) = (ran.alerts, ran.lasted);
            say(format_args!("seed {seed}: everything held; {alerts} alerts, {lasted:.0?}, trace {:016x}", ran.trace));
            json!({ "seed": seed, "failure": null })
        }
        Err(failure) => {
            say(format_args!("seed {seed} failed: {failure}"));
            fail(seed, steps, failure)
        }
    }
}

fn fail(seed: u64, steps: Vec<Step>, failure: Failure) -> Value {
    let before = steps.len();
    let (steps, failure) = shrink(seed, steps, failure);
    say(format_args!("shortened from {before} operations to {}: {failure}", steps.len()));
    for step in &steps {
        say(format_args!("    Step {{ after_ms: {}, op: Op::{:?} }},", step.after_ms, step.op));
    }
    say(format_args!("again: ./x sim --seed {seed}"));
    let steps: Vec<String> = steps.iter().map(|step| format!("{step:?}")).collect();
    let (invariant, detail) = (failure.invariant, failure.detail);
    json!({ "seed": seed, "failure": { "invariant": invariant, "detail": detail, "steps": steps } })
}

fn per_second(count: u64, took: Duration) -> f64 {
    let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    count / took.as_secs_f64().max(0.001)
}

#[expect(clippy::print_stderr, reason = "for people, beside the result")]
fn say(words: std::fmt::Arguments<'_>) {
    eprintln!("sim: {words}");
}

#[expect(clippy::print_stdout, reason = "the result")]
fn print(result: &Value) {
    println!("{result}");
}
