#!/usr/bin/env python3
"""swift.py HEADER_DIR IOS_DIR: what no compiler sees on the iOS side.

Every Swift file parses (by tree-sitter's grammar: syntax only); what is called of the native door is in its C header; every
text has its words in each language; what the system wants to be declared for what is called stands in project.yml.
"""
import glob
import re
import sys

import tree_sitter
import tree_sitter_swift

# what Swift calls | what project.yml must say, or the system ends the app, refuses the call, or never answers
DECLARED = {
    "allowsBackgroundLocationUpdates": r"UIBackgroundModes: \[.*\blocation\b",
    "BGProcessingTaskRequest": r"UIBackgroundModes: \[.*\bprocessing\b",
    "BGTaskScheduler": r"BGTaskSchedulerPermittedIdentifiers: \[\S*\.carry\]",
    "setCategory(": r"UIBackgroundModes: \[.*\baudio\b",
    "requestWhenInUseAuthorization": r"NSLocationWhenInUseUsageDescription: ",
    "requestAlwaysAuthorization": r"NSLocationAlwaysAndWhenInUseUsageDescription: ",
    "AVCaptureDevice": r"NSCameraUsageDescription: ",
    "AVAudioRecorder": r"NSMicrophoneUsageDescription: ",
    "UserDefaults": r"com.apple.security.application-groups: \[\$\(APP_GROUP\)\]",
}


def faults(node):
    if node.type == "ERROR" or node.is_missing:
        yield node
        return
    if node.has_error:
        for child in node.children:
            yield from faults(child)


def read(path):
    return open(path, encoding="utf-8").read()


def keys(table):
    return set(re.findall(r'^"(.+?)" = ".+";$', read(table), re.M))


header_dir, ios = sys.argv[1:]
headers = "".join(read(f) for f in sorted(glob.glob(header_dir + "/**/*.h", recursive=True)))
declared = set(re.findall(r"\b(hifazat_\w+)\s*\(", headers))
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_swift.language()))
problems, called, texts, phrases = [], set(), set(), set()
files = sorted(glob.glob(ios + "/Sources/**/*.swift", recursive=True))
project = read(ios + "/project.yml")
for path in files:
    source = read(path)
    for node in faults(parser.parse(source.encode()).root_node):
        line, column = node.start_point
        problems.append(f"{path}:{line + 1}:{column + 1}: not Swift: {node.text[:60].decode('utf-8', 'replace')!r}")
    calls = set(re.findall(r"\b(hifazat_\w+)\s*\(", source))
    called |= calls
    problems += [f"{path}: {name} is not declared in {header_dir}" for name in sorted(calls - declared)]
    problems += [
        f"{path}: {call} needs {entry!r} in project.yml"
        for call, entry in DECLARED.items() if call in source and not re.search(entry, project)
    ]
    texts |= set(re.findall(r'"((?:face|intent|notice|text)_\w+)"', source))
    phrases |= set(re.findall(r'"([^"\n]*)\\\(\.applicationName\)([^"\n]*)"', source))

phrases = {before + "${applicationName}" + after for before, after in phrases}
reasons = set(re.findall(r"^ +(NS\w+UsageDescription):", project, re.M))
tables = {"Shared/{}/Localizable": texts, "App/{}/AppShortcuts": phrases, "App/{}/InfoPlist": reasons}
for table, wanted in tables.items():
    for language in ("en.lproj", "ur.lproj"):
        path = f"{ios}/Sources/{table.format(language)}.strings"
        has = keys(path) - {"CFBundleDisplayName"}
        problems += [f"{path} lacks {key!r}" for key in sorted(wanted - has)]
        problems += [f"{path} has {key!r}, which nothing says" for key in sorted(has - wanted)]
if not files:
    problems.append(f"no Swift file in {ios}/Sources")
print(f"{len(files)} files parsed; {len(called)} of {len(declared)} functions of the C header called")
print(f"{len(texts)} texts, {len(phrases)} phrases and {len(reasons)} reasons in two languages")
for problem in problems:
    print("PROBLEM:", problem)
sys.exit(bool(problems))
