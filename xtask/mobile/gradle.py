#!/usr/bin/env python3
"""gradle.py PROJECT WRITTEN LIBRARY NAMESPACE: what tauri-build writes for Gradle leads to the Kotlin of the native door.

PROJECT is gen/android. WRITTEN is the folder that the clippy step for Android named to tauri-build in its place, so that
tauri.settings.gradle and app/tauri.build.gradle.kts are there as a real build would have them. LIBRARY is the door's
Gradle project. Gradle did not run: its files are read as text.
"""
import os
import re
import sys

# From 37 on audio fails silently out of sight (app/build.gradle.kts).
TRIED = 36
INCLUDE = re.compile(r"^include ':([\w-]+)'\nproject\(':\1'\)\.projectDir = new File\(\"([^\"]+)\"\)$", re.MULTILINE)

project, written, library, namespace = sys.argv[1:]
problems = []


def read(*path):
    file = os.path.join(*path)
    if not os.path.exists(file):
        problems.append(f"there is no {file}")
        return ""
    return open(file, encoding="utf-8").read()


def must(holds, problem):
    if not holds:
        problems.append(problem)


def number(text, name):
    found = re.search(rf"\b{name} = (\d+)", text)
    return int(found.group(1)) if found else 0


app = read(project, "app/build.gradle.kts")
used = read(written, "app/tauri.build.gradle.kts")
must("apply from: 'tauri.settings.gradle'" in read(project, "settings.gradle"), "settings.gradle leaves tauri's out")
must('apply(from = file("tauri.build.gradle.kts"))' in app, "the app's build.gradle.kts leaves tauri's out")
must(number(app, "targetSdk") == TRIED, f"the app is aimed at an Android other than {TRIED}, which nobody has tried with it")
included = dict(INCLUDE.findall(read(written, "tauri.settings.gradle")))
must(library in included.values(), f"tauri-build includes {', '.join(included)}, and not {library}")
namespaces = [re.search(r'namespace = "(.*)"', app).group(1)]
for name, folder in included.items():
    build = read(folder, "build.gradle.kts")
    must('id("com.android.library")' in build, f":{name} is no Android library")
    must(f'implementation(project(":{name}"))' in used, f"the app does not depend on :{name}")
    must(number(build, "minSdk") <= number(app, "minSdk"), f":{name} wants a newer Android than the app")
    must(number(build, "compileSdk") <= number(app, "compileSdk"), f":{name} is compiled with a newer SDK than the app")
    namespaces.append(re.search(r'namespace = "(.*)"|$', build).group(1))
    must(folder != library or namespaces[-1] == namespace, f"the door's namespace is {namespaces[-1]} and not {namespace}")
must(len(set(namespaces)) == len(namespaces), f"a namespace twice: {namespaces}")

print(f"tauri-build includes {', '.join(f':{name}' for name in included) or 'nothing'}")
for problem in problems:
    print("PROBLEM:", problem)
sys.exit(bool(problems))
