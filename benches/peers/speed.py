"""Puts the same bytes through oped and the tools people use today: seconds and memory of whole processes, side by side.

    pip install -r benches/peers/requirements.txt
    python benches/peers/speed.py target/release/oped TABLE [--article FILE] [--runs 5] [--markdown]

TABLE is labelled, in the format of data/paragraphs.csv. Every round runs each program once, so that other load on
the machine affects all alike. The tables show the median, the range, and the ratio of the medians. `README.md` beside this file
says what was measured and where it is unfair. fastText is its command line (Debian: fasttext); what is not installed is left out.
"""

import argparse
import collections
import csv
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import tables
import watched

# Seconds from start to end, processor seconds, peak memory in MB.
Run = collections.namedtuple("Run", "wall cpu peak")
Program = collections.namedtuple("Program", "name command")
SCIKIT = [sys.executable, str(pathlib.Path(__file__).parent / "scikit.py")]
FASTTEXT = shutil.which("fasttext")


def main():
    job = arguments()
    for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
        os.environ[variable] = "2"
    size = os.path.getsize(job.table)
    with tempfile.TemporaryDirectory() as folder:
        files = prepare(job, pathlib.Path(folder))
        programs = training(job, files)
        if "train" in job.only:
            report("Training", size, programs, measure(programs, job.runs), job.markdown)
        else:
            measure([program for program in programs if program.command[0] != job.program], 1)
        if "score" in job.only:
            programs = scoring(job, files)
            report("Scoring", size, programs, measure(programs, job.runs), job.markdown)
        if "article" in job.only and job.article:
            programs = one_article(job, files)
            report("One article", None, programs, measure(programs, job.runs), job.markdown)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="the program, such as target/release/oped")
    parser.add_argument("table", help="a labelled table")
    parser.add_argument("--article", help="a text file, for the time from start to finish")
    parser.add_argument("--runs", type=int, default=5, help="rounds; 5")
    parser.add_argument("--only", nargs="+", choices=["train", "score", "article"], default=["train", "score", "article"])
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    return parser.parse_args()


def prepare(job, folder):
    """Writes the table in fastText's format. Returns the paths of all models."""
    rows = tables.read(job.table)
    lines = [" ".join(row.text.split()) for row in rows]
    labelled = folder / "labelled.txt"
    labelled.write_text("".join(f"__label__{'opinion' if row.opinion else 'news'} {line}\n" for row, line in zip(rows, lines)))
    texts = folder / "texts.txt"
    texts.write_text("".join(line + "\n" for line in lines))
    files = {"labelled": labelled, "texts": texts}
    for name in ["oped.safetensors", "sklearn.joblib", "fasttext.bin"]:
        files[name] = folder / name
    if job.article:
        table, text = folder / "article.csv", folder / "article.txt"
        paragraphs = [line.strip() for line in pathlib.Path(job.article).read_text().splitlines() if line.strip()]
        with open(table, "w", newline="") as file:
            csv.writer(file).writerows([["text"], *[[paragraph] for paragraph in paragraphs]])
        text.write_text("".join(paragraph + "\n" for paragraph in paragraphs))
        files |= {"article.csv": table, "article.txt": text}
    return files


def training(job, files):
    output = str(files["fasttext.bin"]).removesuffix(".bin")
    settings = ["-epoch", 5, "-wordNgrams", 2, "-dim", 50, "-bucket", 500000, "-thread", 2, "-verbose", 0]
    fit = [job.program, "train", job.table, "-o", files["oped.safetensors"]]
    programs = [
        Program("oped train", fit),
        Program("scikit-learn, one fit", [*SCIKIT, "train", job.table, files["sklearn.joblib"]]),
    ]
    supervised = [FASTTEXT, "supervised", "-input", files["labelled"], "-output", output, *settings]
    return programs + [Program("fastText supervised", supervised)] * bool(FASTTEXT)


def scoring(job, files):
    score = [job.program, "score", "-q", "--format", "csv", "-o", os.devnull, job.table]
    programs = [
        Program("oped score, one thread", [*score, "--threads", 1]),
        Program("oped score, two threads", [*score, "--threads", 2]),
        Program("wc -w", ["wc", "-w", job.table]),
        Program("scikit-learn predict_proba", [*SCIKIT, "score", files["sklearn.joblib"], job.table]),
    ]
    predict = [FASTTEXT, "predict-prob", files["fasttext.bin"], files["texts"]]
    return programs + [Program("fastText predict-prob", predict)] * bool(FASTTEXT)


def one_article(job, files):
    programs = [
        Program("oped score", [job.program, "score", job.article]),
        Program("scikit-learn predict_proba", [*SCIKIT, "score", files["sklearn.joblib"], files["article.csv"]]),
    ]
    predict = [FASTTEXT, "predict-prob", files["fasttext.bin"], files["article.txt"]]
    return programs + [Program("fastText predict-prob", predict)] * bool(FASTTEXT)


def measure(programs, runs):
    """The runs of each program, round by round. Parts of one command share its runs."""
    found = collections.defaultdict(list)
    for _ in range(runs):
        for command in dict.fromkeys(tuple(map(str, program.command)) for program in programs):
            found[command].append(run(command))
    return {program.name: found[tuple(map(str, program.command))] for program in programs}


def run(command):
    """One run: seconds, processor seconds, and peak memory in MB."""
    with tempfile.TemporaryFile() as said:
        start = time.monotonic()
        process = watched.start(command, stdout=subprocess.DEVNULL, stderr=said)
        cpu, peak = process.finish()
        wall = time.monotonic() - start
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.status:
        sys.exit(f"speed.py: {' '.join(command)} failed:\n{text}")
    return Run(wall, cpu, peak)


def report(title, size, programs, rounds, markdown):
    """Prints a table with every program compared to the first."""
    columns = [title, "s", "range", "times the first", "processor s", "MB"] + ["MB/s"] * bool(size)
    lines, first = [], None
    for program in programs:
        runs = rounds[program.name]
        seconds = sorted(run.wall for run in runs)
        median = statistics.median(seconds)
        first = first or median
        line = [program.name, f"{median:.3f}", f"{seconds[0]:.3f}–{seconds[-1]:.3f}", f"{median / first:.2f}"]
        line += [f"{statistics.median(run.cpu for run in runs):.2f}", f"{max(run.peak for run in runs):.0f}"]
        lines.append(line + ([f"{size / 1e6 / median:.1f}"] if size else []))
    if markdown:
        rule = ["---", *["---:"] * (len(columns) - 1)]
        print("\n".join(f"| {' | '.join(line)} |" for line in [columns, rule, *lines]), end="\n\n", flush=True)
    else:
        widths = [max(map(len, column)) for column in zip(columns, *lines)]
        for line in [columns, *lines]:
            print("  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths)))
        print(flush=True)


if __name__ == "__main__":
    main()
