#!/bin/bash
# Swift's compiler over the iOS side, with stubs/swift in place of Apple's frameworks.
# Usage: swiftc.sh IOS_DIR OUT_DIR                     type-checks the app and its widget, and runs the tests
#        swiftc.sh IOS_DIR OUT_DIR LIBRARY_DIR DRIVE   builds OUT_DIR/drive: the app over the real door, with DRIVE as its beginning
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
ios="$1" out="$2" library="${3:-}" drive="${4:-}"
stubs="$KIT/stubs/swift"
runtime="$PKG/swiftc/usr/libexec/swift/lib/swift/linux"
# Each stands on those before it. DarwinFoundation is a module of ours that is there without an import.
modules="DarwinFoundation Darwin os AudioToolbox Network UserNotifications BackgroundTasks CoreLocation Security AVFoundation
  UIKit MessageUI SwiftUI WidgetKit AppIntents"
rm -rf "$out"; mkdir -p "$out"

sources() { find "$@" -name '*.swift' | sort; }
swift() { "$KIT/wrap/swift-frontend" "$@" -module-cache-path "$CACHE/swift-modules" -I "$out"; }
# Stricter than the project, whose language is Swift 5: what a later Xcode says is less then.
ours() { swift "$@" -import-module DarwinFoundation -swift-version 6 -warnings-as-errors; }
linked() { # linked NAME OBJECT...: with Swift's libraries, which are younger than this system's
  local name="$1"; shift
  cc -o "$out/$name" "$runtime/x86_64/swiftrt.o" "$@" -L "$runtime" -lFoundation -lFoundationEssentials -ldispatch -lBlocksRuntime \
    -lswiftDispatch -lswiftGlibc -lswift_Concurrency -lswift_StringProcessing -lswiftSwiftOnoneSupport -lswiftCore -lm \
    -Wl,--unresolved-symbols=ignore-in-shared-libs
}

for module in $modules; do
  beside=(-import-module DarwinFoundation)
  [ "$module" != DarwinFoundation ] || beside=()
  # Enums of Apple's libraries may grow: so may these.
  swift -c "$stubs/$module.swift" -module-name "$module" -parse-as-library -enable-library-evolution -suppress-warnings \
    "${beside[@]}" -emit-module-path "$out/$module.swiftmodule" -o "$out/$module.o"
done

door=(-I "$ios/Sources/HifazatDoor/include" -import-objc-header "$ios/Sources/App/Entry.h")
mapfile -t shared < <(sources "$ios/Sources/Shared")
mapfile -t app < <(sources "$ios/Sources/App")
if [ -n "$library" ]; then
  mapfile -t app < <(sources "$ios/Sources/App" | grep -v /main.swift)
  ours -c -module-name Numbers -parse-as-library "${door[@]}" -o "$out/Numbers.o" "${app[@]}" "${shared[@]}" "$drive"
  linked drive "$out"/*.o -L "$library" -lhifazat_app
  exit
fi

ours -typecheck -module-name Numbers "${door[@]}" "${app[@]}" "${shared[@]}"
mapfile -t widget < <(sources "$ios/Sources/Widget")
ours -typecheck -module-name ListWidget -parse-as-library "${widget[@]}" "${shared[@]}"
echo "the app's ${#app[@]} files, the widget's ${#widget[@]} and ${#shared[@]} of both type-check"

# The tests stand in one module with what they test: it needs no door, and of the system only values.
tested=("$ios"/Sources/App/{Answers,Clip,Facts,Followed,Howl,Keychain,Reading,Session,TwoTaps,Words}.swift)
mapfile -t tests < <(sources "$ios/Tests")
ours -c -module-name Tests -o "$out/Tests.o" "${tested[@]}" "${tests[@]}"
linked tests "$out"/*.o
"$KIT/wrap/swift-run" "$out/tests"
