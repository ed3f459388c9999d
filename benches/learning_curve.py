"""How good the model gets with more read labels: trains on more and more of the read articles, and scores sources held back.

    python benches/learning_curve.py OPED OUT READ… --inherited TABLE…

Sources are held back in two halves by a hash of their name, a fifth of them in each; the training never sees them, nor the inherited
rows of theirs. Of the other read articles it gets a share, by a hash of the article's name. Writes OUT.csv and OUT.svg. Needs
matplotlib. Takes about a minute for each of the ten trainings.
"""

import csv
import hashlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path

SHARES = [0.0625, 0.125, 0.25, 0.5, 1.0]
FLAGS = "--group source --source-weight none --alpha 0.25 --inherited-weight 0.5".split()
csv.field_size_limit(1 << 30)


def share_of(name):
    """A number in [0, 1) that depends on the name alone."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") / 2**64


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    names = list(dict.fromkeys(name for row in rows for name in row))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def figures(oped, model, table):
    """Macro-F1 and AUC, alone and in context."""
    out = subprocess.run([oped, "evaluate", table, "-m", model, "--format", "csv", "-q"], check=True, capture_output=True)
    rows = csv.DictReader(io.StringIO(out.stdout.decode()))
    overall = [row for row in rows if row["type"] == "evaluation"]
    return {f"{row['figure']} {row['place']}": float(row["value"]) for row in overall if row["figure"] in ("macro_f1", "auc")}


def curve(oped, read, inherited, folder):
    """(share, half, rows read, table, figures) of each training."""
    tables = {Path(path).name: rows_of(path) for path in read}
    weak = {Path(path).name: rows_of(path) for path in inherited}
    for half in (0, 1):
        held = lambda row: half / 5 <= share_of(row.get("source", "")) < (half + 1) / 5
        for name, rows in weak.items():
            write(folder / f"weak-{name}", [row for row in rows if not held(row)])
        for name, rows in tables.items():
            write(folder / f"test-{name}", [row for row in rows if held(row)])
        for share in SHARES:
            number = 0
            for name, rows in tables.items():
                kept = [row for row in rows if not held(row) and share_of("curve " + row.get("article", "")) < share]
                number += len(kept)
                write(folder / f"read-{name}", kept)
            model = folder / "model.safetensors"
            files = [str(folder / f"read-{name}") for name in tables]
            weak_files = [str(folder / f"weak-{name}") for name in weak]
            subprocess.run([oped, "train", *files, "--inherited", *weak_files, *FLAGS, "-q", "-o", str(model)], check=True, stdout=subprocess.DEVNULL)
            for name in tables:
                found = figures(oped, str(model), str(folder / f"test-{name}"))
                yield {"share": share, "half": half, "read_rows": number, "table": name, **found}
                print(share, half, number, name, found, file=sys.stderr)


def draw(rows, path):
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    plt.rcParams["svg.hashsalt"] = "oped"
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for axis, name, title in zip(axes, ("macro_f1", "auc"), ("macro-F1", "AUC")):
        for table, colour in zip(dict.fromkeys(row["table"] for row in rows), ("#2563a8", "#b4541a", "#3d7a3d", "#7a3d7a")):
            for column, style in (("alone", "--"), ("in_context", "-")):
                points = [[row for row in rows if row["table"] == table and row["share"] == share] for share in SHARES]
                mean = lambda of, key: sum(row[key] for row in of) / len(of)
                label = f"{table.removesuffix('.csv')}, {column.replace('_', ' ')}"
                xs, ys = [mean(of, "read_rows") for of in points], [mean(of, f"{name} {column}") for of in points]
                axis.plot(xs, ys, style, color=colour, marker="o", markersize=3, label=label)
        axis.set_xscale("log", base=2)
        axis.set_xticks(xs, [f"{x:,.0f}" for x in xs])
        axis.minorticks_off()
        axis.set_xlabel("paragraphs with read labels")
        axis.set_title(title)
        axis.grid(alpha=0.3)
    axes[1].legend(fontsize=8, loc="lower right")
    figure.savefig(path, metadata={"Date": None})


def main():
    oped, out, *paths = sys.argv[1:]
    at = paths.index("--inherited") if "--inherited" in paths else sys.exit(__doc__)
    if len({Path(path).name for path in paths}) < len(paths):
        sys.exit("the tables must have different names")
    with tempfile.TemporaryDirectory() as folder:
        rows = list(curve(oped, paths[:at], paths[at + 1 :], Path(folder)))
    write(out + ".csv", rows)
    draw(rows, out + ".svg")


if __name__ == "__main__":
    main()
