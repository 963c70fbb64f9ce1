#!/bin/bash
# Gets every package the gate needs into $GATE_CACHE through apt-get, pip and npm.
# Idempotent: a finished part leaves a stamp and is skipped next time.
# Usage: fetch.sh [PART...]     parts: apt zig kotlin swift swiftc java api23 aapt framework rust-src npm
set -u
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
APT="$CACHE/apt"
DL="$CACHE/download"
LOG="$CACHE/log"
mkdir -p "$APT" "$DL" "$PKG" "$LOG"

die() { echo "$*" >&2; exit 1; }
apt_get() { apt-get -q -c "$APT/apt.conf" "$@"; }
apt_cache() { apt-cache -c "$APT/apt.conf" "$@"; }

# The archive that this system already uses for Debian, or $GATE_DEBIAN_MIRROR.
mirror() {
  if [ -n "${GATE_DEBIAN_MIRROR:-}" ]; then echo "$GATE_DEBIAN_MIRROR"; return; fi
  local all
  all=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)')
  { awk '$1 == "Debian" && $2 !~ /security/ { print $2 }' <<<"$all"
    awk '$NF ~ /\/debian\/?$/ { print $NF }' <<<"$all"; } | sed -n 1p
}

part_apt() {
  local m s keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  m=$(mirror)
  [ -n "$m" ] || die "no Debian archive found in the apt configuration: set GATE_DEBIAN_MIRROR"
  [ -r "$keyring" ] || die "missing $keyring (package debian-archive-keyring)"
  mkdir -p "$APT"/state/lists/partial "$APT"/cache/archives/partial "$APT"/etc
  : >"$APT/state/status" # an empty system: nothing is installed
  : >"$APT/etc/sources.list"
  for s in $DEBIAN_SUITES; do
    echo "deb [arch=amd64 signed-by=$keyring] $m $s main" >>"$APT/etc/sources.list"
  done
  echo "deb-src [signed-by=$keyring] $m $DEBIAN_SUITE main" >>"$APT/etc/sources.list"
  cat >"$APT/apt.conf" <<END
Dir::State "$APT/state";
Dir::State::status "$APT/state/status";
Dir::Cache "$APT/cache";
Dir::Etc::sourcelist "$APT/etc/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "-";
Dir::Etc::preferencesparts "-";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
END
  apt_get update -o APT::Update::Error-Mode=any
}

