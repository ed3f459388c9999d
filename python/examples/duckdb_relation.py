"""DuckDB: a query's rows out by Arrow, scores back into SQL."""

import duckdb
import pyarrow as pa

import oped


def scored(connection: duckdb.DuckDBPyConnection, query: str, text: str = "text") -> pa.Table:
    """The rows of a query with our columns behind them. ``ORDER BY`` article and place keeps articles whole."""
    reader = connection.sql(query).to_arrow_reader(100_000)
    return oped.score_table(reader, text).to_pyarrow()


if __name__ == "__main__":
    connection = duckdb.connect()
    connection.sql("CREATE TABLE rows AS SELECT 'a' AS article, unnest(['The council met.', 'We must act now!']) AS text")
    paragraphs = scored(connection, "SELECT * FROM rows ORDER BY article")
    print(connection.sql("SELECT label, count(*) FROM paragraphs GROUP BY label ORDER BY label"))
