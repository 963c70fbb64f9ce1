#!/bin/bash
# Proves the gate: makes one deliberate mistake after another in a copy of the checkout; the step named must find each.
# Run check.sh first (it builds what the steps stand on). One line per mistake; the exit status is 0 only if all were found.
set -eu
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$HERE/env.sh"
from="$GATE_PROJECT"
export GATE_PROJECT="$CACHE/mistakes"
app=src-tauri/gen/android/app/src/main
door=crates/phone-native
door_kotlin="$door/android/src/main/java/pk/useful/door"

# what | step | file | python: the text s before, the text after | words that the step must say
mistakes=(
  "a type that only Android's Rust sees|clippy:aarch64-linux-android|src-tauri/src/mobile.rs|s + '\n#[cfg(target_os = \"android\")]\nfn wrong() -> u8 { \"text\" }\n'|mismatched types"
  "a type that only the iPhone's Rust sees|clippy:aarch64-apple-ios|src-tauri/src/mobile.rs|s + '\n#[cfg(target_os = \"ios\")]\nfn wrong() -> u8 { \"text\" }\n'|mismatched types"
  "a function that Android's libc lacks|link|src-tauri/src/mobile.rs|s + '\nunsafe extern \"C\" { fn gnu_get_libc_version() -> *const u8; }\n#[unsafe(no_mangle)]\nextern \"C\" fn wrong() -> *const u8 { unsafe { gnu_get_libc_version() } }\n'|undefined symbol: gnu_get_libc_version"
  "an unknown method in Kotlin|kotlinc|$app/java/pk/useful/numbers/MainActivity.kt|s.replace('super.onCreate(savedInstanceState)', 'super.onCreate(savedInstanceState); wrong()')|unresolved reference 'wrong'"
  "a null where none may be|kotlinc|$app/java/pk/useful/numbers/MainActivity.kt|s + '\nfun wrong(text: String?): Int = text.length\n'|only safe"
  "an external fun without its Rust|jni|$door_kotlin/HifazatDoor.kt|s.replace('external fun ', 'external fun wrong(): String\n    @JvmStatic external fun ', 1)|external fun without export: \['Java_pk_useful_door_HifazatDoor_wrong'\]"
  "a class in the manifest that is none|names|$app/AndroidManifest.xml|s.replace('.MainActivity', '.WrongActivity')|pk.useful.numbers.WrongActivity of the manifest is no class"
  "a class that Rust names and nobody has|names|src-tauri/src/mobile.rs|s + '\nconst WRONG: &str = \"pk/useful/door/Wrong\";\n'|no class pk.useful.door.Wrong"
  "an attribute that Android does not know|resources|$app/AndroidManifest.xml|s.replace('android:exported=', 'android:exportedd=', 1)|exportedd"
  "a text that is nowhere|resources|$app/AndroidManifest.xml|s.replace('@string/app_name', '@string/wrong', 1)|string/wrong"
  "a wrong expectation in a test|junit|$door/android/src/test/java/pk/useful/door/WrongTest.kt|'package pk.useful.door\n\nclass WrongTest { @org.junit.Test fun wrong() = org.junit.Assert.assertEquals(1, 2) }\n'|expected:<1> but was:<2>"
  "Swift that is none|swift|$door/ios/Sources/Wrong.swift|'func wrong( {\n'|not Swift"
  "a call that the C header lacks|swift|$door/ios/Sources/Wrong.swift|'func wrong() { hifazat_wrong() }\n'|hifazat_wrong is not declared"
)
# what the step stands on and must be made again with the mistake in it
before() { case "$1" in jni) echo kotlinc ;; names) echo resources ;; esac; }

missed=0
for line in "${mistakes[@]}"; do
  IFS='|' read -r what step file change words <<<"$line"
  rm -rf "$GATE_PROJECT"; mkdir -p "$GATE_PROJECT"
  (cd "$from" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -pt "$GATE_PROJECT")
  mkdir -p "$GATE_PROJECT/ui/phone/dist"; cp -a "$from/ui/phone/dist/." "$GATE_PROJECT/ui/phone/dist/"
  python3 - "$GATE_PROJECT/$file" "$change" <<'END'
import os, sys
path, change = sys.argv[1:]
s = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
after = eval(change.replace("\n", "\\n"))
if after == s:
    sys.exit(f"the mistake changes nothing in {path}")
os.makedirs(os.path.dirname(path), exist_ok=True)
open(path, "w", encoding="utf-8").write(after)
END
  for needed in $(before "$step"); do bash "$HERE/check.sh" "$needed" >/dev/null || true; done
  if ! bash "$HERE/check.sh" "$step" >"$CACHE/log/mistake.log" && grep -q -- "$words" "$CACHE/log/${step/:/-}.log"; then
    printf 'found   %-45s by %s\n' "$what" "$step"
  else
    printf 'MISSED  %-45s by %s\n' "$what" "$step"
    tail -n 5 "$CACHE/log/mistake.log"
    missed=$((missed + 1))
  fi
done
rm -rf "$GATE_PROJECT"
[ $missed -eq 0 ] || { echo "$missed mistake(s) not found"; exit 1; }
echo "all ${#mistakes[@]} found. The last check's output is of the copy: run ./x mobile again before you trust it."
