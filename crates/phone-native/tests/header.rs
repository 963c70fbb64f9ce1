//! The header that Swift reads, as a C compiler sees it: every exported function, called as it is declared.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// A C program with every call in it; the compiler holds each against the header, the linker against the library.
const PROGRAM: &str = r#"
#include "hifazat_door.h"
#include <string.h>
int main(int argc, char **argv) {
    if (argc < 2) return 2;
    char *answers[] = {
        hifazat_raise("siri"), hifazat_open(argv[1]), hifazat_raise("siri"), hifazat_drill("siri"),
        hifazat_end_drill(), hifazat_take_back("4826"), hifazat_cancel("none", "4826"), hifazat_wake("push"),
        hifazat_network_changed(), hifazat_finish(0), hifazat_fix_arrived(31.5, 74.3, 8, 0, 0, 1, "", false),
        hifazat_place_allowed(true), hifazat_battery(50, false), hifazat_texts_ready("ok"), hifazat_next_text(0),
        hifazat_text_result(1, "ok"), hifazat_status(),
    };
    const char *wanted[] = {
        "not_open", "\"configured\":false", "\"durable\":true", "\"durable\":true", "\"drill\":null", "\"outcome\"",
        "bad_alert_id", "\"follow\":true", "done", "settled", "done", "done", "done", "done",
        "\"text\":null", "\"taken\":false", "\"follow\":true",
    };
    for (int i = 0; i < 17; i++) {
        if (strstr(answers[i], wanted[i]) == 0) return 10 + i;
        hifazat_free(answers[i]);
    }
    return 0;
}
"#;

#[test]
fn a_c_program_calls_every_function_as_the_header_declares_it() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let include = here.join("ios/Sources/HifazatDoor/include");
    // Tests lie in `deps`, beside `examples`.
    let test = std::env::current_exe().unwrap();
    let library = test.parent().unwrap().parent().unwrap().join("examples");
    let home = tempfile::tempdir().unwrap();
    let (source, program) = (home.path().join("door.c"), home.path().join("door"));
    std::fs::write(&source, PROGRAM).unwrap();
    let mut compiler = Command::new("cc");
    compiler.args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-I"]).arg(&include).arg(&source).arg("-o").arg(&program);
    compiler.arg("-L").arg(&library).arg("-lhifazat_app").arg(format!("-Wl,-rpath,{}", library.display()));
    match compiler.output() {
        Ok(done) => assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr)),
        Err(error) => {
            // Not by a macro: those are not shown when a test succeeds.
            writeln!(std::io::stderr(), "passed over: there is no C compiler ({error})").unwrap();
            return;
        }
    }
    let ended = Command::new(&program).arg(home.path().join("phone")).status().unwrap();
    assert!(ended.success(), "the answer of call {:?} is not as wanted", ended.code().map(|code| code - 10));
}

#[test]
fn the_header_declares_what_is_exported_and_nothing_else() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |file: &str| std::fs::read_to_string(here.join(file)).unwrap();
    let names = |text: &str, before: &str| -> BTreeSet<String> {
        let lines = text.lines().map(str::trim_start).filter_map(|line| line.strip_prefix(before));
        let name = |line: &str| line.split_once('(').map(|(name, _)| name.to_owned());
        lines.filter_map(name).filter(|name| name.starts_with("hifazat_")).collect()
    };
    let header = read("ios/Sources/HifazatDoor/include/hifazat_door.h");
    let source = read("src/c.rs");
    let declared = &names(&header, "char *") | &names(&header, "void ");
    let exported = &names(&source, "") | &names(&source, "pub unsafe extern \"C\" fn ");
    assert_eq!(declared, exported);
    assert_eq!(declared.len(), 17);
}
