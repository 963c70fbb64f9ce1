#!/bin/bash
# Checks the Android and iOS side of the app without SDK, NDK, Gradle and Xcode. Run fetch.sh first; `./x mobile` runs both.
# Usage: check.sh [STEP...]     without steps: all of them, in order. One line per step: name, ok or FAILED, seconds.
# What each step proves, and what not: README.md beside this file.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
LOG="$OUT/log"
LINK_TARGET=aarch64-linux-android
mkdir -p "$LOG"

PACKAGE_PATH="${PACKAGE//.//}"
export CARGO_TARGET_DIR="$TARGET"
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 # nothing of it ever runs
# wry and tauri write their Kotlin sources during the build for Android when these are set
export WRY_ANDROID_PACKAGE="$PACKAGE"
export WRY_ANDROID_LIBRARY="$LIBRARY"
export WRY_ANDROID_KOTLIN_FILES_OUT_DIR="$TARGET/generated-kotlin/$PACKAGE_PATH"
# as the Tauri command line does in a real build: where tauri-build is to write what Gradle includes
export TAURI_ANDROID_PROJECT_PATH="$OUT/gradle"
API="$CACHE/api"
SO="$OUT/lib$LIBRARY.so"

JAVA_DEBS="$PKG/java/usr/share/java"
JACKSON="$JAVA_DEBS/jackson-databind.jar:$JAVA_DEBS/jackson-core.jar:$JAVA_DEBS/jackson-annotations.jar"
API23="$PKG/api23/usr/share/java/com.android.android-23.jar"
JUNIT="$JAVA_DEBS/junit4.jar:$JAVA_DEBS/hamcrest.jar"

# cargo_for TARGET COMMAND ARGUMENT...: cargo COMMAND with the toolchain, the wrappers, and build-std if needed
cargo_for() {
  local target="$1" command="$2" std=() key
  shift 2
  cd "$GATE_SRC_TAURI"
  case " $MG_PREBUILT " in
    *" $target "*) ;;
    *) std=(-Zbuild-std=std,panic_unwind); export RUSTC_BOOTSTRAP=1 ;;
  esac
  key="${target//-/_}"
  export "AR_$key=$KIT/wrap/ar"
  case "$target" in
    *android*)
      export PATH="$MG_SYSROOT/bin:$CACHE/bin:$PATH"
      export "CC_$key=$CACHE/bin/$target-clang" "CARGO_TARGET_${key^^}_LINKER=$KIT/wrap/android-link"
      mkdir -p "$WRY_ANDROID_KOTLIN_FILES_OUT_DIR" "$TAURI_ANDROID_PROJECT_PATH/app" ;;
    *apple*)
      export PATH="$MG_SYSROOT/bin:$CACHE/bin-ios:$PATH" SDKROOT="$CACHE/empty-sdk"
      export "CC_$key=$KIT/wrap/ios-clang"
      mkdir -p "$SDKROOT" ;;
  esac
  cargo "$command" --locked --config profile.dev.package.libsqlite3-sys.opt-level=0 --target "$target" "${std[@]}" "$@"
}

# sources EXTENSION FOLDER...: sets the array files, without the generated sources inside the checkout
# (they come from the build)
sources() {
  local ext="$1"; shift
  mapfile -t files < <(find "$@" -name "*.$ext" -not -path "*/gen/android/*/generated/*" | sort)
}

step_toolchain() { bash "$KIT/toolchain.sh"; }
step_stublib() { PATH="$MG_SYSROOT/bin:$PATH" python3 "$KIT/mkstubs.py"; }
step_clippy() { cargo_for "$1" clippy --lib -- -D warnings; }
step_gradle() { python3 "$KIT/gradle.py" "$GATE_SRC_TAURI/gen/android" "$TAURI_ANDROID_PROJECT_PATH" "$NATIVE/android" "$DOOR"; }
step_elf() { python3 "$KIT/elfcheck.py" "$SO"; }

step_link() {
  cargo_for "$LINK_TARGET" rustc --lib --crate-type cdylib
  ln -f "$TARGET/$LINK_TARGET/debug/lib$LIBRARY.so" "$SO"
  ls -l "$SO"
}

step_resources() { # compiles res/, merges the manifests, links, writes R.java for the app and for the native door
  local aapt="$KIT/wrap/aapt2" o="$OUT/resources"
  rm -rf "$o"; mkdir -p "$o/java"
  "$aapt" compile --dir "$MAIN/res" -o "$o/app.zip"
  "$aapt" compile --dir "$PLUGIN/res" -o "$o/door.zip"
  "$aapt" compile --dir "$KIT/stubs/res" -o "$o/stubs.zip"
  python3 "$KIT/manifest.py" "$o/AndroidManifest.xml" "$PACKAGE" "$MAIN/AndroidManifest.xml" "$DOOR" "$PLUGIN/AndroidManifest.xml"
  "$aapt" link -I "$PKG/aapt/usr/share/android-framework-res/framework-res.apk" \
    --manifest "$o/AndroidManifest.xml" --min-sdk-version "$MIN_SDK" --target-sdk-version 34 \
    --auto-add-overlay --extra-packages "$DOOR" --java "$o/java" -o "$o/app.apk" "$o/app.zip" "$o/door.zip" "$o/stubs.zip"
}

