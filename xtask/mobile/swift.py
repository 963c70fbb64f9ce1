#!/usr/bin/env python3
"""swift.py HEADER_DIR SWIFT_DIR...: every Swift file parses, and what it calls of the native door is in its C header.

Parsed by tree-sitter's Swift grammar: syntax only. No type is checked, no framework of Apple's is known.
"""
import glob
import re
import sys

import tree_sitter
import tree_sitter_swift


def faults(node):
    if node.type == "ERROR" or node.is_missing:
        yield node
        return
    if node.has_error:
        for child in node.children:
            yield from faults(child)


header_dir, folders = sys.argv[1], sys.argv[2:]
headers = "".join(open(f, encoding="utf-8").read() for f in sorted(glob.glob(header_dir + "/**/*.h", recursive=True)))
declared = set(re.findall(r"\b(hifazat_\w+)\s*\(", headers))
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_swift.language()))
problems, called = [], set()
files = sorted(f for folder in folders for f in glob.glob(folder + "/**/*.swift", recursive=True))
for path in files:
    source = open(path, "rb").read()
    tree = parser.parse(source)
    for node in faults(tree.root_node):
        line, column = node.start_point
        problems.append(f"{path}:{line + 1}:{column + 1}: not Swift: {node.text[:60].decode('utf-8', 'replace')!r}")
    calls = set(re.findall(r"\b(hifazat_\w+)\s*\(", source.decode("utf-8")))
    called |= calls
    problems += [f"{path}: {name} is not declared in {header_dir}" for name in sorted(calls - declared)]
if not files:
    problems.append(f"no Swift file in {folders}")
print(f"{len(files)} files parsed; {len(called)} of {len(declared)} functions of the C header called")
for problem in problems:
    print("PROBLEM:", problem)
sys.exit(bool(problems))
