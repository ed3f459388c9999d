"""Puts the same training and test rows through oped and the tools people use today, and prints one table.

    pip install -r benches/peers/requirements.txt
    python benches/peers/compare.py target/release/oped --train TABLE… --test TABLE… [--loso TABLE] [--pairs TABLE]

`README.md` beside this file says what each figure means, and where the comparison is unfair. Each peer runs in its own
process; its row is printed as soon as it is known. A peer that fails does not stop the others; the exit status is then 2.
"""

import argparse
import concurrent.futures
import importlib.metadata
import multiprocessing
import os
import pathlib
import sys
import traceback

import classifiers
import figures
import program
import tables
from measure import facts, measure

LIBRARIES = ["scikit-learn", "numpy", "scipy", "fasttext-wheel", "textblob"]
EMPTY = "–"


def main():
    job = arguments()
    # Child processes inherit these before they load their libraries.
    for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
        os.environ[variable] = str(job.threads)
    try:
        version = program.run(job.program, "--version").strip()
        truth = expected(job)
        notes = [apart(facts, job)] if job.train else []
    except (OSError, ValueError) as error:
        print(f"compare.py: {error}", file=sys.stderr)
        sys.exit(2)
    said, failed = compare(job, truth)
    libraries = ", ".join([version, *map(library, LIBRARIES), f"{job.threads} of {os.cpu_count()} cores"])
    print("\n" + "\n".join(f"- {note}" for note in [*notes, *said, libraries]))
    sys.exit(2 if failed else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="the program, such as target/release/oped")
    parser.add_argument("--train", nargs="+", default=[], metavar="TABLE", help="tables to train on")
    parser.add_argument("--test", nargs="+", default=[], metavar="TABLE", help="tables to test on, a column each")
    parser.add_argument("--loso", metavar="TABLE", help="a table to leave one source out of in turn")
    parser.add_argument("--pairs", metavar="TABLE", help="contrast pairs: data/pairs.csv")
    names = ["oped", *classifiers.PEERS]
    parser.add_argument("--only", nargs="+", default=names, choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--model", metavar="MODEL", help="oped's model; otherwise oped is trained too")
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="of those that can use them; 1")
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    job = parser.parse_args()
    if (job.test or job.pairs) and not job.train and (job.only != ["oped"] or not job.model):
        parser.error("--test and --pairs need something to --train on")
    collections = [*job.test, *filter(None, [job.loso, job.pairs])]
    if len(set(collections)) < len(collections):
        parser.error("a table is given twice; each of --test, --loso and --pairs needs its own")
    if not (job.train or collections):
        parser.error("give tables to --train on, or a table for --loso")
    return job


def expected(job):
    """Returns the collections, each with the rows that every peer must score."""
    truth = {table: tables.read(table) for table in job.test}
    if job.loso:
        rows = tables.training([job.loso])
        sources = tables.two_class_sources(rows)
        if len(sources) < 2:
            raise ValueError(f"{job.loso}: fewer than two sources have both labels; --loso has nothing to leave out")
        truth[job.loso] = [row for row in rows if row.source in sources]
    if job.pairs:
        truth[job.pairs] = tables.pairs(job.pairs)
    return truth


def compare(job, truth):
    """Prints the table. Returns the notes below it, and whether a peer failed."""
    notes, failed = [], False
    show(heading(job, truth), job.markdown)
    if job.markdown:
        show(["---"] * (len(truth) + 1) + ["---:"] * 4, True)
    for name in job.only:
        try:
            results = apart(measure, name, job)
            for line in [cells(result, truth, job) for result in results]:
                show(line, job.markdown)
            notes += [f"{result.name}: {note}" for result in results for note in result.notes]
        except Exception:
            traceback.print_exc()
            print(f"compare.py: {name} failed, see above; going on with the others", file=sys.stderr)
            failed = True
    return notes, failed


def apart(function, *values):
    """Calls a function in a fresh process, so that its peak memory is its own and is released."""
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *values).result()


def heading(job, truth):
    special = {job.loso: "unseen sources", job.pairs: "pairs"}
    names = [special.get(column) or pathlib.Path(column).stem for column in truth]
    return ["", *names, "train s", "score s", "train MB", "model MB"]


def cells(result, truth, job):
    """A row of the table."""
    row = [result.name]
    for column, rows in truth.items():
        scores = result.scores.get(column)
        row.append(EMPTY if scores is None else figure(column, rows, scores, result.probabilities, job))
    costs = [(result.train_seconds, 1), (result.score_seconds, 1), (result.peak, 1 / 1024), (result.size, 1e-6)]
    return row + [EMPTY if cost is None else f"{cost * unit:,.1f}" for cost, unit in costs]


def figure(column, rows, scores, probabilities, job):
    missing = [row.number for row in rows if row.number not in scores]
    if missing:
        raise ValueError(f"{column}: {len(missing)} rows have no score, the first is row {missing[0]}")
    opinion = [row.opinion for row in rows]
    score, called = zip(*(scores[row.number] for row in rows))
    if column == job.pairs:
        return figures.pairs([row.pair for row in rows], opinion, score, called)
    return figures.collection(opinion, score, called, probabilities)


def show(row, markdown):
    """Prints one row at once; the columns have fixed widths."""
    if markdown:
        print(f"| {' | '.join(row)} |", flush=True)
    else:
        widths = ["<42", *["<20"] * (len(row) - 5), *[">10"] * 4]
        print("".join(f"{cell:{width}}" for cell, width in zip(row, widths)), flush=True)


def library(name):
    try:
        return f"{name} {importlib.metadata.version(name)}"
    except importlib.metadata.PackageNotFoundError:
        return f"{name} not installed"


if __name__ == "__main__":
    main()
