//! The door as a shared library for a desktop's Java machine, and for the iPhone app's Swift on a desktop. It has the name of
//! Android's library, so that the same Kotlin class loads either. On a telephone the window's page comes to the same core; here
//! a test touches in its place.

#![expect(unsafe_code, reason = "Kotlin and Swift find these functions by their names")]

use std::ffi::{CStr, c_char};

use hifazat_phone_shell::face::{Repair, Trigger};
use serde::Deserialize;
use serde_json::json;
use tokio::runtime::Builder;

pub use hifazat_phone_native::*;

/// What she touches on the page and native code is to do. Names and shapes are those of the page's commands.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
enum Touch {
    Repair { what: Repair },
    Practise { trigger: Option<Trigger> },
}

/// `drive.touch` for Kotlin; see `crates/testkit/kotlin/Drive.kt`.
#[cfg(not(target_vendor = "apple"))]
#[unsafe(no_mangle)]
pub extern "system" fn Java_DriveKt_touch<'local>(
    mut machine: jni::EnvUnowned<'local>,
    _class: jni::objects::JClass<'local>,
    touch: jni::objects::JString<'local>,
) -> jni::objects::JString<'local> {
    let told = machine.with_env(|env| -> Result<_, jni::errors::Error> {
        let touch = touch.mutf8_chars(env)?.to_str().into_owned();
        jni::objects::JString::from_str(env, touched(&touch))
    });
    told.resolve::<jni::errors::LogErrorAndDefault>()
}

/// The same for Swift; see `crates/testkit/swift/Drive.swift`. Answers whether it was done.
///
/// # Safety
/// It leads to text that ends with a zero byte.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn drive_touch(touch: *const c_char) -> bool {
    // SAFETY: as the caller promised.
    let touch = unsafe { CStr::from_ptr(touch) }.to_string_lossy();
    touched(&touch) == DONE
}

const DONE: &str = "{}";

fn touched(touch: &str) -> String {
    match done(touch) {
        Ok(()) => DONE.to_owned(),
        Err(error) => json!({ "error": { "code": "bad_touch", "message": error } }).to_string(),
    }
}

fn done(touch: &str) -> Result<(), String> {
    let door = Door::of_this_process();
    let shell = door.opened().map_err(|refused| refused.to_string())?.shell();
    match serde_json::from_str(touch).map_err(|error| error.to_string())? {
        Touch::Repair { what } => {
            let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
            runtime.block_on(shell.repair(what)).map(drop).map_err(|failure| failure.to_string())
        }
        Touch::Practise { trigger } => {
            shell.practise(trigger);
            Ok(())
        }
    }
}
