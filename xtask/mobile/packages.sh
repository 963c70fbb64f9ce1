# Sourced: names and versions of everything that is downloaded. Values can be set from outside.

# PyPI
: "${ZIGLANG_VERSION:=0.17.1}"               # clang 22, musl + kernel + Darwin headers, LLVM libunwind
: "${KOTLIN_KERNEL_VERSION:=0.19.0.944}"     # kotlin-jupyter-kernel: Kotlin compiler 2.4.0-dev and stdlib

: "${TREE_SITTER_VERSION:=0.26.1}"            # the parser, and its Swift grammar
: "${TREE_SITTER_SWIFT_VERSION:=0.7.4}"

# npm: real arm64 Android binaries; only the names of the libc symbols they import are read
NPM_BINARIES=(
  @rollup/rollup-android-arm64@4.67.4
  @napi-rs/canvas-android-arm64@1.0.11
)

# Debian. Suites are put in a private apt state; the system's apt is not touched.
: "${DEBIAN_SUITES:=trixie trixie-backports sid}"
: "${DEBIAN_SUITE:=trixie}"                  # suite of the packages below
DEBIAN_JAVA=(                                # class paths for Kotlin and JUnit
  libjackson2-core-java
  libjackson2-annotations-java
  libjackson2-databind-java
  libandroid-json-org-java                   # Android's org.json as runnable code
  junit4
  libhamcrest-java
)
DEBIAN_API23=libandroid-23-java              # sid: packages the signature file lacks (ConnectivityManager ...)
DEBIAN_AAPT=(                                # aapt2 with its libraries and its own ld.so
  aapt android-libaapt android-libandroidfw android-libbacktrace android-libbase
  android-libcutils android-liblog android-libutils android-libziparchive
  android-framework-res 7zip libc6 libexpat1 libbsd0 libmd0 libpng16-16t64
  libprotobuf32t64 libgcc-s1 libstdc++6 zlib1g
)
DEBIAN_SWIFT=(                               # Swift's compiler and its libraries for this machine, with their own ld.so
  swiftlang libswiftlang libc6 libgcc-s1 libstdc++6 libtinfo6 libuuid1 libzstd1 zlib1g
)
DEBIAN_FRAMEWORK_SOURCE=android-platform-frameworks-base   # source package with core/api/current.txt
DEBIAN_RUST_SRC=rust-src                     # must have exactly the version of rustc

# Targets
: "${ANDROID_TARGETS:=aarch64-linux-android armv7-linux-androideabi}"
: "${IOS_TARGETS:=aarch64-apple-ios}"
