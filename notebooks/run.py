"""Executes the notebooks.

    python notebooks/run.py            writes their outputs again
    python notebooks/run.py --check    fails if one fails, or if it prints something else than the outputs it carries

Needs the package oped, those in requirements.txt, and the program (see place.py).
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent


def execute(path):
    """Runs a notebook and returns it with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, record_timing=False, resources={"metadata": {"path": FOLDER}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    # The Python version must not show up in a diff.
    notebook.metadata.pop("language_info", None)
    return notebook


def shown(cell):
    """What a cell prints and shows.

    Pictures depend on the fonts of the machine, so only their presence counts. What is printed arrives in one piece or in
    several, as the kernel has time, so the pieces of a stream count as one.
    """
    found = []
    stream = None
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if output.output_type == "stream" and output.name == stream:
            found[-1] += output.text
            continue
        stream = output.get("name")
        if "image/png" in data:
            found.append("(a picture)")
        else:
            found.append(output.get("text") or data.get("text/html") or data.get("text/plain", ""))
    return found


def is_current(path, new):
    """Whether the notebook carries the outputs of this run. Prints the first difference."""
    for number, (old, now) in enumerate(zip(nbformat.read(path, as_version=4).cells, new.cells, strict=True)):
        if shown(old) != shown(now):
            print(f"{path.name}: the outputs of cell {number} differ; run python notebooks/run.py", file=sys.stderr)
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
