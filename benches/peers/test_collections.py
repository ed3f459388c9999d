"""The table "How good it is" of the README: the shipped model on collections that it was not trained on.

    pip install scikit-learn==1.9.1
    python benches/peers/test_collections.py target/release/oped FOLDER

FOLDER holds babe.csv, brown.csv, nyt_oped.csv and polnear.csv in the format of data/paragraphs.csv; they are not part of
this repository. Macro-F1 and AUC are scikit-learn's, from the probabilities that the program prints.
"""

import csv
import io
import pathlib
import subprocess
import sys

from sklearn.metrics import f1_score, roc_auc_score

csv.field_size_limit(1 << 30)


def scored(program, table):
    """The rows of a table with the program's probabilities."""
    command = [program, "score", "--format", "csv", "--quiet", str(table)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = list(csv.DictReader(open(table, encoding="utf-8", newline="")))
    results = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == len(results)
    return rows, results


def figures(labels, probabilities):
    called = [p >= 0.5 for p in probabilities]
    if len(set(labels)) == 1:
        return f"called opinion {sum(called) / len(called):.1%}"
    return f"{f1_score(labels, called, average='macro'):.3f} / {roc_auc_score(labels, probabilities):.3f}"


program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
for name in ["babe", "brown", "nyt_oped", "polnear"]:
    rows, results = scored(program, folder / f"{name}.csv")
    labels = [row["label"] == "opinion" for row in rows]
    for field in ["alone", "probability"]:
        print(f"{name:9} {field:12} {figures(labels, [float(row[field] or 0.5) for row in results])}")