# debs FOLDER PACKAGE...: downloads and unpacks (does not install)
debs() {
  local to="$1" f; shift
  rm -rf "$to" "$DL/part"; mkdir -p "$to" "$DL/part"
  ( cd "$DL/part" && apt_get download "$@" )
  for f in "$DL"/part/*.deb; do dpkg-deb -x "$f" "$to"; basename "$f" >>"$to/VERSIONS"; done
  rm -rf "$DL/part"
}

# pip_part NAME VERSION PATTERN...: unpacks the files of a wheel that match one of the patterns
pip_part() {
  local name="$1" version="$2"; shift 2
  rm -rf "$DL/pip"; mkdir -p "$DL/pip"
  python3 -m pip download -q --no-deps --only-binary :all: -d "$DL/pip" "$name==$version"
  python3 - "$DL"/pip/*.whl "$PKG/$name" "$@" <<'END'
import fnmatch, shutil, sys, zipfile
wheel, to, patterns = sys.argv[1], sys.argv[2], sys.argv[3:]
shutil.rmtree(to, ignore_errors=True)
with zipfile.ZipFile(wheel) as z:
    names = [n for n in z.namelist() if any(fnmatch.fnmatch(n, p) for p in patterns)]
    z.extractall(to, names)
print(len(names), "files unpacked")
END
  rm -rf "$DL/pip"
}

part_zig() {
  pip_part ziglang "$ZIGLANG_VERSION" ziglang/zig 'ziglang/lib/include/*' 'ziglang/lib/libunwind/*' \
    'ziglang/lib/libc/include/*-linux-musl/*' 'ziglang/lib/libc/include/*-linux-any/*' \
    'ziglang/lib/libc/include/generic-musl/*' 'ziglang/lib/libc/include/any-linux-any/*' \
    'ziglang/lib/libc/include/any-darwin-any/*'
  chmod +x "$PKG/ziglang/ziglang/zig"
  "$PKG/ziglang/ziglang/zig" version
}

part_kotlin() {
  pip_part kotlin-jupyter-kernel "$KOTLIN_KERNEL_VERSION" 'run_kotlin_kernel/jars/*' '*/run_kotlin_kernel/jars/*'
  local jars
  jars=$(find "$PKG/kotlin-jupyter-kernel" -type d -name jars | sed -n 1p)
  ls "$jars"/kotlin-stdlib-*.jar
  ln -sfn "$jars" "$PKG/kotlin-jars"
}

# Swift's grammar and the parser for it, for the python in use
part_swift() {
  pip_part tree-sitter "$TREE_SITTER_VERSION" 'tree_sitter/*'
  pip_part tree-sitter-swift "$TREE_SITTER_SWIFT_VERSION" 'tree_sitter_swift/*'
  rm -rf "$PKG/swift"; mkdir -p "$PKG/swift"
  mv "$PKG/tree-sitter/tree_sitter" "$PKG/tree-sitter-swift/tree_sitter_swift" "$PKG/swift/"
  PYTHONPATH="$PKG/swift" python3 -c 'import tree_sitter, tree_sitter_swift'
}

# Of the compiler's package (444 MB, 2 GB unpacked) only what checks and builds for this machine
part_swiftc() {
  local lib=./usr/libexec/swift/lib f
  rm -rf "$PKG/swiftc" "$DL/part"; mkdir -p "$PKG/swiftc" "$DL/part"
  ( cd "$DL/part" && apt_get download "${DEBIAN_SWIFT[@]/%//$DEBIAN_SUITE}" )
  for f in "$DL"/part/*.deb; do
    case "$(basename "$f")" in
      swiftlang_*)
        dpkg-deb --fsys-tarfile "$f" | tar -x -C "$PKG/swiftc" --wildcards ./usr/libexec/swift/bin/swift-frontend \
          "$lib/clang/*/include/*" "$lib/swift/linux/*" "$lib/swift/[!lehp]*" ;;
      *) dpkg-deb -x "$f" "$PKG/swiftc" ;;
    esac
    basename "$f" >>"$PKG/swiftc/VERSIONS"
  done
  rm -rf "$DL/part"
  "$KIT/wrap/swift-frontend" -version
}

part_java() { debs "$PKG/java" "${DEBIAN_JAVA[@]/%//$DEBIAN_SUITE}"; }
part_api23() { debs "$PKG/api23" "$DEBIAN_API23"; ls "$PKG"/api23/usr/share/java/com.android.android-23.jar; }
part_aapt() { debs "$PKG/aapt" "${DEBIAN_AAPT[@]/%//$DEBIAN_SUITE}"; "$KIT/wrap/aapt2" version; }

part_framework() {
  rm -rf "$DL/src" "$PKG/framework"; mkdir -p "$DL/src" "$PKG/framework"
  ( cd "$DL/src" && apt_get source --download-only --tar-only "$DEBIAN_FRAMEWORK_SOURCE" )
  local tar
  tar=$(ls "$DL"/src/*.orig.tar.xz | sed -n 1p)
  basename "$tar" >"$PKG/framework/VERSION"
  tar -xJf "$tar" -C "$PKG/framework" --wildcards '*core/api/current.txt'
  mv "$(find "$PKG/framework" -path '*core/api/current.txt' | sed -n 1p)" "$PKG/framework/current.txt"
  find "$PKG/framework" -mindepth 1 -type d -exec rm -rf {} +
  rm -rf "$DL/src"
}

part_rust-src() {
  local release missing t sysroot version
  cd "$GATE_SRC_TAURI"
  release=$(rustc -vV | sed -n 's/^release: //p')
  sysroot=$(rustc --print sysroot)
  missing=
  for t in $ANDROID_TARGETS $IOS_TARGETS; do [ -d "$sysroot/lib/rustlib/$t/lib" ] || missing="$missing $t"; done
  if [ -z "$missing" ]; then echo "all targets installed: not needed"; return; fi
  if [ -d "$sysroot/lib/rustlib/src/rust/library" ]; then echo "rust-src is in the toolchain: not needed"; return; fi
  version=$(apt_cache madison "$DEBIAN_RUST_SRC" | awk -F'|' '{ gsub(/ /, "", $2); print $2 }' | grep -F -- "$release+" | sed -n 1p)
  if [ -z "$version" ]; then
    echo "no Debian rust-src for rustc $release; offered:"
    apt_cache madison "$DEBIAN_RUST_SRC"
    die "use one of these rustc versions, or install the rustup component rust-src or the rustup targets"
  fi
  debs "$PKG/rust-src" "$DEBIAN_RUST_SRC=$version"
  [ -d "$PKG/rust-src/usr/src/rustc-$release/library" ] || die "unexpected layout of rust-src $version"
  ln -sfn "usr/src/rustc-$release" "$PKG/rust-src/current"
  echo "$release" >"$PKG/rust-src/RELEASE"
}

# npm_unpack FOLDER PACKAGE@VERSION
npm_unpack() {
  rm -rf "$DL/npm" "$1"; mkdir -p "$DL/npm" "$1"
  ( cd "$DL/npm" && npm pack --silent "$2" )
  tar -xzf "$DL"/npm/*.tgz -C "$1" --strip-components=1
  rm -rf "$DL/npm"
}
part_npm() {
  local p
  for p in "${NPM_BINARIES[@]}"; do npm_unpack "$PKG/npm/${p//[@\/]/_}" "$p"; done
}
declare -A why=(
  [apt]="package lists of $DEBIAN_SUITES; without them no Debian package below"
  [swift]="parser of Swift; without it no swift step"
  [swiftc]="Swift's compiler; without it no swiftc step"
  [zig]="C compiler; without it no crate with C code builds for the targets"
  [kotlin]="Kotlin compiler; without it no kotlinc, jni, junit step"
  [java]="jackson, org.json, junit4; without them no kotlinc and junit step"
  [api23]="optional: Android packages outside frameworks/base"
  [aapt]="aapt2; without it no resources step"
  [framework]="API signatures; without them no kotlinc step"
  [rust-src]="sources of std; without them (and without installed targets) no Rust step"
  [npm]="symbol names of real Android binaries; without them the link step knows fewer names"
)
parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(apt zig kotlin swift swiftc java api23 aapt framework rust-src npm)
case " ${parts[*]} " in # the Debian parts need the package lists
  *" apt "*) ;;
  *" swiftc "* | *" java "* | *" api23 "* | *" aapt "* | *" framework "* | *" rust-src "*) parts=(apt "${parts[@]}") ;;
esac
pins=$(declare -p ZIGLANG_VERSION KOTLIN_KERNEL_VERSION TREE_SITTER_VERSION TREE_SITTER_SWIFT_VERSION NPM_BINARIES DEBIAN_SUITES DEBIAN_SUITE \
  DEBIAN_JAVA DEBIAN_SWIFT DEBIAN_API23 DEBIAN_AAPT DEBIAN_FRAMEWORK_SOURCE DEBIAN_RUST_SRC ANDROID_TARGETS IOS_TARGETS | cksum)
failed=()
for part in "${parts[@]}"; do
  [ -n "${why[$part]:-}" ] || die "unknown part: $part"
  stamp="$PKG/.done-$part"
  key="$pins"
  if [ "$part" = rust-src ]; then # depends on the compiler in use
    key="$pins $(cd "$GATE_SRC_TAURI" && rustc -V && rustc --print sysroot)"
  fi
  if [ "$(cat "$stamp" 2>/dev/null)" = "$key" ]; then printf '%-16s already there\n' "$part"; continue; fi
  timed "$part" "$LOG/fetch-$part.log" "part_$part" # not inside "if": that would switch off set -e
  if [ $? -eq 0 ]; then
    echo "$key" >"$stamp"
  else
    failed+=("$part")
    rm -f "$stamp" "$PKG/.done-apt" # next time with fresh package lists
    sed 's/^/    | /' "$LOG/fetch-$part.log" | tail -n 5
  fi
done
if [ ${#failed[@]} -gt 0 ]; then
  echo "NOT FETCHED:"
  for part in "${failed[@]}"; do echo "  $part: ${why[$part]}; log: $LOG/fetch-$part.log"; done
  exit 1
fi
echo "all parts fetched: $(du -sh "$CACHE" | cut -f1) in $CACHE"
