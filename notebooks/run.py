"""Executes the notebooks.

    python notebooks/run.py            writes their outputs anew
    python notebooks/run.py --check    fails where one fails, or where its printed outputs are not those that it carries

Needs what requirements.txt names, and the program (see program.py).
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent


def execute(path):
    """The notebook with the outputs of a run."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, record_timing=False, resources={"metadata": {"path": FOLDER}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    # The version of Python that happens to run it is no part of it.
    notebook.metadata.pop("language_info", None)
    return notebook


def shown(cell):
    """What a cell prints and shows. Of pictures only that they are there: they are drawn with the fonts of the machine."""
    found = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" in data:
            found.append("(a picture)")
        else:
            found.append(output.get("text") or data.get("text/html") or data.get("text/plain", ""))
    return found


def is_current(path, new):
    """Whether the notebook carries the outputs of this run. Says where it does not."""
    for number, (old, now) in enumerate(zip(nbformat.read(path, as_version=4).cells, new.cells, strict=True)):
        if shown(old) != shown(now):
            print(f"{path.name}: cell {number} carries other outputs; run python notebooks/run.py", file=sys.stderr)
            print("--- carried", *shown(old), "--- now", *shown(now), sep="\n", file=sys.stderr)
            return False
    return True


def main():
    is_check = sys.argv[1:] == ["--check"]
    failed = False
    for path in sorted(FOLDER.glob("*.ipynb")):
        new = execute(path)
        if is_check:
            failed |= not is_current(path, new)
        else:
            nbformat.write(new, path)
        print(f"{path.name}: executed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
