# Sourced by the other scripts: where things are and what the app is called. Everything is written under GATE_CACHE.
GATE_KIT="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
GATE_PROJECT="${GATE_PROJECT:-$(cd "$GATE_KIT/../.." && pwd)}" # mistakes.py checks a copy
GATE_SRC_TAURI="$GATE_PROJECT/src-tauri"
GATE_CACHE="${GATE_CACHE:-${CARGO_TARGET_DIR:-$GATE_PROJECT/target}/mobile}"
mkdir -p "$GATE_CACHE" || exit 2
GATE_CACHE="$(cd "$GATE_CACHE" && pwd)"
export GATE_KIT GATE_PROJECT GATE_SRC_TAURI GATE_CACHE
# Cargo, which starts us, points it at the active toolchain; a compiler of the copy would take that one's library for its own.
unset LD_LIBRARY_PATH
export PYTHONDONTWRITEBYTECODE=1 # nothing is written into the checkout
KIT="$GATE_KIT"
CACHE="$GATE_CACHE"
PKG="$CACHE/pkg"                   # unpacked packages
OUT="${GATE_OUT:-$CACHE/out}"      # what the steps make of this checkout
TARGET="${GATE_TARGET:-$CACHE/target}" # cargo's
. "$KIT/packages.sh"

PACKAGE=pk.useful.numbers                               # tauri.conf.json's identifier
LIBRARY=hifazat_app                                     # the library that Android loads: libhifazat_app.so
MIN_SDK=24
MAIN="$GATE_SRC_TAURI/gen/android/app/src/main"         # the app's manifest, resources and Kotlin
NATIVE="$GATE_PROJECT/crates/phone-native"              # the native door's
DOOR=pk.useful.door                                     # its namespace in build.gradle.kts
PLUGIN="$NATIVE/android/src/main"
HEADER="$NATIVE/ios/Sources/HifazatDoor/include"         # what Swift may call

# timed NAME LOG COMMAND...: runs it with its output in LOG, prints "NAME rc seconds", returns its status.
# Call it as a plain command and look at $? afterwards: in an "if" or "||" bash ignores set -e.
timed() {
  local name="$1" log="$2" start end rc
  shift 2
  start=$(date +%s%N)
  ( set -e; "$@" ) >"$log" 2>&1 </dev/null
  rc=$?
  end=$(( ($(date +%s%N) - start) / 100000000 ))
  printf '%-16s %s %4d.%ds\n' "$name" "$([ $rc -eq 0 ] && echo ok || echo FAILED)" $((end / 10)) $((end % 10))
  return $rc
}
