#!/bin/bash
# Prepares the Rust toolchain and the compiler wrappers; writes $GATE_CACHE/toolchain.env.
#  1. If rustup (or the distribution) has installed all wanted targets, the active toolchain is used as it is.
#  2. Else, if it has the component rust-src, it is used with -Zbuild-std.
#  3. Else a hard-linked copy of it gets Debian's rust-src (fetch.sh) and is used with -Zbuild-std.
# The active toolchain itself is never changed.
set -eu
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

[ -x "$PKG/ziglang/ziglang/zig" ] || { echo "ziglang is missing: run fetch.sh" >&2; exit 1; }

cd "$GATE_SRC_TAURI" # a rust-toolchain.toml there counts
sysroot=$(rustc --print sysroot)
release=$(rustc -vV | sed -n 's/^release: //p')
host=$(rustc -vV | sed -n 's/^host: //p')

installed=
if command -v rustup >/dev/null; then installed=$(rustup target list --installed 2>/dev/null || true); fi
prebuilt= missing=
for t in $ANDROID_TARGETS $IOS_TARGETS; do
  if grep -qx -- "$t" <<<"$installed" || [ -d "$sysroot/lib/rustlib/$t/lib" ]; then
    prebuilt="$prebuilt $t"
  else
    missing="$missing $t"
  fi
done

if [ -z "$missing" ]; then
  how="installed targets"
elif [ -d "$sysroot/lib/rustlib/src/rust/library" ]; then
  how="build-std with the component rust-src"
else
  src="$PKG/rust-src/current"
  [ -d "$src/library" ] || { echo "rust-src is missing: run fetch.sh" >&2; exit 1; }
  have=$(cat "$PKG/rust-src/RELEASE")
  [ "$have" = "$release" ] || { echo "rust-src is $have but rustc is $release: they must be equal; run fetch.sh" >&2; exit 1; }
  copy="$CACHE/toolchain"
  if [ "$(cat "$copy/.from" 2>/dev/null)" != "$sysroot $release" ]; then
    rm -rf "$copy"
    mkdir -p "$copy"
    for d in bin lib libexec etc; do
      [ -d "$sysroot/$d" ] || continue
      cp -al "$sysroot/$d" "$copy/" 2>/dev/null || { rm -rf "${copy:?}/$d"; cp -a "$sysroot/$d" "$copy/"; }
    done
    mkdir -p "$copy/lib/rustlib/src"
    echo "$sysroot $release" >"$copy/.from"
  fi
  ln -sfn "$(cd "$src" && pwd -P)" "$copy/lib/rustlib/src/rust"
  sysroot="$copy"
  how="build-std with Debian's rust-src in a hard-linked copy"
fi

lld="$sysroot/lib/rustlib/$host/bin/gcc-ld/ld.lld"
[ -x "$lld" ] || { echo "no ld.lld in the toolchain: $lld" >&2; exit 1; }

# wrappers under the names that cc-rs looks for
mkdir -p "$CACHE/bin" "$CACHE/bin-ios"
for n in $ANDROID_TARGETS; do
  ln -sfn "$KIT/wrap/android-clang" "$CACHE/bin/$n-clang"
done
ln -sfn "$KIT/wrap/xcrun" "$CACHE/bin-ios/xcrun"

cat >"$CACHE/toolchain.env" <<END
MG_SYSROOT="$sysroot"
MG_PREBUILT="$prebuilt"
export GATE_LLD="$lld"
END
"$sysroot/bin/rustc" -V
echo "$how; prebuilt:${prebuilt:- none}"
