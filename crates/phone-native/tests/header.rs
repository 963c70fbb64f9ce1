//! The header that Swift reads, as a C compiler sees it: every exported function, called as it is declared.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(unsafe_code, reason = "it loads a library in C and calls it")]

use std::collections::BTreeSet;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use hifazat_phone_native::c;

/// Every call in C. The compiler holds each against the header; the functions are looked up in this very program when it
/// loads the library that the compiler made, for which the build script has them exported.
const CALLS: &str = r#"
#include "hifazat_door.h"
#include <string.h>
int door_calls(const char *folder) {
    char *answers[] = {
        hifazat_raise("siri"), hifazat_open(folder, 0, 0), hifazat_raise("siri"), hifazat_drill("siri"),
        hifazat_end_drill(), hifazat_take_back("4826"), hifazat_cancel("none", "4826"), hifazat_wake("push"),
        hifazat_network_changed(), hifazat_finish(0), hifazat_fix_arrived(31.5, 74.3, 8, 0, 0, 1, "", false),
        hifazat_place_allowed(true), hifazat_battery(50, false), hifazat_texts_ready("ok"), hifazat_next_text(0),
        hifazat_text_result(1, "ok"), hifazat_facts("{}"), hifazat_repair_begun("battery"),
        hifazat_clip("none", (const uint8_t *)"a", 1, 1, "audio/aac"), hifazat_status(),
    };
    const char *wanted[] = {
        "not_open", "\"configured\":false", "\"durable\":true", "\"durable\":true", "\"drill\":null", "\"outcome\"",
        "bad_alert_id", "\"follow\":true", "done", "settled", "done", "done", "done", "done",
        "\"text\":null", "\"taken\":false", "done", "done", "bad_alert_id", "\"follow\":true",
    };
    for (int i = 0; i < 20; i++) {
        if (strstr(answers[i], wanted[i]) == 0) return i + 1;
        hifazat_free(answers[i]);
    }
    return 0;
}
"#;

#[test]
fn a_c_program_calls_every_function_as_the_header_declares_it() {
    let include = Path::new(env!("CARGO_MANIFEST_DIR")).join("ios/Sources/HifazatDoor/include");
    let home = tempfile::tempdir().unwrap();
    let (source, library) = (home.path().join("door.c"), home.path().join("door.so"));
    std::fs::write(&source, CALLS).unwrap();
    let mut compiler = Command::new("cc");
    compiler.args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-I"]);
    match compiler.arg(&include).arg(&source).arg("-o").arg(&library).output() {
        Ok(done) => assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr)),
        Err(error) => {
            // Not by a macro: those are not shown when a test succeeds.
            writeln!(std::io::stderr(), "passed over: there is no C compiler ({error})").unwrap();
            return;
        }
    }
    let folder = CString::new(home.path().join("phone").to_str().unwrap()).unwrap();
    // SAFETY: the library has this function, which takes a text and keeps nothing of it.
    let failed = unsafe { loaded(&library)(folder.as_ptr()) };
    assert_eq!(failed, 0, "the answer of this call, counted from one, is not as wanted");
}

/// The calls in the library, every function of the door found.
fn loaded(library: &Path) -> unsafe extern "C" fn(*const c_char) -> c_int {
    unsafe extern "C" {
        fn dlopen(file: *const c_char, flags: c_int) -> *mut c_void;
        fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
        fn dlerror() -> *const c_char;
    }
    const RTLD_NOW: c_int = 2;
    // One that is named brings the door's code into this program, with all that are exported.
    let status: unsafe extern "C" fn() -> *mut c_char = c::hifazat_status;
    std::hint::black_box(status);
    let file = CString::new(library.to_str().unwrap()).unwrap();
    // SAFETY: the texts end with a zero byte; the function has the type that CALLS gives it.
    unsafe {
        let library = dlopen(file.as_ptr(), RTLD_NOW);
        assert!(!library.is_null(), "{}", CStr::from_ptr(dlerror()).to_string_lossy());
        let calls = dlsym(library, c"door_calls".as_ptr());
        assert!(!calls.is_null());
        std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*const c_char) -> c_int>(calls)
    }
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
    assert_eq!(declared.len(), 20);
}
