#!/usr/bin/env python3
"""Proves the gate: makes one deliberate mistake after another in a copy of the checkout; the right step must find each.

The unbroken copy passes every step first. A mistake runs the steps that it touches; the last of them must be the only one
that fails, and say why. What the unbroken copy made (target/mobile/mistakes/out) is put back before the next.
"""
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Callable

KIT = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(KIT))
CACHE = os.path.join(os.environ.get("CARGO_TARGET_DIR") or os.path.join(PROJECT, "target"), "mobile")
HERE = os.path.join(CACHE, "mistakes")
COPY, OUT, WHOLE = (os.path.join(HERE, name) for name in ("copy", "out", "whole"))
TARGET = os.path.join(CACHE, "mistakes-target")  # cargo takes two checkouts' crates for the same; this one stays for the next time

RUST = "src-tauri/src/mobile.rs"
APP = "src-tauri/gen/android/app/src/main"
ACTIVITY = f"{APP}/java/pk/useful/numbers/MainActivity.kt"
MANIFEST = f"{APP}/AndroidManifest.xml"
NATIVE = "crates/phone-native"
DOOR = f"{NATIVE}/android/src/main/java/pk/useful/door/HifazatDoor.kt"
DOORS_MANIFEST = f"{NATIVE}/android/src/main/AndroidManifest.xml"
TEST = f"{NATIVE}/android/src/test/java/pk/useful/door/WrongTest.kt"
IPHONE = f"{NATIVE}/ios/Sources"
SWIFT = f"{IPHONE}/Wrong.swift"
ARM64, ARMV7, IOS = "clippy:aarch64-linux-android", "clippy:armv7-linux-androideabi", "clippy:aarch64-apple-ios"

GLIBC = """
#[allow(unsafe_code)]
mod wrong {
    unsafe extern "C" { fn gnu_get_libc_version() -> *const u8; }
    #[unsafe(no_mangle)]
    extern "C" fn wrong() -> *const u8 { unsafe { gnu_get_libc_version() } }
}
"""
FAILING = "package pk.useful.door\n\nclass WrongTest { @org.junit.Test fun wrong() = org.junit.Assert.assertEquals(1, 2) }\n"


@dataclass
class Mistake:
    what: str
    steps: str  # the last one finds it
    file: str
    make: Callable[[str], str]  # the file's text with the mistake in it
    says: str  # words in the log of that step


def added(text):
    return lambda before: f"{before}\n{text}\n"


def instead(old, new):
    return lambda before: before.replace(old, new, 1)


MISTAKES = [
    Mistake("a type that only Android's Rust sees", ARM64, RUST,
            added('#[cfg(target_os = "android")]\nfn wrong() -> u8 { "text" }'), "mismatched types"),
    Mistake("a number too large for 32 bits", ARMV7, RUST,
            added('#[cfg(target_pointer_width = "32")]\npub(crate) const WRONG: usize = 0x1_0000_0000;'), "out of range for `usize`"),
    Mistake("a lint that only the iPhone's Rust breaks", IOS, RUST,
            added('#[cfg(target_os = "ios")]\npub(crate) fn wrong(text: Option<u8>) -> u8 { text.unwrap() }'), "used `unwrap()`"),
    Mistake("a library that Gradle is not told of", f"{ARM64} gradle", f"{NATIVE}/build.rs",
            instead("cargo:android_library_path", "cargo:android_folder"), "and not "),
    Mistake("an attribute that Android does not know", "resources", MANIFEST,
            instead("android:exported=", "android:exportedd="), "android:exportedd"),
    Mistake("a text that is nowhere", "resources", MANIFEST, instead("@string/app_name", "@string/wrong"), "string/wrong"),
    Mistake("an unknown method in Kotlin", "kotlinc", ACTIVITY,
            instead("moveTaskToBack(true)", "moveTaskToBack(true); wrong()"), "unresolved reference 'wrong'"),
    Mistake("a null where none may be", "kotlinc", ACTIVITY, added("fun wrong(text: String?): Int = text.length"), "only safe"),
    Mistake("a class in the manifest that is none", "resources names", MANIFEST,
            instead(".MainActivity", ".WrongActivity"), "pk.useful.numbers.WrongActivity of the manifest is no class"),
    Mistake("a service in the manifest that is none", "resources names", DOORS_MANIFEST,
            instead('"pk.useful.door.CarryJob"', '"pk.useful.door.BootReceiver"'), "as a service, but is none"),
    Mistake("a class that Rust names and nobody has", "names", RUST,
            added('const WRONG: &str = "pk/useful/door/Wrong";'), "no class pk.useful.door.Wrong"),
    Mistake("a method that Rust names with other types", "names", RUST,
            added('const WRONG: [&str; 3] = ["pk/useful/door/HifazatDoor", "raise", "(J)V"];'), "no method raise with (J)V"),
    Mistake("a wrong expectation in a test", "junit", TEST, added(FAILING), "expected:<1> but was:<2>"),
    Mistake("Swift that is none", "swift", SWIFT, added("func wrong( {"), "not Swift"),
    Mistake("a call that the C header lacks", "swift", SWIFT, added("func wrong() { hifazat_wrong() }"), "hifazat_wrong is not declared"),
    Mistake("a text that is not in Urdu", "swift", f"{IPHONE}/Shared/ur.lproj/Localizable.strings",
            instead('"face_saved"', '"face_gone"'), "lacks 'face_saved'"),
    Mistake("a background mode that is not declared", "swift", f"{NATIVE}/ios/project.yml",
            instead("[location, processing, audio]", "[processing, audio]"), "allowsBackgroundLocationUpdates needs"),
    Mistake("an unknown method in Swift", "swiftc", f"{IPHONE}/App/Places.swift",
            instead("manager.stopUpdatingLocation()", "manager.stopLocation()"), "has no member 'stopLocation'"),
    Mistake("a call from the wrong thread", "swiftc", f"{IPHONE}/App/NetworkWatch.swift",
            instead("try? Door.networkChanged()", "Stand.shared.lookRound()"), "main actor-isolated"),
    Mistake("a wrong rule in Swift", "swiftc", f"{IPHONE}/App/TwoTaps.swift",
            instead("withinMs: Int64 = 3_000", "withinMs: Int64 = 5_000"), "FAILED: a touch that comes too late arms again"),
    Mistake("a function that Android's libc lacks", "link", RUST, added(GLIBC), "undefined symbol: gnu_get_libc_version"),
    Mistake("pages too small for new telephones", "link elf", "src-tauri/build.rs",
            instead("fn main() -> Result<(), String> {",
                    'fn main() -> Result<(), String> {\n    println!("cargo:rustc-link-arg-cdylib=-Wl,-z,max-page-size=4096");'),
            "aligned to less than 16 KB"),
    Mistake("an external fun without its Rust", "kotlinc jni", DOOR,
            instead("external fun ", "external fun wrong(): String?\n\n    @JvmStatic external fun "),
            "external fun without export: ['Java_pk_useful_door_HifazatDoor_wrong']"),
    Mistake("an exported function without its Kotlin", "kotlinc jni", DOOR,
            instead("external fun status(): String?", "fun status(): String? = null"),
            "export without external fun: ['Java_pk_useful_door_HifazatDoor_status"),
]


