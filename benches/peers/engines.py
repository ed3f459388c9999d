"""Rows a second on engines, by the recipes of python/examples, against one process on the same table.

    pip install ./python -r python/examples/requirements.txt
    python benches/peers/engines.py TABLE [--runs 3]

TABLE is a CSV with text, article and paragraph. Each way runs in a process of its own: once to warm up, which shows what the engine and
its workers cost to start, then --runs times, of which the median counts. Every way reads the same Parquet file and sums the
probabilities, so that all rows are scored and nothing is written. Two processors for each.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = str(ROOT / "python" / "examples")
PROCESSORS = 2


def one_process(path):
    import oped
    import pyarrow.parquet as pq

    def run():
        return float(sum(filter(None, oped.score_table(pq.read_table(path), progress=False).to_pyarrow()["probability"].to_pylist())))

    return run


def polars(path):
    import polars as pl
    from polars_frame import scored

    return lambda: scored(pl.scan_parquet(path)).select(pl.col("probability").sum()).collect().item()


def duckdb(path):
    import duckdb
    from duckdb_relation import scored

    connection = duckdb.connect()

    def run():
        rows = scored(connection, f"SELECT * FROM '{path}'")
        return connection.sql("SELECT sum(probability) FROM rows").fetchall()[0][0]

    return run


def datafusion_alone(path):
    from datafusion import SessionContext
    from datafusion_function import opinion

    context = SessionContext()
    context.register_udf(opinion)
    context.register_parquet("rows", path)
    return lambda: context.sql("SELECT sum(opinion(text)) AS p FROM rows").to_pylist()[0]["p"]


def spark(path):
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import sum as total
    from spark_arrow import scored

    settings = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    settings["spark.sql.shuffle.partitions"] = str(2 * PROCESSORS)
    session = SparkSession.builder.master(f"local[{PROCESSORS}]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return lambda: scored(session.read.parquet(path)).select(total("probability").alias("p")).collect()[0].p


def spark_alone(path):
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import sum as total
    from spark_function import alone

    settings = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    session = SparkSession.builder.master(f"local[{PROCESSORS}]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return lambda: session.read.parquet(path).repartition(2 * PROCESSORS).select(total(alone("text")).alias("p")).collect()[0].p


def ray_alone(path):
    import ray
    from ray_data import scored_alone

    ray.init(num_cpus=PROCESSORS, include_dashboard=False, log_to_driver=False)
    return lambda: scored_alone(ray.data.read_parquet(path)).sum("alone")


WAYS = [one_process, polars, duckdb, datafusion_alone, spark, spark_alone, ray_alone]


def measure(name, path, runs):
    """In this process: seconds of the first run with the engine's start, the median of the others, and peak memory."""
    sys.path.insert(0, EXAMPLES)
    began = time.perf_counter()
    run = next(way for way in WAYS if way.__name__ == name)(path)
    found = run()
    first = time.perf_counter() - began
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"first": first, "seconds": statistics.median(seconds), "sum": found, "peak": peak}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("table", help="a CSV with text, article and paragraph")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", metavar="WAY", help="some of " + ", ".join(way.__name__ for way in WAYS))
    parser.add_argument("--way", help=argparse.SUPPRESS)
    job = parser.parse_args()
    if job.way:
        return measure(job.way, job.table, job.runs)
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    table = csv.read_csv(job.table, parse_options=csv.ParseOptions(newlines_in_values=True)).select(["article", "paragraph", "text"])
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/rows.parquet"
        # Row groups that an engine can share out.
        pq.write_table(table, path, row_group_size=table.num_rows // 8 + 1)
        print(f"{table.num_rows:,} rows\n\n| way | rows a second | first run | peak memory | sum of probabilities |\n|---|---:|---:|---:|---:|")
        for way in WAYS:
            if job.only and way.__name__ not in job.only:
                continue
            command = [sys.executable, __file__, path, "--way", way.__name__, "--runs", str(job.runs)]
            environment = {**os.environ, "PYTHONPATH": EXAMPLES, "PYSPARK_PYTHON": sys.executable, "RAYON_NUM_THREADS": str(PROCESSORS)}
            run = subprocess.run(command, capture_output=True, text=True, env=environment)
            if run.returncode:
                print(f"| {way.__name__} | failed | | | |", flush=True)
                print(run.stderr[-2000:], file=sys.stderr)
                continue
            found = json.loads(run.stdout.splitlines()[-1])
            rate = f"{table.num_rows / found['seconds']:,.0f}"
            print(f"| {way.__name__} | {rate} | {found['first']:.1f} s | {found['peak']:.0f} MB | {found['sum']:.6f} |", flush=True)


if __name__ == "__main__":
    main()
