"""Labels that are probably wrong."""

import csv
import io
import json
import os
import pathlib
import shutil
import subprocess

import pyarrow as pa
import pytest

import oped

DATA = pathlib.Path(__file__).parents[2] / "data" / "paragraphs.csv"


@pytest.fixture(scope="module")
def rows():
    return list(csv.DictReader(io.StringIO(DATA.read_text(encoding="utf-8"))))


def test_flipped_labels_are_found(rows):
    flipped = [dict(row) for row in rows]
    for at in range(0, len(rows), 40):
        flipped[at]["label"] = "news" if rows[at]["label"] == "opinion" else "opinion"
    found = oped.audit(pa.Table.from_pylist(flipped))
    issues = found.issues.to_pyarrow().to_pylist()
    first = {issue["index"] for issue in issues[: len(rows) // 40]}
    right = sum(index % 40 == 0 for index in first)
    assert right > len(first) / 2 and sum(found.wrong) > 5
    assert all(issue["given"] != issue["suggested"] and issue["score"] > 0.5 for issue in issues)
    assert "labels are wrong" in repr(found)


@pytest.mark.skipif(not (shutil.which("oped") or os.environ.get("OPED")), reason="needs the program, as OPED=…")
def test_issues_are_those_of_the_command_line(rows):
    program = os.environ.get("OPED") or "oped"
    out = subprocess.check_output([program, "audit", DATA, "--format", "jsonl", "-q"], text=True)
    expected = [line for line in map(json.loads, out.splitlines()) if line["type"] == "label_issue"]
    found = oped.audit(pa.Table.from_pylist(rows)).issues.to_pyarrow().to_pylist()
    assert [issue["index"] + 1 for issue in found] == [issue["row"] for issue in expected]
    assert [issue["score"] for issue in found] == [issue["score"] for issue in expected]


@pytest.mark.parametrize(
    ("table", "options", "error", "words"),
    [
        (pa.table({"text": ["a"], "label": ["fact"]}), {}, oped.TableError, 'row 0: label "fact" is neither news nor opinion'),
        (pa.table({"text": ["a"]}), {}, oped.ColumnError, 'there is no column "label"'),
        (pa.table({"text": ["a"], "label": ["news"]}), {}, oped.TrainingError, "too small to audit"),
    ],
)
def test_wrong_tables_say_what_to_do(table, options, error, words):
    with pytest.raises(error) as raised:
        oped.audit(table, **options)
    assert words in str(raised.value)
