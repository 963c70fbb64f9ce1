#!/usr/bin/env python3
"""jnicheck.py LIB.so CLASS_DIR...: compares "external fun" of the classes with the library's Java_* exports.

An external fun without export fails (it would be an UnsatisfiedLinkError at the first call), and so does an export of
ours without external fun; one of a library's is only reported. Names are compared, not parameter types.
"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from elf import Elf


def mangle(name):
    out = ""
    for c in name:
        if c == ".":
            out += "_"
        elif c == "_":
            out += "_1"
        elif c.isascii() and c.isalnum():
            out += c
        else:
            out += f"_0{ord(c):04x}"
    return out


def natives(folders):
    files = [os.path.join(d, f) for folder in folders for d, _, fs in os.walk(folder) for f in fs if f.endswith(".class")]
    result = set()
    for i in range(0, len(files), 100):
        text = subprocess.run(["javap", "-p"] + files[i:i + 100], check=True, stdout=subprocess.PIPE, text=True).stdout
        current = None
        for line in text.splitlines():
            m = re.match(r".*?\b(?:class|interface) ([\w.$]+)", line)
            if m and line.rstrip().endswith("{"):
                current = m.group(1)
            m = re.match(r"\s+.*\bnative\b.* ([\w$]+)\(", line)
            if m:
                result.add(f"Java_{mangle(current)}_{mangle(m.group(1))}")
    return result


exports = {n for n in Elf(sys.argv[1]).exports() if n.startswith("Java_")}
plain = {n.split("__")[0] for n in exports}  # Java_a_b__I is the overloaded form of Java_a_b
kotlin = natives(sys.argv[2:])
lost = sorted(kotlin - exports - plain)
unused = sorted(n for n in exports if n not in kotlin and n.split("__")[0] not in kotlin)
print(f"{len(kotlin)} external funs, {len(exports)} exports")
print("external fun without export:", lost or "none")
print("export without external fun:", unused or "none")
ours = [n for n in unused if n.startswith("Java_pk_useful_door_")]
sys.exit(bool(lost or ours))
