"""What do the next labels teach: those `oped audit --queue` chooses, the most uncertain ones, or random ones?

    python next_labels.py OPED TABLE [--first 80] [--next 100] [--articles 200] [--sources 18] [--draws 8]

For each draw `--sources` sources are set aside for testing. In `--articles` articles of the others,
`--first` rows have a label. A model trained on these chooses `--next` more in each way, and is trained again with their labels. Macro-F1 and AUC are of single
paragraphs of the sources set aside, averaged over the draws.
"""

import argparse
import csv
import json
import math
import random
import statistics
import subprocess
import tempfile
from pathlib import Path

csv.field_size_limit(10**8)
MOST_TESTED = 6000


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments), "-q"], capture_output=True, text=True, check=True)
    return done.stdout


def write(path, rows, columns):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def entropy(p):
    return -p * math.log2(p) - (1 - p) * math.log2(1 - p) if 0 < p < 1 else 0.0


def one_draw(rows, seed, options, folder):
    """Figures by name: (macro-F1, AUC)."""
    columns, chance = rows[0].keys(), random.Random(seed)
    sources = sorted({row["source"] for row in rows})
    known = set(chance.sample(sources, options.sources))
    articles = sorted({(row["source"], row["article"]) for row in rows if row["source"] in known})
    kept = set(chance.sample(articles, min(options.articles, len(articles))))
    pool = [row for row in rows if (row["source"], row["article"]) in kept]
    others = [row for row in rows if row["source"] not in known]
    write(folder / "test.csv", chance.sample(others, min(MOST_TESTED, len(others))), columns)
    first = set(chance.sample([row["id"] for row in pool], options.first))

    def taught(chosen):
        model = folder / "model.safetensors"
        write(folder / "train.csv", [row for row in pool if row["id"] in first | chosen], columns)
        run(options.oped, "train", folder / "train.csv", "-o", model)
        report = run(options.oped, "evaluate", folder / "test.csv", "-m", model, "--format", "jsonl", "--resamples", 100)
        alone = json.loads(report.splitlines()[0])["alone"]
        return alone["macro_f1"]["value"], alone["auc"]["value"]

    found = {"the first labels": taught(set())}
    model = folder / "first.safetensors"
    (folder / "model.safetensors").rename(model)
    write(folder / "pool.csv", [row if row["id"] in first else dict(row, label="") for row in pool], columns)
    run(options.oped, "audit", folder / "pool.csv", "-m", model, "--queue", options.next, "-o", folder / "next.csv")
    scored = run(options.oped, "score", folder / "pool.csv", "-m", model, "--format", "csv")
    rest = [row for row in csv.DictReader(scored.splitlines()) if row["probability"] and row["id"] not in first]
    by_doubt = sorted(rest, key=lambda row: -entropy(float(row["probability"])))
    with open(folder / "next.csv", newline="", encoding="utf-8") as file:
        queued = {row["id"] for row in csv.DictReader(file)}
    found["at random"] = taught({row["id"] for row in chance.sample(rest, options.next)})
    found["the most uncertain"] = taught({row["id"] for row in by_doubt[: options.next]})
    found["--queue"] = taught(queued)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("oped")
    parser.add_argument("table", type=Path)
    for name, default in [("first", 80), ("next", 100), ("articles", 200), ("sources", 18), ("draws", 8)]:
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    with open(options.table, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    with tempfile.TemporaryDirectory() as folder:
        draws = [one_draw(rows, seed, options, Path(folder)) for seed in range(1, options.draws + 1)]
    for name in draws[0]:
        f1, auc = ([draw[name][at] for draw in draws] for at in (0, 1))
        each = " ".join(f"{value:.3f}" for value in auc)
        print(f"{name:20} macro-F1 {statistics.mean(f1):.3f}  AUC {statistics.mean(auc):.3f}  ({each})")


if __name__ == "__main__":
    main()
