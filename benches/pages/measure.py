"""Measures the cut of web pages against gold text, beside other tools in the same run.

    python benches/pages/measure.py target/release/oped PAGES ground-truth.json [--peers]

PAGES holds one .html file for each key of the gold. `--peers` needs trafilatura
(pip install trafilatura).
"""

import argparse
import json
import pathlib
import subprocess

from gold import exact, f1, page_counts, read_gold


def by_oped(program, page):
    """The scored paragraphs, and the same with headings."""
    command = [program, "score", "--blocks", "--format", "jsonl", str(page)]
    out = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    blocks = [json.loads(line) for line in out.splitlines()]
    kinds = {"paragraph", "quote"}
    found = [[block["text"] for block in blocks if block.get("kind") in of] for of in (kinds, kinds | {"heading"})]
    return {"oped, paragraphs": found[0], "oped, paragraphs and headings": found[1]}


def by_peers(page):
    """The paragraphs of other tools."""
    import trafilatura

    text = trafilatura.extract(page.read_bytes(), include_comments=False) or ""
    return {"trafilatura": [line for line in text.split("\n") if line]}


def main():
    """Prints one line for each tool."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("pages", type=pathlib.Path)
    parser.add_argument("gold")
    parser.add_argument("--peers", action="store_true")
    given = parser.parse_args()
    gold = read_gold(given.gold)
    figures = {}
    for key, of_page in gold.items():
        page, body = given.pages / f"{key}.html", of_page["articleBody"]
        found = by_oped(given.program, page) | (by_peers(page) if given.peers else {})
        for tool, paragraphs in found.items():
            counts, hits = page_counts(body, "\n".join(paragraphs)), exact(body, paragraphs)
            figures.setdefault(tool, []).append((counts, hits, not paragraphs and bool(body.strip())))
    for tool, pages in figures.items():
        hit, number = (sum(hits[at] for _, hits, _ in pages) for at in range(2))
        empty = sum(is_empty for *_, is_empty in pages)
        scores = "F1 {:.3f}, precision {:.3f}, recall {:.3f}".format(*f1([counts for counts, *_ in pages]))
        print(f"{tool}: {scores}, {hit / number:.3f} of the gold paragraphs exactly, {empty} empty")


if __name__ == "__main__":
    main()
