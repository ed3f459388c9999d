"""Measures the cut of web pages against gold text, beside other tools in the same run.

    python benches/pages/measure.py target/release/oped PAGES ground-truth.json [--peers PYTHON]

PAGES holds one .html file for each key of the gold. `--peers` takes a Python that has the packages of `requirements.txt`. Prints a table:

- F1, precision and recall: see README.md;
- exact: the share of gold lines that are exactly one of the tool's paragraphs, and the share of its paragraphs that are a gold line;
- empty: pages with gold text of which the tool returns nothing;
- ms: processor time a page. Each tool reads all pages in one process. oped's is that of the whole process, with scoring and results.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from gold import exact, f1, letters, page_counts, read_gold
from tools import TOOLS

# What counts as text: paragraphs are what the program scores.
PARAGRAPHS = {"paragraph", "quote"}
HEADINGS = PARAGRAPHS | {"heading"}
ALL = HEADINGS | {"fragment"}


def processor_seconds(command):
    """The processor time of a command that is run for it."""
    before = os.times()
    subprocess.run(command, capture_output=True, check=False)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def by_oped(program, pages):
    """{row: ({page: paragraphs}, seconds)}: the scored paragraphs, the same with headings, and with pieces of fewer than five words."""
    found = {"oped, paragraphs": {}, "oped, paragraphs and headings": {}, "oped, fragments too": {}}
    for page in pages:
        command = [program, "score", "--blocks", "--format", "jsonl", page]
        out = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
        blocks = [json.loads(line) for line in out.splitlines()]
        for texts, kinds in zip(found.values(), (PARAGRAPHS, HEADINGS, ALL)):
            texts[page] = [block["text"] for block in blocks if block.get("kind") in kinds]
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "results.jsonl"
        seconds = processor_seconds([program, "score", "--threads", "1", "--format", "jsonl", *pages, "-o", out])
    return {tool: (texts, seconds) for tool, texts in found.items()}


def by_peers(python, pages):
    """The same of the other tools."""
    found = {}
    for tool in TOOLS:
        command = [python, pathlib.Path(__file__).with_name("tools.py"), tool, *pages]
        out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", check=True)
        *texts, cost = map(json.loads, out.stdout.splitlines())
        found[tool] = {page["page"]: page["text"] for page in texts}, cost["seconds"]
    return found


def row(texts, seconds, bodies):
    """The figures of a tool."""
    counts = [page_counts(body, "\n".join(texts[page])) for page, body in bodies.items()]
    hits = [exact(body, texts[page]) for page, body in bodies.items()]
    turned = [exact("\n".join(texts[page]), body.split("\n")) for page, body in bodies.items()]
    shares = [sum(hit for hit, _ in of) / (sum(number for _, number in of) or 1) for of in (hits, turned)]
    empty = sum(not any(map(letters, texts[page])) for page, body in bodies.items() if letters(body))
    cells = [f"{value:.3f}" for value in (*f1(counts), *shares)]
    return [*cells, str(empty), f"{1000 * seconds / len(bodies):.1f}"]


def main():
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("pages", type=pathlib.Path)
    parser.add_argument("gold")
    parser.add_argument("--peers", metavar="PYTHON", nargs="?", const=sys.executable)
    given = parser.parse_args()
    bodies = {str(given.pages / f"{key}.html"): of["articleBody"] for key, of in read_gold(given.gold).items()}
    found = by_oped(given.program, list(bodies)) | (by_peers(given.peers, list(bodies)) if given.peers else {})
    print("| tool | F1 | precision | recall | gold lines exact | paragraphs exact | empty | ms |")
    print("|---|---|---|---|---|---|---|---|")
    for tool, (texts, seconds) in found.items():
        print("|", " | ".join([tool, *row(texts, seconds, bodies)]), "|")


if __name__ == "__main__":
    main()
