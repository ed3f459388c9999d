"""Tables by Arrow: in any form, out in any form."""

import csv
import io
import os
import pathlib
import shutil
import subprocess
import warnings

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import oped

DATA = pathlib.Path(__file__).parents[2] / "data"
TEXTS = [
    "The council met on Monday, a spokeswoman said.",
    "We must stop this absurd plan, and nobody should vote for it!",
    None,
    "",
    "It voted.",
]


def probabilities(table, **options):
    return oped.score_table(table, **options).to_pyarrow()["probability"].to_pylist()


EXPECTED = probabilities(pa.table({"text": TEXTS}))


def test_rows_alone_are_scored_as_texts_are():
    assert EXPECTED[:2] == [oped.score(text)[0].probability for text in TEXTS[:2]]
    assert EXPECTED[2:4] == [None, None]


@pytest.mark.parametrize(
    "array",
    [
        pa.array(TEXTS, pa.large_string()),
        pa.array(TEXTS, pa.string_view()),
        pa.array(TEXTS).dictionary_encode(),
        pa.chunked_array([TEXTS[:1], [], TEXTS[1:]], pa.string()),
        pa.array(["x", "y", *TEXTS, "z"]).slice(2, 5),
    ],
    ids=["large", "view", "dictionary", "chunked", "sliced"],
)
def test_any_type_of_text_is_read(array):
    assert probabilities(pa.table({"text": array})) == EXPECTED


def test_any_library_of_tables_is_read():
    frame = pd.DataFrame({"text": TEXTS})
    assert probabilities(frame) == EXPECTED
    assert probabilities(frame.astype("category")) == EXPECTED
    assert probabilities(pl.DataFrame({"text": TEXTS})) == EXPECTED
    batches = pa.table({"text": TEXTS}).to_batches(max_chunksize=2)
    assert probabilities(pa.RecordBatchReader.from_batches(batches[0].schema, batches)) == EXPECTED
    assert probabilities(pa.record_batch({"text": TEXTS})) == EXPECTED


def test_results_go_to_any_library_with_all_columns():
    table = pl.DataFrame({"n": [1, 2, 3, 4, 5], "text": TEXTS, "label": list("abcde")})
    scored = oped.score_table(table)
    assert len(scored) == 5 and "5 paragraphs" in repr(scored)
    ours = ["number", "kind", "label", "reason", "probability", "alone", "unsure", "quoted"]
    assert scored.paragraphs.column_names == ["n", "text", "table_label", *ours]
    assert pl.DataFrame(scored)["n"].to_list() == [1, 2, 3, 4, 5]
    assert scored.to_pandas()["table_label"].tolist() == list("abcde")
    assert scored.to_pyarrow()["reason"].to_pylist()[2:4] == ["no words", "no words"]


def test_articles_are_read_together_whatever_the_batches():
    rows = list(csv.DictReader(io.StringIO((DATA / "paragraphs.csv").read_text(encoding="utf-8"))))
    table = pa.Table.from_pylist(rows)
    whole = probabilities(table)
    assert whole != probabilities(table, article=False)
    for size in (1, 7, 50):
        batches = table.to_batches(max_chunksize=size)
        reader = pa.RecordBatchReader.from_batches(table.schema, batches)
        assert probabilities(reader) == whole
    parts = list(oped.score_batches(pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=20))))
    assert len(parts) > 3 and pa.concat_tables(map(pa.table, parts))["probability"].to_pylist() == whole
    scored = oped.score_table(table, threads=1)
    assert scored.to_pyarrow()["probability"].to_pylist() == whole
    names = scored.articles.to_pandas()["article"]
    assert len(names) >= len({row["article"] for row in rows if row["article"]})


@pytest.mark.skipif(not (shutil.which("oped") or os.environ.get("OPED")), reason="needs the program, as OPED=…")
@pytest.mark.parametrize("split", [False, True])
def test_numbers_are_those_of_the_command_line_to_the_bit(split):
    program = os.environ.get("OPED") or "oped"
    flags = ["--split"] if split else []
    out = subprocess.check_output([program, "score", DATA / "paragraphs.csv", "--format", "csv", "-q", *flags], text=True)
    expected = list(csv.DictReader(io.StringIO(out)))
    table = pa.Table.from_pylist(list(csv.DictReader((DATA / "paragraphs.csv").open(encoding="utf-8", newline=""))))
    found = oped.score_table(table, split=split).to_pyarrow().to_pylist()
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        for column in ("probability", "alone", "quoted"):
            assert ours[column] == (float(theirs[column]) if theirs[column] else None)
        assert (ours["label"] or "", ours["reason"] or "", ours["number"]) == (
            theirs["label"],
            theirs["reason"],
            int(theirs["paragraph"]),
        )


def test_rows_are_split_into_paragraphs():
    body = "The council met on Monday.\n\nWe must stop this absurd plan, and nobody should vote for it!"
    table = pa.table({"url": ["u", "v"], "body": [body, "It voted."], "n": [1, 2]})
    scored = oped.score_table(table, text="body", split=True)
    found = scored.to_pyarrow().to_pylist()
    assert [(row["url"], row["row"], row["row_paragraph"], row["n"]) for row in found] == [
        ("u", 1, 0, 1),
        ("u", 1, 1, 1),
        ("v", 2, 0, 2),
    ]
    assert body.encode()[found[1]["start"] : found[1]["end"]].decode() == found[1]["body"]
    assert [row["probability"] for row in found[:2]] == [paragraph.probability for paragraph in oped.score(body)]
    assert scored.articles.to_pandas()["row"].tolist() == [1, 2]


