"""Spark: the probability of each text by itself, as a pandas UDF."""

import pandas as pd
import pyarrow as pa
from pyspark.sql.functions import pandas_udf
from pyspark.sql.types import DoubleType

import oped


@pandas_udf(DoubleType())
def alone(texts: pd.Series) -> pd.Series:
    """Of opinion, in [0, 1]; null for a text without a word. Rows of an article come in any order here: no context is read."""
    table = pa.table({"text": pa.array(texts, pa.string(), from_pandas=True)})
    return oped.score_table(table, article=False, threads=1).to_pandas()["alone"]


if __name__ == "__main__":
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").getOrCreate()
    frame = spark.createDataFrame([("We must stop this absurd plan now!",)], "text string")
    frame.select(alone("text").alias("probability")).show()
