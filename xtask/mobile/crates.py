#!/usr/bin/env python3
"""crates.py TARGET: prints the Kotlin folders of tauri and of the tauri plugins in the app's dependency graph.

Others import `crate_dir`.
"""
import json
import os
import subprocess
import sys


def packages(target):
    out = subprocess.run(
        ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target],
        cwd=os.environ["GATE_SRC_TAURI"], check=True, stdout=subprocess.PIPE).stdout
    meta = json.loads(out)
    used = {n["id"] for n in meta["resolve"]["nodes"]}
    return [(p["name"], p["version"], os.path.dirname(p["manifest_path"])) for p in meta["packages"] if p["id"] in used]


def crate_dir(name, target):
    """The folder of its newest version in the graph."""
    found = [(tuple(int(x) for x in v.split("-")[0].split("+")[0].split(".")), d) for n, v, d in packages(target) if n == name]
    return max(found)[1] if found else None


def kotlin_dirs(target):
    for name, _, d in packages(target):
        folder = os.path.join(d, "mobile/android/src/main" if name == "tauri" else "android/src/main")
        if (name == "tauri" or name.startswith("tauri-plugin-")) and os.path.isdir(folder):
            yield folder


if __name__ == "__main__":
    print("\n".join(kotlin_dirs(sys.argv[1])))