def test_bytes_are_of_the_callers_text_and_names_stay_apart():
    table = pa.table({"body": ["  The council met on Monday.\n\nWe must stop this absurd plan now! "], "label": [1], "table_label": [2]})
    scored = oped.score_table(table, text="body", split=True).to_pyarrow()
    row = scored.to_pylist()[1]
    assert table["body"][0].as_py()[row["start"] : row["end"]] == row["body"]
    assert (row["table_table_label"], row["table_label"]) == (1, 2)


def test_rows_without_an_article_do_not_wait():
    batches = pa.table({"text": ["We must act."] * 10}).to_batches(max_chunksize=5)
    parts = list(oped.score_batches(pa.RecordBatchReader.from_batches(batches[0].schema, batches)))
    assert [len(part) for part in parts] == [5, 5]


def test_columns_are_found_in_any_case_and_texts_are_no_names():
    assert probabilities(pa.table({"Text": TEXTS})) == EXPECTED
    assert probabilities(pa.table({"article": TEXTS}), text="article") == EXPECTED
    with pytest.raises(oped.ColumnError, match="several columns"):
        oped.score_table(pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], ["text", "text"]))


def test_a_forked_process_scores_too():
    import multiprocessing

    oped.score_table(pa.table({"text": TEXTS}))
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply_async(probabilities, [pa.table({"text": TEXTS})]).get(timeout=60) == EXPECTED


def test_lists_are_paragraphs():
    lists = pa.table({"text": [["The council met.", "We must stop this absurd plan now!"], [], None]})
    found = oped.score_table(lists, split=True).to_pyarrow().to_pylist()
    assert [row["row"] for row in found] == [1, 1, 2, 3]
    assert found[1]["text"] == "We must stop this absurd plan now!"


@pytest.mark.parametrize(
    ("table", "options", "words"),
    [
        (pa.table({"body": ["a"]}), {}, 'there is no column "text"; the table has the columns body; name the right one with text='),
        (pa.table({"text": [1, 2]}), {}, 'the column "text" is of type Int64, not text'),
        (pa.table({"text": ["a"]}), {"article": "url"}, 'there is no column "url"'),
        (pa.table({}), {}, "the table has no columns"),
        (pa.table({"text": ["a"]}), {"threads": 0}, "threads=0"),
    ],
)
def test_wrong_tables_say_what_to_do(table, options, words):
    with pytest.raises(oped.OpedError) as raised:
        oped.score_table(table, **options)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    "options", [{"text": ["a"]}, {"split": "yes"}, {"threads": "2"}, {"article": 3}], ids=lambda options: next(iter(options))
)
def test_arguments_of_another_type_are_named(options):
    with pytest.raises(TypeError, match=f"{next(iter(options))}= is"):
        oped.score_table(pa.table({"text": ["a"]}), **options)


def test_columns_that_arrow_does_not_take_have_a_remedy():
    with pytest.raises(oped.TableError, match="leave out the columns"):
        oped.score_table(pl.DataFrame({"text": TEXTS, "x": [None] * 5}))


def test_no_table_is_a_type_error():
    with pytest.raises(TypeError, match="Arrow interface is needed.*not list"):
        oped.score_table(["a"])


def test_a_table_without_rows_has_a_result_without_rows():
    scored = oped.score_table(pa.table({"text": pa.array([], pa.string())}))
    assert len(scored) == 0 and scored.to_pyarrow().column_names[-1] == "quoted"
    assert len(scored.articles) == 0


def test_progress_counts_all_rows(monkeypatch):
    seen = []
    scorer = oped.Scorer()
    options = dict(text="text", article=None, source=None, paragraph=None, split=False, threads=None)
    scorer._scorer.score_table(pa.table({"text": ["We must act."] * 1000}), options, seen.append)
    assert sum(seen) == 1000


def test_articles_say_whose_they_are_and_where_they_begin():
    rows = {"url": ["/1", "/1", "/2"], "outlet": ["Mail", "Post", "Post"], "body": ["The council met.", "We must act now!", "It rained."]}
    articles = oped.score_table(pa.table(rows), "body", article="url", source="outlet").articles.to_pyarrow()
    found = [(row["article"], row["source"], row["row"]) for row in articles.to_pylist()]
    assert found == [("/1", "Mail", 1), ("/1", "Post", 2), ("/2", "Post", 3)]


def test_rows_that_hold_several_paragraphs_are_told():
    table = pa.table({"text": ["The council met on Monday.\n\nWe must stop this plan now!", "It rained."]})
    with pytest.warns(UserWarning, match="1 of the first 2 rows hold several paragraphs.*split=True") as told:
        oped.score_table(table)
    assert told[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        oped.score_table(table, split=True)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pa.array(["We must act."]), r"one column.*df\[\[\"text\"\]\]"),
        (pa.chunked_array([["We must act."]]), r"one column.*df\[\[\"text\"\]\]"),
        (type("LazyFrame", (), {"collect": None})(), r"not LazyFrame; call .collect\(\) first"),
    ],
)
def test_what_is_no_table_is_told(table, words):
    with pytest.raises(TypeError, match=words):
        oped.score_table(table)


def test_too_many_threads_are_refused():
    with pytest.raises(oped.UsageError, match="threads=1000000 is more than 1024"):
        oped.score_table(pa.table({"text": ["We must act."]}), threads=10**6)


def test_rows_of_an_article_that_stand_apart_are_told():
    rows = {"article": ["a", "b", "a", "b", "b"], "text": ["The council met.", "It rained.", "We must act.", "It snowed.", "It stopped."]}
    with pytest.warns(UserWarning, match='2 runs of rows are of articles that were met before, the first of "a" in row 3; sort'):
        found = oped.score_table(pa.table(rows))
    assert len(found.articles) == 4
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        oped.score_table(pa.table(rows).sort_by("article"))
