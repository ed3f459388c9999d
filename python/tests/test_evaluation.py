"""How good a model is: the same figures as the program's, and honest about what it was given."""

import csv
import json
import os
import pathlib
import shutil
import signal
import subprocess
import threading

import pytest

pa = pytest.importorskip("pyarrow")

import oped

ROOT = pathlib.Path(__file__).parents[2]
TABLE = ROOT / "data" / "paragraphs.csv"


@pytest.fixture(scope="module")
def table():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return pa.Table.from_pylist(list(csv.DictReader(file)))


@pytest.fixture(scope="module")
def validated(table):
    return oped.evaluate(table, resamples=100)


def test_a_training_is_cross_validated_by_publisher(validated, table):
    assert validated.figures["group"] == "source"
    assert 0.5 < validated.figures["in_context"]["macro_f1"]["low"] < validated.figures["in_context"]["macro_f1"]["high"] <= 1
    assert {of["source"] for of in validated.sources} == set(table["source"].to_pylist())
    predictions = validated.predictions.to_pyarrow()
    assert predictions.column_names == ["index", "label", "alone", "in_context"]
    assert len(validated) == predictions.num_rows <= table.num_rows
    given = table["label"].to_pylist()
    assert all(given[row["index"]] == row["label"] for row in predictions.to_pylist())
    assert repr(validated).startswith(f"<oped.Evaluation of {len(validated)} rows: macro-F1 0.")
    assert "macro-F1" in str(validated) and validated.to_html().startswith("<!")


def test_a_model_is_evaluated_on_rows(table):
    found = oped.evaluate(table.slice(0, 300), oped.Model.shipped(), resamples=100)
    assert "model" in json.loads(found.to_json().splitlines()[0])
    assert found.figures["alone"]["auc"]["value"] > 0.9


@pytest.mark.skipif(not (shutil.which("oped") or os.environ.get("OPED")), reason="needs the program, as OPED=…")
def test_figures_are_the_programs(validated):
    program = os.environ.get("OPED") or "oped"
    command = [program, "evaluate", str(TABLE), "--resamples", "100", "--format", "jsonl", "-q"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    theirs = next(line for line in map(json.loads, lines) if line["type"] == "evaluation")
    for place in ["alone", "in_context"]:
        assert validated.figures[place] == theirs[place]


def test_rows_that_cannot_be_judged_are_named(table):
    with pytest.raises(oped.ColumnError, match='"verdict"'):
        oped.evaluate(table, label="verdict")
    with pytest.raises(oped.OpedError, match="label"):
        oped.evaluate(table.set_column(5, "label", pa.array(["news"] * table.num_rows)))
    with pytest.raises(oped.EmptyError):
        oped.evaluate(table.slice(0, 0), oped.Model.shipped())
    with pytest.raises(oped.UsageError, match="resamples=3 is not between 100 and 100000"):
        oped.evaluate(table, resamples=3)


def test_evidence_as_dicts():
    article = oped.explain("We must act now, said the mayor. The plan is a disgrace, and nobody should vote for it.")
    why = article[0].explanation
    of = why.to_dict()
    assert [term["weight"] for term in of["evidence"]] == [term.weight for term in why.evidence]
    assert abs(of["intercept"] + sum(term["weight"] for term in of["evidence"]) - of["logit"]) < 1e-9
    assert {family["family"] for family in of["families"]} == {family.family for family in why.families}


def test_bytearrays_are_bytes():
    page = b"<p>The council met on Monday and voted for the new budget of the town.</p>"
    assert oped.score(bytearray(page), "html")[0].probability == oped.score(page, "html")[0].probability


@pytest.fixture
def interruptible():
    """Ctrl-C interrupts also where whoever started the tests ignores it, as shells do in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.usefixtures("interruptible")
def test_training_hears_an_interrupt(table):
    many = pa.concat_tables([table] * 30)
    changed = pa.array([f"{text} {number}" for number, text in enumerate(many["text"].to_pylist())])
    many = many.set_column(4, "text", changed)
    # As soon as the job runs: the main thread is inside it.
    alarm = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
    alarm.start()
    with pytest.raises(KeyboardInterrupt):
        oped.evaluate(many)
    alarm.join()
    assert oped.score("The council met on Monday and voted for the budget.").paragraphs
