"""Plants wrong labels: how many do oped and cleanlab find, and what is it worth to correct them?

    python labels.py OPED TABLE... [--seeds 5] [--share 0.05] [--group source] [--skip-retraining]

For each table and seed a share of the labels is flipped. oped cross-validates on that table (`oped evaluate --rows`), and both
programs rank the rows by these same probabilities, in context: cleanlab by its self-confidence and by its normalised margin;
oped by `oped audit`, which also uses the other labels of a row's article, and by `--inherited-labels`, which does not.
"Found" is the share of flipped rows among the first k, where k is the number of flipped rows.

Then the flipped rows among oped's issues are corrected, as a reader who makes no mistake would, and training is cross-validated
on the clean, the flipped and the corrected table. Every figure is against the clean labels. "Recovered" is
(corrected - flipped) / (clean - flipped) of macro-F1, summed over the seeds.
"""

import argparse
import csv
import json
import random
import statistics
import subprocess
import tempfile
from pathlib import Path

import numpy
from cleanlab.rank import get_label_quality_scores
from sklearn.metrics import f1_score

OTHER = {"news": "opinion", "opinion": "news"}
csv.field_size_limit(10**8)


def read(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def write(path, rows, labels):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(dict(row, label=label) for row, label in zip(rows, labels))


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments), "-q"], capture_output=True, text=True, check=True)
    return done.stdout


def out_of_fold(program, table, group, folder):
    """Row numbers (from 0), and the probabilities of opinion alone and in context."""
    run(program, "evaluate", table, "--group", group, "--resamples", 100, "--rows", folder / "rows.csv")
    rows = read(folder / "rows.csv")
    number = numpy.array([int(row["row"]) - 1 for row in rows])
    return number, {place: numpy.array([float(row[place]) for row in rows]) for place in ("alone", "in_context")}


def audited(program, table, group, *more):
    """The row numbers (from 0) of the label issues, the worst first."""
    text = run(program, "audit", table, "--group", group, "--format", "jsonl", *more)
    issues = (json.loads(line) for line in text.splitlines())
    return [issue["row"] - 1 for issue in issues if issue["type"] == "label_issue"]


def by_cleanlab(method, number, probability, labels):
    given = numpy.array([int(labels[row] == "opinion") for row in number])
    scores = get_label_quality_scores(given, numpy.column_stack([1 - probability, probability]), method=method)
    return [int(row) for row in number[numpy.argsort(scores, kind="stable")]]


def found(ranked, planted):
    return sum(row in planted for row in ranked[: len(planted)]) / len(planted)


def macro_f1(program, table, group, folder, truth):
    number, probabilities = out_of_fold(program, table, group, folder)
    gold = [truth[row] == "opinion" for row in number]
    return {place: f1_score(gold, of >= 0.5, average="macro") for place, of in probabilities.items()}


def spread(values):
    deviation = statistics.stdev(values) if len(values) > 1 else 0.0
    each = " ".join(f"{value:.3f}" for value in values)
    return f"{statistics.mean(values):.3f} ± {deviation:.3f}   ({each})"


def measure(table, arguments, folder):
    rows = read(table)
    truth = [row["label"] for row in rows]
    shares, figures = {}, {"clean": [], "flipped": [], "corrected": []}
    for seed in range(1, arguments.seeds + 1):
        planted = set(random.Random(seed).sample(range(len(rows)), round(arguments.share * len(rows))))
        labels = [OTHER[label] if row in planted else label for row, label in enumerate(truth)]
        flipped = folder / "flipped.csv"
        write(flipped, rows, labels)
        number, probabilities = out_of_fold(arguments.oped, flipped, arguments.group, folder)
        issues = audited(arguments.oped, flipped, arguments.group)
        rankings = {
            "cleanlab, self-confidence": by_cleanlab("self_confidence", number, probabilities["in_context"], labels),
            "cleanlab, normalised margin": by_cleanlab("normalized_margin", number, probabilities["in_context"], labels),
            "cleanlab, alone, self-confidence": by_cleanlab("self_confidence", number, probabilities["alone"], labels),
            "oped audit --inherited-labels": audited(arguments.oped, flipped, arguments.group, "--inherited-labels"),
            "oped audit": issues,
        }
        for name, ranked in rankings.items():
            shares.setdefault(name, []).append(found(ranked, planted))
        shares.setdefault("  anywhere among its issues", []).append(len(planted & set(issues)) / len(planted))
        shares.setdefault("  issues for each planted one", []).append(len(issues) / len(planted))
        if not arguments.skip_retraining:
            right = planted & set(issues)
            corrected = folder / "corrected.csv"
            write(corrected, rows, [truth[row] if row in right else label for row, label in enumerate(labels)])
            for name, path in [("clean", table), ("flipped", flipped), ("corrected", corrected)]:
                figures[name].append(macro_f1(arguments.oped, path, arguments.group, folder, truth))
    print(f"\n{Path(table).name}: {len(rows)} rows, {len(planted)} planted, {arguments.seeds} seeds, folds by {arguments.group}")
    for name, values in shares.items():
        print(f"  {name:34} {spread(values)}")
    if figures["clean"]:
        for place in ("alone", "in_context"):
            sums = {name: sum(of[place] for of in values) for name, values in figures.items()}
            for name, values in figures.items():
                print(f"  macro-F1 {place + ', ' + name:25} {spread([of[place] for of in values])}")
            recovered = (sums["corrected"] - sums["flipped"]) / (sums["clean"] - sums["flipped"])
            print(f"  {'recovered, ' + place:34} {recovered:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("oped")
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--group", default="source")
    parser.add_argument("--skip-retraining", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for table in arguments.tables:
            measure(table, arguments, Path(folder))


if __name__ == "__main__":
    main()
