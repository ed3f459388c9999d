"""Precision and recall of quotations, by words, on paragraphs that were marked by reading.

    python benches/quotations/measure.py TABLE.csv marks.csv --oped spans.jsonl [--compromise quotations.jsonl]

`marks.csv` has the bytes in which a source speaks, by the ids of TABLE.csv: directly (between quotation marks) or indirectly.
A word is found if a program takes it for a source's of any kind; for direct speech, the words of indirect speech count neither
way, since a program that only reads quotation marks does not look for them.
"""

import argparse
import csv
import json
import re

WORD = re.compile(rb"[0-9A-Za-z\x80-\xff]+")


def words(text, spans):
    """{start of a word: the kind of speech it is in, or None}."""
    kinds = {}
    for word in WORD.finditer(text):
        kinds[word.start()] = next((kind for start, end, kind in spans if start <= word.start() < end), None)
    return kinds


def located(text, quotations):
    """The bytes of quotations that a program returns as texts, in order."""
    spans, at = [], 0
    for quotation in quotations:
        found = text.find(quotation.encode(), at)
        if found >= 0:
            at = found + len(quotation.encode())
            spans.append((found, at, "direct"))
    return spans


def rate(texts, gold, found, kind):
    """(precision, recall, F1) for words of this kind of speech; of both kinds if none is given."""
    hits = wrong = missed = 0
    for id, text in texts.items():
        mine = words(text, found.get(id, []))
        for at, truth in words(text, gold[id]).items():
            if kind == "direct" and (truth == "indirect" or mine[at] == "indirect" and truth is None):
                continue
            if kind == "indirect" and (truth == "direct" or mine[at] == "direct"):
                continue
            hits += truth is not None and mine[at] is not None
            wrong += truth is None and mine[at] is not None
            missed += truth is not None and mine[at] is None
    precision, recall = hits / max(1, hits + wrong), hits / max(1, hits + missed)
    return precision, recall, 2 * hits / max(1, 2 * hits + wrong + missed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table")
    parser.add_argument("marks")
    parser.add_argument("--oped", required=True, help="from examples/source_spans")
    parser.add_argument("--compromise", help="from benches/quotations/compromise.mjs")
    parser.add_argument("--wrong", action="store_true", help="show each paragraph with a word that is wrong")
    args = parser.parse_args()
    gold = {}
    with open(args.marks, encoding="utf-8") as file:
        for mark in csv.DictReader(file):
            spans = gold.setdefault(mark["id"], [])
            if mark["start"]:
                spans.append((int(mark["start"]), int(mark["end"]), mark["speech"]))
    with open(args.table, encoding="utf-8") as file:
        texts = {row["id"]: row["text"].encode() for row in csv.DictReader(file) if row["id"] in gold}
    programs = {}
    with open(args.oped, encoding="utf-8") as file:
        programs["oped"] = {row["id"]: row["spans"] for row in map(json.loads, file) if row["id"] in gold}
    if args.compromise:
        with open(args.compromise, encoding="utf-8") as file:
            rows = (row for row in map(json.loads, file) if row["id"] in gold)
            programs["compromise"] = {row["id"]: located(texts[row["id"]], row["quotations"]) for row in rows}
    print(f"{len(texts)} paragraphs, {sum(len(WORD.findall(text)) for text in texts.values())} words")
    for name, found in programs.items():
        for kind in ("direct", "indirect", None):
            print(f"{name:12}{kind or 'both':10}P {{:.3f}}  R {{:.3f}}  F1 {{:.3f}}".format(*rate(texts, gold, found, kind)))
    if args.wrong:
        show(texts, gold, programs["oped"])


def show(texts, gold, found):
    """Prints the words that are wrong: [missed], {taken wrongly}."""
    for id, text in texts.items():
        mine, truth = words(text, found.get(id, [])), words(text, gold[id])
        wrong = {at: "[]" if mine[at] is None else "{}" for at in mine if (mine[at] is None) != (truth[at] is None)}
        if wrong:
            bracketed = lambda word: f"{wrong[word.start()][0]}{word[0].decode()}{wrong[word.start()][1]}".encode()
            mark = lambda word: bracketed(word) if word.start() in wrong else word[0]
            print(id, WORD.sub(mark, text).decode(), sep="\t")


if __name__ == "__main__":
    main()
