#!/usr/bin/env python3
"""Builds $GATE_CACHE/stublib: stub libc, libm, libdl, liblog, libandroid for aarch64 Android.

They contain names only, no code, so that a link with "-z defs" rejects every symbol that Android is
not known to have. The names come from
  1. symbols that real, NDK-built binaries on npm import with the version LIBC* (pkg/npm),
  2. extern functions of crate libc's Android modules,
  3. crate ndk-sys (libandroid, liblog),
  4. a few by hand (HAND below).
Source 2 also holds names that exist only at higher API levels, so the list is plausible, not proof.
libunwind.a is compiled from the LLVM sources inside ziglang.
"""
import glob
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import crates
from elf import Elf

TARGET = "aarch64-linux-android"
CACHE = os.environ["GATE_CACHE"]
OUT = os.path.join(CACHE, "stublib")
ZIG = os.path.join(CACHE, "pkg/ziglang/ziglang")
CLANG = os.path.join(CACHE, "bin/aarch64-linux-android-clang")
AR = os.path.join(os.environ["GATE_KIT"], "wrap/ar")
LLD = os.environ["GATE_LLD"]

HAND = {"environ", "mremap", "recvfrom", "stderr"}
MATH = {"log", "pow", "exp", "sqrt", "floor", "ceil", "fmod", "sin", "cos", "log2", "log10", "fmodf", "powf", "hypot"}
DL = {"dlopen", "dlsym", "dlclose", "dlerror", "dladdr", "dl_iterate_phdr"}
MUSL_ONLY = {"__errno_location"}


def names_of_real_binaries():
    names = set()
    for f in glob.glob(CACHE + "/pkg/npm/**/*.node", recursive=True) + glob.glob(CACHE + "/pkg/npm/**/*.so", recursive=True):
        elf = Elf(f)
        if elf.machine == 183:  # EM_AARCH64
            names |= {s.name for s in elf.imports() if (s.version or "").startswith("LIBC")}
    return names


def names_of_crate_libc():
    src = os.path.join(crates.crate_dir("libc", TARGET), "src")
    files = [src + "/unix/mod.rs", src + "/unix/linux_like/mod.rs"]
    files += glob.glob(src + "/unix/linux_like/android/**/*.rs", recursive=True)
    names = set()
    for f in files:
        text = open(f, encoding="utf-8").read()
        names |= set(re.findall(r"pub (?:safe )?fn\s+(\w+)\s*\(", text))
        names |= set(re.findall(r'link_name\s*=\s*"([^"]+)"', text))
    return {n for n in names if "$" not in n and "@" not in n}


def names_of_ndk_sys():
    folder = crates.crate_dir("ndk-sys", TARGET)
    if not folder:
        return set()
    return set(re.findall(r"pub fn\s+(\w+)\s*\(", open(folder + "/src/ffi_aarch64.rs", encoding="utf-8").read()))


def run(*command):
    subprocess.run(command, check=True)


def stub_library(name, names):
    asm, obj = f"{OUT}/{name}.s", f"{OUT}/{name}.o"
    with open(asm, "w") as f:
        f.write(".text\n" + "".join(f'.globl "{n}"\n.type "{n}",@function\n"{n}":\n' for n in sorted(names)))
    run(CLANG, "-Wno-unused-command-line-argument", "-c", asm, "-o", obj)
    run(LLD, "-shared", "-soname", f"lib{name}.so", obj, "-o", f"{OUT}/lib{name}.so")
    print(f"lib{name}.so: {len(names)} names")


def libunwind():
    src, objects = ZIG + "/lib/libunwind/src", []
    for f in ("libunwind.cpp", "UnwindLevel1.c", "UnwindLevel1-gcc-ext.c", "UnwindRegistersSave.S", "UnwindRegistersRestore.S"):
        obj = f"{OUT}/unwind-{f}.o"
        language = ["-std=c++17", "-fno-exceptions", "-fno-rtti", "-nostdinc++"] if f.endswith("cpp") else []
        run(CLANG, *language, "-O1", "-fPIC", "-funwind-tables", "-DNDEBUG", "-D_LIBUNWIND_IS_NATIVE_ONLY",
            "-I", ZIG + "/lib/libunwind/include", "-c", f"{src}/{f}", "-o", obj)
        objects.append(obj)
    archive = OUT + "/libunwind.a"
    if os.path.exists(archive):
        os.remove(archive)
    run(AR, "rcs", archive, *objects)
    print("libunwind.a")


def main():
    os.makedirs(OUT, exist_ok=True)
    ndk = names_of_ndk_sys()
    real, crate = names_of_real_binaries(), names_of_crate_libc()
    print(f"names: {len(real)} of real binaries, {len(crate)} of crate libc, {len(ndk)} of ndk-sys")
    stub_library("c", (real | crate | HAND) - DL - MATH - MUSL_ONLY)
    stub_library("m", MATH)
    stub_library("dl", DL)
    stub_library("log", {n for n in ndk if n.startswith("__android_log")})
    stub_library("android", {n for n in ndk if n.startswith("A")})
    with open(OUT + "/empty.c", "w") as f:
        f.write("typedef int empty;\n")
    for crt in ("crtbegin_so.o", "crtend_so.o"):
        run(CLANG, "-c", OUT + "/empty.c", "-o", f"{OUT}/{crt}")
    libunwind()


if __name__ == "__main__":
    main()
