#!/usr/bin/env python3
"""manifest.py OUT PACKAGE APP.xml PACKAGE LIBRARY.xml: the manifest as the build would merge it, far enough for aapt2.

The library's elements are put into the app's (no `tools:` rules, no conflicts resolved: the same name twice is an error),
relative class names get their own package, placeholders their values. What Debian's framework (Android 11) does not know yet
is left out, and said.
"""
import sys
import xml.etree.ElementTree as ET

ANDROID = "http://schemas.android.com/apk/res/android"
NAME = f"{{{ANDROID}}}name"
NEWER = {f"{{{ANDROID}}}foregroundServiceType": "specialUse"}  # Android 14
TWICE_IS_FINE = {"uses-permission", "uses-feature"}  # both may ask for the same thing


def full_names(root, package):
    for element in root.iter():
        for attribute in (NAME, f"{{{ANDROID}}}targetActivity"):
            name = element.get(attribute, "")
            if name.startswith("."):
                element.set(attribute, package + name)


def without_newer(root):
    for element in root.iter():
        for attribute, value in NEWER.items():
            values = element.get(attribute, "").split("|")
            if value in values:
                print(f"not checked: {value} of {element.get(NAME)}")
                rest = [v for v in values if v != value]
                element.attrib.pop(attribute)
                if rest:
                    element.set(attribute, "|".join(rest))


def read(path, package):
    text = open(path, encoding="utf-8").read()
    for hole, value in {"applicationId": package, "usesCleartextTraffic": "false"}.items():
        text = text.replace("${" + hole + "}", value)
    if "${" in text:
        sys.exit(f"{path}: a placeholder has no value here: ${{{text.split('${', 1)[1].split('}', 1)[0]}}}")
    return ET.fromstring(text)


def take_in(into, from_):
    known = {(child.tag, child.get(NAME)) for child in into}
    for child in from_:
        key = (child.tag, child.get(NAME))
        if key not in known:
            into.append(child)
        elif child.tag not in TWICE_IS_FINE:
            sys.exit(f"{child.tag} {key[1]} stands in both manifests")


out, package, app_path, library_package, library_path = sys.argv[1:]
ET.register_namespace("android", ANDROID)
app, library = read(app_path, package), read(library_path, package)
full_names(app, package)
full_names(library, library_package)
without_newer(app)
without_newer(library)
app.set("package", package)
app_part, library_part = app.find("application"), library.find("application")
if library_part is not None:
    for attribute, value in library_part.attrib.items():
        if app_part.get(attribute, value) != value:
            sys.exit(f"{attribute} of <application> differs: {app_part.get(attribute)} and {value}")
        app_part.set(attribute, value)
    take_in(app_part, library_part)
    library.remove(library_part)
take_in(app, library)
ET.ElementTree(app).write(out, encoding="utf-8", xml_declaration=True)
