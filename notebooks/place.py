"""Where the data lies, the colours, and the program for what only the command line does."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
NEWS, OPINION = "#0b5cad", "#a8480f"


def program(*arguments):
    """Runs oped and returns its JSON lines, as one table per type of line. Notes are left out, errors are raised.

    It is $OPED, else the program built here, else the one on the path.
    """
    built = PROJECT / "target" / "release" / "oped"
    found = os.environ.get("OPED") or (str(built) if built.exists() else shutil.which("oped"))
    if not found:
        raise FileNotFoundError("oped was not found: run cargo build --release, or set OPED to its path")
    command = [found, *map(str, arguments), "--format", "jsonl", "-q"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode == 2:
        raise RuntimeError(run.stderr)
    kinds = {}
    for line in run.stdout.splitlines():
        of = json.loads(line)
        kinds.setdefault(of.pop("type"), []).append(of)
    return {kind: pd.DataFrame(rows) for kind, rows in kinds.items()}
