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


def printed(notebook):
    """What the cells print and show as text. Pictures are drawn with the fonts of the machine, and are left out."""
    found = []
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            if "image/png" not in output.get("data", {}):
                found.append((number, text))
    return found


def main():
    is_check = sys.argv[1:] == ["--check"]
    failed = False
    for path in sorted(FOLDER.glob("*.ipynb")):
        new = execute(path)
        if is_check:
            old, now = printed(nbformat.read(path, as_version=4)), printed(new)
            for (number, before), (_, after) in zip(old, now):
                if before != after:
                    print(f"{path.name}: cell {number} carries another output; run python notebooks/run.py\n"
                          f"--- carried\n{before}\n--- now\n{after}", file=sys.stderr)
                    failed = True
            failed |= len(old) != len(now)
        else:
            nbformat.write(new, path)
        print(f"{path.name}: executed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
