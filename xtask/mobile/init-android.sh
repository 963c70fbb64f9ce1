#!/bin/bash
# Writes src-tauri/gen/android again: Tauri's template, the icons of icons/source.svg, and what is ours in it as it stands.
# On an unchanged checkout nothing differs afterwards. With a newer Tauri, look at the difference and keep what is wanted.
# The CLI only looks for an SDK folder with ndk/*/source.properties, so a pretended one is enough.
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
tauri() { npm run --silent --prefix "$GATE_PROJECT" tauri -- "$@"; }
export ANDROID_HOME="$CACHE/fake-sdk"
export NDK_HOME="$ANDROID_HOME/ndk/27.0.1"
mkdir -p "$NDK_HOME"
echo "Pkg.Revision = 27.0.12077973" >"$NDK_HOME/source.properties"

cd "$GATE_SRC_TAURI/gen/android"
ours="$CACHE/ours"
rm -rf "$ours"; mkdir -p "$ours"
cp -a --parents app/build.gradle.kts app/src/main/AndroidManifest.xml app/src/main/res/values app/src/main/res/values-ur \
  "app/src/main/java/${PACKAGE//.//}/MainActivity.kt" "$ours"
cd "$GATE_PROJECT"
tauri android init --ci --skip-targets-install

cd "$GATE_SRC_TAURI/gen/android"
# Not wanted of the template: a greeting, its colours, a way for other apps into our files.
rm -rf app/src/main/res/{layout,drawable,drawable-v24,values-night} app/src/main/res/values/colors.xml \
  app/src/main/res/xml app/src/main/res/mipmap-* app/proguard-rules.pro
tauri icon "$GATE_PROJECT/icons/source.svg" -o "$CACHE/icons" >/dev/null
cp -r "$CACHE"/icons/android/* app/src/main/res/
cp -a "$ours/." .
git -C "$GATE_PROJECT" status --short src-tauri/gen
