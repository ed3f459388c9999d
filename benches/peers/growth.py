"""Time and peak memory of scoring and training for growing numbers of paragraphs, as a table and a plot.

    pip install -r benches/peers/requirements.txt
    python benches/peers/growth.py target/release/oped TABLE --output growth.svg [--score 10000 100000 …] [--train 10000 …]

The paragraphs are those of TABLE, repeated. Every copy has its own ids and articles. Training leaves repeats out, so for it
each word is replaced by another of TABLE's words with a chance of one in four. Scoring reads a pipe, so only the program holds
the rows.
"""

import argparse
import csv
import io
import os
import random
import subprocess
import sys
import tempfile
import zlib

import matplotlib
import watched

matplotlib.use("svg")
import matplotlib.pyplot as plt

HEADER = ["id", "source", "article", "paragraph", "text", "label"]


def main():
    job = arguments()
    with open(job.table, encoding="utf-8-sig", newline="") as file:
        # Whole articles in a shuffled order: a table may begin with one outlet, or with one label.
        rows = sorted(csv.DictReader(file), key=lambda row: zlib.crc32((row.get("article") or row["text"]).encode()))
    found = {"scoring": [], "training": []}
    for number in job.score:
        found["scoring"].append((number, *score(job, rows, number)))
        show("scoring", *found["scoring"][-1])
    for number in job.train:
        found["training"].append((number, *train(job, rows, number)))
        show("training", *found["training"][-1])
    draw(found, job.output)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="the program, such as target/release/oped")
    parser.add_argument("table", help="a labelled table")
    parser.add_argument("--score", nargs="*", type=int, default=[10**4, 10**5, 10**6, 10**7], metavar="N")
    parser.add_argument("--train", nargs="*", type=int, default=[10**4, 10**5, 10**6], metavar="N")
    parser.add_argument("--output", default="growth.svg", metavar="FILE", help="the plot")
    return parser.parse_args()


def copies(rows, number, changed):
    """The rows repeated as CSV, each copy with its own articles; `changed` alters a text."""
    for at in range(number):
        row, copy = rows[at % len(rows)], at // len(rows)
        names = [f"{at}", row.get("source") or "", f"{row.get('article') or at}-{copy}", row.get("paragraph") or ""]
        line = io.StringIO()
        text = changed(row["text"]) if copy else row["text"]
        csv.writer(line, lineterminator="\n").writerow([*names, text, row["label"]])
        yield line.getvalue()


def score(job, rows, number):
    """Seconds, peak memory in MB, and bytes, of scoring a pipe."""
    command = [job.program, "score", "-", "--input", "csv", "-q", "--format", "csv", "-o", os.devnull]
    size = 0
    process = watched.start(command, stdin=subprocess.PIPE, encoding="utf-8")
    # The process that makes the rows may be the slower one, so processor seconds are what counts.
    process.input.write(",".join(HEADER) + "\n")
    for line in copies(rows, number, str):
        process.input.write(line)
        size += len(line.encode())
    process.input.close()
    return end(process) + (size,)


def train(job, rows, number):
    """The same, of training on a file."""
    drawn = random.Random(1)
    words = " ".join(row["text"] for row in rows[: 10**4]).split()
    changed = lambda text: " ".join(drawn.choice(words) if drawn.random() < 0.25 else word for word in text.split())
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as table:
        table.write(",".join(HEADER) + "\n")
        table.writelines(copies(rows, number, changed))
        table.flush()
        command = [job.program, "train", table.name, "-q", "-o", os.devnull]
        return end(watched.start(command, stdout=subprocess.DEVNULL)) + (os.path.getsize(table.name),)


def end(process):
    """Processor seconds and peak memory in MB."""
    found = process.finish()
    if process.status:
        sys.exit("growth.py: a run failed, see above")
    return found


def show(what, number, seconds, peak, size):
    rate = f"{size / 1e6 / seconds:.1f} MB/s"
    print(f"{what:<9} {number:>11,} paragraphs  {size / 1e6:>8,.1f} MB  {seconds:>8.2f} s  {peak:>7.0f} MB peak  {rate}", flush=True)


def draw(found, path):
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for axis, column, name in [(axes[0], 1, "processor seconds"), (axes[1], 2, "peak memory, MB")]:
        for what, points in found.items():
            axis.plot([point[0] for point in points], [point[column] for point in points], "o-", label=what)
        axis.set(xscale="log", yscale="log", xlabel="paragraphs", ylabel=name)
        axis.grid(alpha=0.3)
    axes[0].legend(frameon=False)
    # No date: the same figures give the same bytes.
    matplotlib.rcParams["svg.hashsalt"] = "oped"
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
