#!/usr/bin/env python3
"""names.py MANIFEST CLASS_PATH RUST_DIR...: names that stand in text must be there in the compiled classes.

1. Every activity, service, receiver and provider of the merged manifest is a class, and of the right kind.
2. Every class that our Rust names as text, "pk/useful/…/Name" or "pk.useful.….Name" (for the Java machine) or the two
   arguments of `register_android_plugin`, is a class; and every method that it names, as a text followed by a descriptor
   ("finish", "(J)V"), is a method of one of the classes that the same file names, with these very types.

CLASS_PATH holds our own classes and the stubs of everything above them.
"""
import glob
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

ANDROID = "{http://schemas.android.com/apk/res/android}"
KINDS = {"activity": "android.app.Activity", "service": "android.app.Service", "receiver": "android.content.BroadcastReceiver",
         "provider": "android.content.ContentProvider"}
CLASS = re.compile(r'"((?:pk|app)[./](?:\w+[./])+[A-Z]\w*)"')
PLUGIN = re.compile(r'register_android_plugin\(\s*"([\w.]+)"\s*,\s*"(\w+)"')
METHOD = re.compile(r'"(\w+|<init>)"\s*,\s*"(\([^"\s]*\)[^"\s]+)"')
HEAD = re.compile(r"^(?:\S.* )?(?:class|interface) ([\w.$]+)(?:<.*?>)?(?: extends ([\w.$]+))?", re.MULTILINE)


def read(class_path, names):
    """The classes among `names` that are there: name → what javap says, by one start of it."""
    if not names:
        return {}
    command = ["javap", "-p", "-s", "-cp", class_path, *sorted(names)]
    text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    heads = list(HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return {head.group(1): text[head.start():end] for head, end in zip(heads, ends)}


def with_those_above(class_path, names):
    """As `read`, with every class that these extend."""
    known, wanted = {}, set(names)
    while wanted:
        found = read(class_path, wanted)
        known |= found
        above = {HEAD.match(text).group(2) for text in found.values()}
        wanted = above - known.keys() - {None, "java.lang.Object"}
    return known


def chain(known, name):
    while name:
        yield name
        name = HEAD.match(known[name]).group(2) if name in known else None


def of_the_manifest(path, class_path):
    components = [(tag, element.get(ANDROID + "name")) for tag in KINDS for element in ET.parse(path).getroot().iter(tag)]
    known = with_those_above(class_path, {name for _, name in components})
    for tag, name in components:
        if name not in known:
            yield f"{tag} {name} of the manifest is no class"
        elif KINDS[tag] not in chain(known, name):
            yield f"{name} stands in the manifest as a {tag}, but is none: {' < '.join(chain(known, name))}"
    print(f"{len(components)} classes named by the manifest")


def of_the_rust(folders, class_path):
    count = 0
    for path in [path for folder in folders for path in glob.glob(folder + "/**/*.rs", recursive=True)]:
        text = open(path, encoding="utf-8").read()
        names = [n.replace("/", ".") for n in CLASS.findall(text)] + [f"{p}.{c}" for p, c in PLUGIN.findall(text)]
        methods = METHOD.findall(text) if names else []
        known = read(class_path, names)
        for name in names:
            if name not in known:
                yield f"{path}: no class {name}"
        for name, descriptor in methods:
            there = rf"\b{re.escape(name)}\([^)]*\)[^\n]*;\n\s+descriptor: {re.escape(descriptor)}\n"
            if not any(re.search(there, said) for said in known.values()):
                yield f"{path}: no method {name} with {descriptor} in {', '.join(names)}"
        count += len(names) + len(methods)
    print(f"{count} classes and methods named by Rust")


manifest, class_path, rust = sys.argv[1], sys.argv[2], sys.argv[3:]
problems = [*of_the_manifest(manifest, class_path), *of_the_rust(rust, class_path)]
for problem in problems:
    print("PROBLEM:", problem)
sys.exit(bool(problems))
