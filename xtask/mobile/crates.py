#!/usr/bin/env python3
"""Prints where packages of the app's dependency graph lie.

crates.py dir NAME TARGET     folder of the newest version of crate NAME
crates.py kotlin TARGET       Kotlin folders of tauri and of tauri plugins (android/src/main) in the graph
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
    found = [(tuple(int(x) for x in v.split("-")[0].split("+")[0].split(".")), d) for n, v, d in packages(target) if n == name]
    return max(found)[1] if found else None


def kotlin_dirs(target):
    result = []
    for name, _, d in packages(target):
        folder = os.path.join(d, "mobile/android/src/main" if name == "tauri" else "android/src/main")
        if (name == "tauri" or name.startswith("tauri-plugin-")) and os.path.isdir(folder):
            result.append(folder)
    return result


if __name__ == "__main__":
    if sys.argv[1] == "dir":
        print(crate_dir(sys.argv[2], sys.argv[3]) or sys.exit(f"no crate {sys.argv[2]} in the graph"))
    elif sys.argv[1] == "kotlin":
        print("\n".join(kotlin_dirs(sys.argv[2])))
    else:
        sys.exit(__doc__)
