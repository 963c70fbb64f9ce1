#!/usr/bin/env python3
"""names.py MANIFEST CLASS_DIR[:CLASS_DIR...] RUST_DIR...: names that stand in text must be there in the compiled classes.

1. Every activity, service, receiver and provider of the merged manifest is a class, and of the right kind.
2. Every class that our Rust names as text, "pk/useful/…/Name" or "pk.useful.….Name" (for the Java machine) or the two
   arguments of `register_android_plugin`, is a class; and every method that it names, as a text followed by a descriptor
   ("finish", "(J)V"), is a method of one of the classes that the same file names, with these very types.
"""
import glob
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

ANDROID = "{http://schemas.android.com/apk/res/android}"
KINDS = {"activity": "android.app.Activity", "service": "android.app.Service", "receiver": "android.content.BroadcastReceiver",
         "provider": "android.content.ContentProvider"}
OURS = re.compile(r'"((?:pk|app)[./](?:\w+[./])+[A-Z]\w*)"')
PLUGIN = re.compile(r'register_android_plugin\(\s*"([\w.]+)"\s*,\s*"(\w+)"')
METHOD = re.compile(r'"(\w+|<init>)"\s*,\s*"(\([^"\s]*\)[^"\s]+)"')


def class_file(folders, name):
    found = [f for f in (os.path.join(d, name.replace(".", "/") + ".class") for d in folders) if os.path.exists(f)]
    return found[0] if found else None


def javap(*arguments):
    return subprocess.run(["javap", "-p", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def kinds(folders, name):
    """The class and all above it that are among our own."""
    chain = []
    while name:
        chain.append(name)
        path = class_file(folders, name)
        above = re.search(r" extends ([\w.$]+)", javap(path)) if path else None
        name = above.group(1) if above else None
    return chain


def of_the_manifest(path, folders, problems):
    count = 0
    for tag, kind in KINDS.items():
        for element in ET.parse(path).getroot().iter(tag):
            name = element.get(ANDROID + "name")
            count += 1
            if not class_file(folders, name):
                problems.append(f"{tag} {name} of the manifest is no class")
            elif not any(above.split(".")[-1].endswith(kind.split(".")[-1]) or above == kind for above in kinds(folders, name)) \
                    and not above_by_stub(folders, name, tag):
                problems.append(f"{name} stands in the manifest as a {tag}, but is none: {' < '.join(kinds(folders, name))}")
    return count


def above_by_stub(folders, name, tag):
    """Classes of the system that are themselves of the kind (a tile is a service, a widget is a receiver)."""
    known = {"service": {"TileService", "JobService"}, "receiver": {"AppWidgetProvider"}, "activity": set(), "provider": set()}
    return any(above.split(".")[-1] in known[tag] for above in kinds(folders, name))


def of_the_rust(folder, folders, problems):
    count = 0
    for path in glob.glob(folder + "/**/*.rs", recursive=True):
        text = open(path, encoding="utf-8").read()
        classes = [n.replace("/", ".") for n in OURS.findall(text)] + [f"{p}.{c}" for p, c in PLUGIN.findall(text)]
        methods = ""
        for name in classes:
            count += 1
            file = class_file(folders, name)
            if file:
                methods += javap("-s", file)
            else:
                problems.append(f"{path}: no class {name}")
        for name, descriptor in METHOD.findall(text) if classes else []:
            count += 1
            if not re.search(rf"\b{re.escape(name)}\([^)]*\)[^\n]*;\n\s+descriptor: {re.escape(descriptor)}\n", methods):
                problems.append(f"{path}: no method {name} with {descriptor} in {', '.join(classes)}")
    return count


manifest, folders, rust = sys.argv[1], sys.argv[2].split(":"), sys.argv[3:]
problems = []
named = of_the_manifest(manifest, folders, problems)
looked_up = sum(of_the_rust(folder, folders, problems) for folder in rust)
print(f"{named} classes named by the manifest, {looked_up} classes and methods named by Rust")
for problem in problems:
    print("PROBLEM:", problem)
sys.exit(bool(problems))
