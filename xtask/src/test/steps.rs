//! The steps of `./x test`, in their order.
//!
//! Two builds, not more: clippy's (which generates no code) and one of everything, tests and programs together
//! (`build`). Every later cargo call names the whole workspace and picks from it, because naming fewer packages would
//! choose other features and build the same crates again.

use anyhow::Result;

use crate::command::{Call, call, cargo, npm};
use crate::{interface, mobile, places};

/// One check.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    /// What it makes sure of, for people.
    pub(crate) says: &'static str,
    pub(crate) calls: fn() -> Result<Vec<Call>>,
}

/// The package of journeys and faults, and its test programs: they start real processes, so they run by themselves.
const JOURNEYS: &str = "hifazat-tests";
const JOURNEY_PROGRAMS: [&str; 8] =
    ["journeys", "invariants", "faults", "crash_points", "hostile", "power_loss", "sms", "door"];
/// What everybody may send us: the kept inputs and a short search, which take both cores for some seconds.
const FUZZ: &str = "hifazat-fuzz";

/// Cheap ones first.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "fmt", says: "Rust is formatted", calls: || one(cargo(["fmt", "--all", "--check"])) },
    Step { name: "layers", says: "who imports whom, by deny.toml", calls: layers },
    Step { name: "packages", says: "npm packages and both pages", calls: packages },
    Step { name: "phone-ui", says: "the phone's page: types, units, browser, accessibility", calls: || ui("phone") },
    Step { name: "console-ui", says: "the console: types, units, browser, accessibility", calls: || ui("console") },
    Step { name: "clippy", says: "no lint, as errors", calls: clippy },
    Step { name: "build", says: "programs and tests", calls: || one(cargo(["build", "--workspace", "--all-targets"])) },
    Step { name: "unit", says: "unit, vectors, property, contract, migration, HTTP, stale types", calls: unit },
    Step {
        name: "kotlin",
        says: "the Kotlin compiler is here, for the native door",
        calls: || one(mobile::compiler()),
    },
    Step { name: "swift", says: "the Swift compiler is here, for the native door", calls: || one(mobile::swift()) },
    Step {
        name: "journeys",
        says: "real room, real phone: journeys, invariants, faults, kills, hostility, power loss, texts",
        calls: journeys,
    },
    Step { name: "fuzz", says: "every kept input, and a short search", calls: fuzz },
    Step { name: "windows", says: "the real window", calls: windows },
    Step {
        name: "mobile",
        says: "Android and iOS, as far as it goes without their kits",
        calls: || Ok(mobile::calls()),
    },
];

fn one(call: Call) -> Result<Vec<Call>> {
    Ok(vec![call])
}

fn layers() -> Result<Vec<Call>> {
    let ourselves = std::env::current_exe()?;
    one(call(ourselves, ["layers"]))
}

fn packages() -> Result<Vec<Call>> {
    let pages = interface::INTERFACES.map(interface::page);
    Ok(interface::missing_packages().into_iter().chain(pages).collect())
}

fn ui(name: &str) -> Result<Vec<Call>> {
    let test = npm(["test", "-w"]).arg(format!("ui/{name}"));
    Ok(interface::missing_packages().into_iter().chain([test]).collect())
}

fn clippy() -> Result<Vec<Call>> {
    one(cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn unit() -> Result<Vec<Call>> {
    if has_nextest() {
        let rest = format!("not package({JOURNEYS}) and not package({FUZZ})");
        let calls = [
            cargo(["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "fail", "-E"]).arg(rest),
            cargo(["test", "--workspace", "--doc"]),
        ];
        return Ok(calls.into());
    }
    one(cargo(["test", "--workspace", "--no-fail-fast", "--exclude", JOURNEYS, "--exclude", FUZZ]))
}

fn journeys() -> Result<Vec<Call>> {
    let programs = JOURNEY_PROGRAMS.iter().flat_map(|name| ["--test", *name]);
    let choose = if has_nextest() { cargo(["nextest", "run"]) } else { cargo(["test"]) };
    one(choose.args(["--workspace", "--no-fail-fast"]).args(programs))
}

fn fuzz() -> Result<Vec<Call>> {
    one(cargo(["test", "--workspace", "--test", "corpus"]))
}

/// Faster where it is there; plain `cargo test` runs the same tests.
fn has_nextest() -> bool {
    cargo(["nextest", "--version"]).output().is_ok()
}

/// Over the window that `build` built.
fn windows() -> Result<Vec<Call>> {
    let tests = call("node", [places::root().join("tests/windows/all.mjs")]);
    one(tests.env("HIFAZAT_PROGRAMS", places::target().join("debug")))
}
