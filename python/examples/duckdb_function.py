"""DuckDB: the probability of each text by itself, as a function of SQL over Arrow batches."""

import duckdb
import pyarrow as pa

import oped


def alone(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Of opinion, in [0, 1]; null for a text without a word. Rows of an article come in any order here: no context is read."""
    return oped.score_table(pa.table({"text": texts}), article=False).to_pyarrow()["alone"]


if __name__ == "__main__":
    connection = duckdb.connect()
    connection.create_function("opinion", alone, ["VARCHAR"], "DOUBLE", type="arrow")
    print(connection.sql("SELECT opinion('We must stop this absurd plan now!') AS probability"))