def copied():
    """The checkout as it stands, without what git ignores but the page, which the build wants. Times stay, for cargo."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True).stdout
    shutil.rmtree(HERE, ignore_errors=True)
    for name in filter(None, listed.split("\0")):
        if os.path.isfile(os.path.join(PROJECT, name)):
            os.makedirs(os.path.dirname(os.path.join(COPY, name)), exist_ok=True)
            shutil.copy2(os.path.join(PROJECT, name), os.path.join(COPY, name))
    shutil.copytree(os.path.join(PROJECT, "ui/phone/dist"), os.path.join(COPY, "ui/phone/dist"))
    for file in {mistake.file for mistake in MISTAKES}:  # younger than what was last built of a mistake
        if os.path.exists(os.path.join(COPY, file)):
            os.utime(os.path.join(COPY, file))


def check(*steps, quiet):
    """Runs steps over the copy; the names of those that failed."""
    here = {**os.environ, "GATE_PROJECT": COPY, "GATE_CACHE": CACHE, "GATE_OUT": OUT, "GATE_TARGET": TARGET}
    ran = subprocess.Popen(["bash", os.path.join(KIT, "check.sh"), *steps], env=here, stdout=subprocess.PIPE, text=True)
    failed = None
    for line in ran.stdout:
        if line.startswith("failed: "):
            failed = line.split()[1:]
        elif not quiet:
            print(f"    {line}", end="", flush=True)
    return [] if ran.wait() == 0 else failed or ["check.sh itself"]


def found(mistake):
    """Makes it, runs its steps, and takes it back; what is wrong with the result, or nothing."""
    steps = mistake.steps.split()
    path = os.path.join(COPY, mistake.file)
    before = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
    after = mistake.make(before)
    if after == before:
        return f"it changes nothing in {mistake.file}"
    shutil.rmtree(OUT)
    shutil.copytree(WHOLE, OUT, copy_function=shutil.copy2)
    with open(path, "w", encoding="utf-8") as file:
        file.write(after)
    failed = check(*steps, quiet=True)
    if before:
        with open(path, "w", encoding="utf-8") as file:  # younger than what was built of the mistake
            file.write(before)
    else:
        os.remove(path)
    log = os.path.join(OUT, "log", steps[-1].replace(":", "-") + ".log")
    if failed != steps[-1:]:
        return f"failed: {', '.join(failed) or 'nothing'}; see {os.path.dirname(log)}"
    return "" if mistake.says in open(log, encoding="utf-8").read() else f"{log} does not say: {mistake.says}"


def main():
    began = time.monotonic()
    print("the unbroken copy:", flush=True)
    copied()
    if check(quiet=False):
        sys.exit("it fails: mend that first")
    shutil.copytree(OUT, WHOLE)
    missed = 0
    for number, mistake in enumerate(MISTAKES, 1):
        print(f"{number:2}/{len(MISTAKES)} {mistake.what:<42} ", end="", flush=True)
        start = time.monotonic()
        problem = found(mistake)
        by = mistake.steps.split()[-1]
        print(f"{'MISSED' if problem else 'found'} by {by} {time.monotonic() - start:5.1f}s", flush=True)
        if problem:
            missed += 1
            print(f"      {problem}", flush=True)
    if missed:
        sys.exit(f"{missed} of {len(MISTAKES)} mistakes not found")
    shutil.rmtree(HERE)
    print(f"all {len(MISTAKES)} found in {time.monotonic() - began:.0f}s")


if __name__ == "__main__":
    main()