step_api() { # signature file -> class files, twice (throwing and default bodies)
  local o="$API" made
  made=$(cat "$KIT/java/StubGen.java" "$PKG/framework/VERSION" "$PKG/framework/current.txt" | cksum)
  if [ "$(cat "$o/.made" 2>/dev/null)" = "$made" ]; then echo "made already"; return; fi
  rm -rf "$o"; mkdir -p "$o/classes"
  javac -nowarn -cp "$PKG/kotlin-jars/*" -d "$o/classes" "$KIT/java/StubGen.java"
  java -cp "$o/classes:$PKG/kotlin-jars/*" StubGen "$o/android.jar" throw "$PKG/framework/current.txt"
  java -cp "$o/classes:$PKG/kotlin-jars/*" StubGen "$o/android-default.jar" default "$PKG/framework/current.txt"
  echo "$made" >"$o/.made"
}

step_stubs() { # androidx and the other Java stubs, BuildConfig and R of the app
  local o="$OUT/stubs" files
  rm -rf "$o"; mkdir -p "$o/classes" "$o/java/$PACKAGE_PATH"
  cat >"$o/java/$PACKAGE_PATH/BuildConfig.java" <<END
package $PACKAGE;

public final class BuildConfig {
  public static final boolean DEBUG = Boolean.parseBoolean("true");
}
END
  sources java "$KIT/stubs/java" "$o/java" "$OUT/resources/java"
  javac -nowarn -proc:none --release 8 -Xlint:-options -cp "$API/android.jar:$API23:$JACKSON" \
    -d "$o/classes" "${files[@]}"
}

step_kotlinc() { # tauri, wry, plugins, the native door and the app's own sources in one compilation
  local dirs=() files tauri generated
  tauri=$(PATH="$MG_SYSROOT/bin:$PATH" python3 "$KIT/crates.py" "$LINK_TARGET")
  generated="$TARGET/generated-kotlin"
  [ -n "$(find "$generated" -name '*.kt')" ] || {
    echo "no generated Kotlin: remove $TARGET and run the clippy step again"; return 1; }
  while read -r d; do dirs+=("$d"); done <<<"$tauri"
  sources kt "$KIT/stubs/kotlin" "$generated" "$MAIN/java" "$PLUGIN/java" "${dirs[@]}"
  rm -rf "$OUT/classes"; mkdir -p "$OUT/classes"
  "$KIT/wrap/kotlinc" "$OUT/stubs/classes:$API/android.jar:$API23:$JACKSON" "$OUT/classes" \
    -module-name app "${files[@]}"
  echo "${#files[@]} source files, $(find "$OUT/classes" -name '*.class' | wc -l) classes"
}

step_jni() { python3 "$KIT/jnicheck.py" "$SO" "$OUT/classes"; }
step_names() { python3 "$KIT/names.py" "$OUT/resources/AndroidManifest.xml" "$OUT/classes:$OUT/stubs/classes:$API/android.jar:$API23" "$NATIVE/src" "$GATE_SRC_TAURI/src"; }

step_junit() { # tests see the default-returning API; JUnit and org.json stand in front of the stubs of both
  local files cp tests
  sources kt "$NATIVE/android/src/test/java"
  cp="$JUNIT:$OUT/classes:$OUT/stubs/classes:$JAVA_DEBS/json-android.jar:$API/android-default.jar:$API23:$JACKSON"
  rm -rf "$OUT/tests"; mkdir -p "$OUT/tests"
  "$KIT/wrap/kotlinc" "$cp" "$OUT/tests" -module-name test -Xfriend-paths="$OUT/classes" "${files[@]}"
  tests=$(cd "$OUT/tests" && find . -name '*Test.class' -o -name '*Tests.class' | sed 's,^\./,,; s,\.class$,,; s,/,.,g' | sort)
  [ -n "$tests" ] || { echo "no class named *Test or *Tests"; return 1; }
  # shellcheck disable=SC2086 # a list of names
  java -cp "$OUT/tests:$cp:$(echo "$PKG"/kotlin-jars/kotlin-stdlib-[0-9]*.jar)" org.junit.runner.JUnitCore $tests
}

step_swift() { PYTHONPATH="$PKG/swift" python3 "$KIT/swift.py" "$HEADER" "$NATIVE/ios"; }

step_swiftc() { bash "$KIT/swiftc.sh" "$NATIVE/ios" "$OUT/swift"; }

# The cheap ones first, so that a slip in Kotlin is told before the long builds; what needs the library comes after it.
steps="toolchain stublib clippy:$LINK_TARGET gradle resources api stubs kotlinc names junit swift swiftc link elf jni"
for t in $ANDROID_TARGETS $IOS_TARGETS; do [ "$t" = "$LINK_TARGET" ] || steps="$steps clippy:$t"; done
if [ $# -gt 0 ]; then steps="$*"; fi

MG_PREBUILT= MG_SYSROOT=
failed=()
for step in $steps; do
  name="${step/:aarch64-linux-android/:arm64}"; name="${name/:armv7-linux-androideabi/:armv7}"; name="${name/:aarch64-apple-ios/:ios}"
  log="$LOG/${step/:/-}.log"
  case "$step" in
    clippy:*) run=(step_clippy "${step#clippy:}") ;;
    *) run=("step_$step") ;;
  esac
  declare -F "${run[0]}" >/dev/null || { echo "no step $step; the steps are: $steps" >&2; exit 2; }
  if [ "$step" != toolchain ]; then
    [ -f "$CACHE/toolchain.env" ] || { echo "$step: run the step toolchain first" >&2; exit 1; }
    . "$CACHE/toolchain.env"
  fi
  timed "$name" "$log" "${run[@]}"
  if [ $? -ne 0 ]; then
    failed+=("$step")
    tail -n 12 "$log" | cut -c 1-400 | sed 's/^/    | /'
    echo "    all of it: $log"
  fi
done
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}"; exit 1; }
