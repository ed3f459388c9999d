"""The recipes on real engines: the same numbers as in one process, to the bit.

They need `examples/requirements.txt`, and are skipped where an engine is missing.
"""

import csv
import os
import pathlib
import sys

import pyarrow as pa
import pytest

import oped

ROOT = pathlib.Path(__file__).parents[2]
# Here, and in the processes that engines start.
EXAMPLES = str(ROOT / "python" / "examples")
sys.path.insert(0, EXAMPLES)
os.environ["PYTHONPATH"] = EXAMPLES
os.environ["PYSPARK_PYTHON"] = sys.executable


@pytest.fixture(scope="module")
def rows():
    """Paragraphs in their articles, by article and place."""
    with (ROOT / "data" / "paragraphs.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["article"]]
    found = [{"article": f"{row['source']}/{row['article']}", "paragraph": n, "text": row["text"]} for n, row in enumerate(rows)]
    return sorted(found, key=lambda row: (row["article"], row["paragraph"]))


@pytest.fixture(scope="module")
def table(rows):
    return pa.Table.from_pylist(rows)


@pytest.fixture(scope="module")
def expected(table):
    found = oped.score_table(table).to_pyarrow()
    return {(row["article"], row["paragraph"]): (row["probability"], row["alone"]) for row in found.to_pylist()}


def found(rows):
    return {(row["article"], row["paragraph"]): (row["probability"], row["alone"]) for row in rows}


@pytest.fixture(scope="module")
def alone(table):
    """Each paragraph without the others, whose open quotations would run into it."""
    values = oped.score_table(table, article=False).to_pyarrow()["alone"].to_pylist()
    return sorted(value for value in values if value is not None)


def test_polars(table, expected):
    pl = pytest.importorskip("polars")
    from polars_frame import scored

    frame = scored(pl.DataFrame(table).lazy())
    assert found(frame.collect().to_dicts()) == expected
    assert frame.filter(pl.col("label") == "opinion").select("text").collect().height > 10


def test_duckdb(table, expected, alone):
    duckdb = pytest.importorskip("duckdb")
    from duckdb_function import alone as function
    from duckdb_relation import scored

    connection = duckdb.connect()
    connection.register("rows", table)
    result = scored(connection, "SELECT * FROM rows ORDER BY article, paragraph")
    assert found(result.to_pylist()) == expected
    connection.create_function("opinion", function, ["VARCHAR"], "DOUBLE", type="arrow")
    values = [value for (value,) in connection.sql("SELECT opinion(text) FROM rows").fetchall() if value is not None]
    assert sorted(values) == alone


def test_datafusion(table, expected, alone):
    datafusion = pytest.importorskip("datafusion")
    from datafusion_function import opinion

    context = datafusion.SessionContext()
    context.register_udf(opinion)
    context.register_record_batches("rows", [table.to_batches()])
    batches = context.sql("SELECT opinion(text) AS probability FROM rows").collect()
    values = [value for batch in batches for value in batch.column(0).to_pylist() if value is not None]
    assert sorted(values) == alone


def test_spark(rows, expected, alone):
    pytest.importorskip("pyspark")
    from pyspark.sql import SparkSession
    from spark_arrow import scored
    from spark_function import alone as function

    settings = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": "50",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    try:
        frame = spark.createDataFrame(rows, "article string, paragraph int, text string").repartition(4)
        assert found(row.asDict() for row in scored(frame).collect()) == expected
        values = [row.value for row in frame.select(function("text").alias("value")).collect()]
        assert sorted(value for value in values if value is not None) == alone
        # Where articles are cut, labels in context differ; that is what the recipe's repartition is for.
        assert cut(frame, expected) > 0
    finally:
        spark.stop()


def cut(frame, expected):
    """How many rows have another probability where each partition has some of an article's rows."""
    import spark_arrow

    class Unchanged:
        def __init__(self, frame):
            self.frame = frame
            self.schema = frame.schema

        def repartition(self, *_):
            return self

        def sortWithinPartitions(self, *columns):
            return self.frame.sortWithinPartitions(*columns)

    rows = found(row.asDict() for row in spark_arrow.scored(Unchanged(frame)).collect())
    return sum(rows[key] != value for key, value in expected.items())


def test_ray(table, expected, alone):
    ray = pytest.importorskip("ray")
    from ray_data import scored, scored_alone

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        data = ray.data.from_arrow(table).repartition(4)
        assert found(scored(data).take_all()) == expected
        values = [row["alone"] for row in scored_alone(data).take_all()]
        assert sorted(value for value in values if value is not None) == alone
    finally:
        ray.shutdown()
