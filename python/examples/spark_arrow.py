"""Spark: partitions as streams of Arrow batches, with articles whole."""

from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType

import oped

OURS = (
    "number long, kind string, label string, reason string, probability double, alone double, unsure boolean, quoted double"
)


def scored(frame: DataFrame, article: str = "article", place: str = "paragraph") -> DataFrame:
    """Adds our columns. An article's rows must meet in one partition, in their order; else each is read without the others."""
    result = StructType(frame.schema.fields + StructType.fromDDL(OURS).fields)
    given, returned = to_arrow_schema(frame.schema), to_arrow_schema(result)

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        reader = pa.RecordBatchReader.from_batches(given, batches)
        for part in oped.score_batches(reader, article=article, threads=1):
            yield from part.to_pyarrow().cast(returned).to_batches()

    whole = frame.repartition(article).sortWithinPartitions(article, place)
    return whole.mapInArrow(work, result)


if __name__ == "__main__":
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").getOrCreate()
    rows = [("a", 0, "The council met."), ("a", 1, "We must stop this absurd plan now!")]
    scored(spark.createDataFrame(rows, "article string, paragraph int, text string")).show()
