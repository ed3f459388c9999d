"""oped itself, through its command line."""

import csv
import io
import pathlib
import subprocess
import tempfile


class Missing(Exception):
    """The program cannot do this."""


def run(*command):
    """What the program prints. If it fails, raises with its message."""
    done = subprocess.run([*map(str, command)], capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with status {done.returncode}:\n{done.stderr}")
    return done.stdout


def train(program, tables, model, threads):
    run(program, "train", "--quiet", "--threads", threads, *tables, "-o", model)


def score(program, model, table, threads):
    """Row number → (alone, in context); a row without any word has no probabilities and is left out."""
    out = run(program, "score", "--quiet", "--threads", threads, "--format", "csv", "-m", model, table)
    return probabilities(io.StringIO(out), "probability")


def out_of_fold(program, table, threads):
    """Row number → (alone, in context), from models that have not seen the row's source."""
    known = subprocess.run([program, "help", "evaluate"], capture_output=True, encoding="utf-8")
    if known.returncode != 0 or "--rows" not in known.stdout:
        raise Missing(f"{program} has no `evaluate --rows`: no figures for held-out sources. Build a newer one")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "rows.csv")
        run(program, "evaluate", "--threads", threads, "--folds", "all", "--group", "source", "--rows", path, table)
        with open(path, encoding="utf-8", newline="") as file:
            return probabilities(file, "in_context")


def probabilities(file, in_context):
    """`in_context` may be empty if a row has no neighbours."""
    rows = [row for row in csv.DictReader(file) if row["alone"]]
    return {int(row["row"]): (float(row["alone"]), float(row[in_context] or row["alone"])) for row in rows}
