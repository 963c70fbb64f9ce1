//! The door for Kotlin: the functions of the class `pk.useful.door.HifazatDoor` in `android/`. A desktop's Java machine
//! loads the same ones in tests.
//!
//! Each answers JSON, see [the crate](crate); `null` only when the machine has no memory left for a string.

use hifazat_phone::Secret;
use jni::errors::{Error, LogErrorAndDefault};
use jni::objects::{JByteArray, JClass, JString};
use jni::strings::JNIString;
use jni::sys::{jboolean, jdouble, jint, jlong};
use jni::{Env, EnvUnowned};
use serde::Serialize;

use crate::answer::answer;
use crate::door::Door;
use crate::refused::Refused;
use crate::spoken::{self, SpokenFix};

/// Exports one function of the class: its arguments, and the call that they become.
macro_rules! exported {
    ($($name:ident($door:ident, $env:ident $(, $argument:ident: $kind:ty)*) $call:block)*) => {$(
        #[unsafe(no_mangle)]
        #[expect(missing_docs, reason = "the name is made of the class's; the class says what it does")]
        pub extern "system" fn $name<'local>(
            machine: EnvUnowned<'local>,
            _class: JClass<'local>
            $(, $argument: $kind)*
        ) -> JString<'local> {
            reply(machine, |$env, $door| $call)
        }
    )*};
}

exported! {
    Java_pk_useful_door_HifazatDoor_open(door, env, folder: JString<'local>, key: JByteArray<'local>) {
        let key = if key.is_null() { None } else { Some(held(env, &key, "key")?) };
        spoken::open(door, &text(env, &folder, "folder")?, key.as_ref().map(Secret::bytes))
    }
    Java_pk_useful_door_HifazatDoor_raise(door, env, trigger: JString<'local>) {
        spoken::raise(door, &text(env, &trigger, "trigger")?)
    }
    Java_pk_useful_door_HifazatDoor_drill(door, env, trigger: JString<'local>) {
        spoken::drill(door, &text(env, &trigger, "trigger")?)
    }
    Java_pk_useful_door_HifazatDoor_endDrill(door, _env) {
        spoken::end_drill(door)
    }
    Java_pk_useful_door_HifazatDoor_takeBack(door, env, pin: JString<'local>) {
        spoken::take_back(door, &text(env, &pin, "pin")?)
    }
    Java_pk_useful_door_HifazatDoor_cancel(door, env, alert_id: JString<'local>, pin: JString<'local>) {
        spoken::cancel(door, &text(env, &alert_id, "alertId")?, &text(env, &pin, "pin")?)
    }
    Java_pk_useful_door_HifazatDoor_status(door, _env) {
        spoken::status(door)
    }
    Java_pk_useful_door_HifazatDoor_wake(door, env, reason: JString<'local>) {
        spoken::wake(door, &text(env, &reason, "reason")?)
    }
    Java_pk_useful_door_HifazatDoor_networkChanged(door, _env) {
        spoken::network_changed(door)
    }
    Java_pk_useful_door_HifazatDoor_finish(door, _env, patience_ms: jlong) {
        spoken::finish(door, patience_ms)
    }
    Java_pk_useful_door_HifazatDoor_textsReady(door, env, result: JString<'local>) {
        spoken::texts_ready(door, &text(env, &result, "result")?)
    }
    Java_pk_useful_door_HifazatDoor_nextText(door, _env, patience_ms: jlong) {
        spoken::next_text(door, patience_ms)
    }
    Java_pk_useful_door_HifazatDoor_textResult(door, env, id: jlong, result: JString<'local>) {
        spoken::text_result(door, id, &text(env, &result, "result")?)
    }
    Java_pk_useful_door_HifazatDoor_textArrived(door, env, text_message: JString<'local>) {
        spoken::text_arrived(door, &text(env, &text_message, "text")?)
    }
    Java_pk_useful_door_HifazatDoor_fixArrived(
        door, env,
        latitude_deg: jdouble, longitude_deg: jdouble, accuracy_m: jdouble, speed_mps: jdouble, heading_deg: jdouble,
        at_ms: jlong, provider: JString<'local>, mock: jboolean
    ) {
        let provider = &*text(env, &provider, "provider")?;
        let fix = SpokenFix { latitude_deg, longitude_deg, accuracy_m, speed_mps, heading_deg, at_ms, provider, mock };
        spoken::fix_arrived(door, &fix)
    }
    Java_pk_useful_door_HifazatDoor_clip(
        door, env, alert_id: JString<'local>, bytes: JByteArray<'local>, recorded_at_ms: jlong, media: JString<'local>
    ) {
        let bytes = held(env, &bytes, "bytes")?;
        let (alert_id, media) = (text(env, &alert_id, "alertId")?, text(env, &media, "media")?);
        spoken::clip(door, &alert_id, bytes.bytes(), recorded_at_ms, &media)
    }
    Java_pk_useful_door_HifazatDoor_placeAllowed(door, _env, allowed: jboolean) {
        spoken::place_allowed(door, allowed)
    }
    Java_pk_useful_door_HifazatDoor_battery(door, _env, percent: jint, charging: jboolean) {
        spoken::battery(door, percent, charging)
    }
    Java_pk_useful_door_HifazatDoor_facts(door, env, json: JString<'local>) {
        spoken::facts(door, &text(env, &json, "facts")?)
    }
    Java_pk_useful_door_HifazatDoor_repairBegun(door, env, repair: JString<'local>) {
        spoken::repair_begun(door, &text(env, &repair, "repair")?)
    }
}

fn reply<'local, T: Serialize>(
    mut machine: EnvUnowned<'local>,
    call: impl FnOnce(&Env<'local>, &Door) -> Result<T, Refused>,
) -> JString<'local> {
    let told = machine.with_env(|env| -> Result<_, Error> {
        let told = answer(|| call(env, &Door::of_this_process()));
        JString::from_str(env, told)
    });
    told.resolve::<LogErrorAndDefault>()
}

/// What a Java array holds, wiped from our memory when it is dropped.
fn held(env: &Env<'_>, array: &JByteArray<'_>, what: &'static str) -> Result<Secret, Refused> {
    if array.is_null() {
        return Err(Refused::Null { what });
    }
    let bytes = env.convert_byte_array(array).map_err(|error| Refused::Broken { why: error.to_string() })?;
    Ok(Secret::new(bytes))
}

/// The text of a Java string. Java lets half a character stand alone; what then cannot be text is refused, not mended.
fn text(env: &Env<'_>, string: &JString<'_>, what: &'static str) -> Result<String, Refused> {
    if string.is_null() {
        return Err(Refused::Null { what });
    }
    let kept = string.mutf8_chars(env).map_err(|error| Refused::Broken { why: error.to_string() })?;
    let text = kept.to_str().into_owned();
    if JNIString::new(&text).to_bytes() == kept.to_bytes() { Ok(text) } else { Err(Refused::BadText { what }) }
}
