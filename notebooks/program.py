"""Runs oped and reads its exports. The notebooks compute no features: every number comes from the program."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
NEWS, OPINION = "#0b5cad", "#a8480f"


def _program():
    """$OPED, else the program built here, else the one on the path."""
    built = PROJECT / "target" / "release" / "oped"
    found = os.environ.get("OPED") or (str(built) if built.exists() else shutil.which("oped"))
    if not found:
        raise FileNotFoundError("oped was not found: run cargo build --release, or set OPED to its path")
    return found


def oped(*arguments):
    """Runs the program and returns what it prints. Notes are left out, errors are raised."""
    run = subprocess.run([_program(), *map(str, arguments), "-q"], capture_output=True, text=True)
    if run.returncode == 2:
        raise RuntimeError(run.stderr)
    return run.stdout


def lines(*arguments):
    """The JSON lines of a run, as one table per type of line."""
    kinds = {}
    for line in oped(*arguments, "--format", "jsonl").splitlines():
        of = json.loads(line)
        kinds.setdefault(of.pop("type"), []).append(of)
    return {kind: pd.DataFrame(rows) for kind, rows in kinds.items()}
