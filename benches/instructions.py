"""Counts the instructions of `oped score` and `oped train` by part of the program, as a Markdown table.

    cargo build --profile profiling
    python3 benches/instructions.py > benches/instructions.md

Needs valgrind. The counts do not depend on what else the machine does, so two tables can be compared line by line. They do
not show time spent waiting for memory. Inlined code counts for the function it was inlined into.
"""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parent.parent
PROGRAM = ROOT / "target/profiling/oped"
TABLE = ROOT / "data/paragraphs.csv"
# The table repeated, so that loading the model and learning the words do not hide the rest.
COPIES = {"score": 5, "train": 1}
SHOWN = 14


def main():
    if not PROGRAM.exists():
        sys.exit(f"instructions.py: {PROGRAM} is missing: cargo build --profile profiling")
    header, *rows = TABLE.read_text(encoding="utf-8").split("\n", 1)
    print("# Instructions\n")
    print("Instructions per byte of `data/paragraphs.csv`, by part of the program. `benches/instructions.py` writes this table.")
    with tempfile.TemporaryDirectory() as folder:
        for verb, copies in COPIES.items():
            table = pathlib.Path(folder, "table.csv")
            table.write_text(header + "\n" + rows[0] * copies, encoding="utf-8")
            options = ["--threads", "1", "-q", "-o", f"{folder}/out"] + (["--format", "csv"] if verb == "score" else [])
            show(verb, counts([verb, table, *options], folder), table.stat().st_size, copies)


def counts(arguments, folder):
    """Part → instructions."""
    out = f"{folder}/callgrind"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", PROGRAM, *arguments]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    text = subprocess.run(
        ["callgrind_annotate", out, "--auto=no", "--threshold=100", "--show=Ir"], check=True, capture_output=True, text=True
    ).stdout
    found = collections.Counter()
    for line in text.splitlines():
        match = re.match(r"^ *([\d,]+) \( *[\d.]+%\)\s+(\S.*)$", line)
        if match and "PROGRAM TOTALS" not in line:
            found[part(match[2])] += int(match[1].replace(",", ""))
    return found


def part(place):
    """The module of our own function, the crate of another, or the C library."""
    symbol = re.sub(r"^.*?:(?=[^:/])", "", place.split(" [")[0]) if ":" in place else place
    names = re.findall(r"[A-Za-z_]\w*", symbol)
    if "oped" in names:
        at = names.index("oped")
        # The wings have a folder more than the rooms of the pipeline.
        depth = 3 if names[at + 1 : at + 2] in (["tables"], ["learn"]) else 2
        path = [name for name in names[at + 1 : at + 1 + depth] if name.islower()]
        return "::".join(path) or "oped"
    for crate in ["rust_stemmers", "csv_core", "hashbrown", "indexmap", "memchr", "serde_json", "rayon", "zmij", "xxhash_rust"]:
        if crate in names:
            return crate
    return "the standard library" if {"core", "alloc", "std"} & set(names) else "the C library and the start"


def show(verb, found, size, copies):
    times = f", the table {copies} times" if copies > 1 else ""
    print(f"\n## `oped {verb}`{times}, {sum(found.values()) / size:,.0f} instructions per byte\n\n| part | per byte |\n|---|---:|")
    shown = found.most_common(SHOWN)
    rest = sum(found.values()) - sum(number for _, number in shown)
    for name, number in [*shown, ("everything else", rest)]:
        print(f"| {name} | {number / size:,.1f} |")


if __name__ == "__main__":
    main()
