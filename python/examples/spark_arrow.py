"""Spark: partitions as streams of Arrow batches, with articles whole."""

from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import DataFrame

import oped

OURS = "number long, kind string, label string, reason string, probability double, alone double, unsure boolean, quoted double"


def scored(frame: DataFrame) -> DataFrame:
    """Adds our columns. An article's rows meet in one partition, in their order; else they would be read without each other."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([(name, kind) for name, kind in types])
        reader = pa.RecordBatchReader.from_batches(schema, batches)
        for part in oped.score_batches(reader, threads=1):
            yield from part.to_pyarrow().cast(target).to_batches()

    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import StructType

    result = StructType(frame.schema.fields + StructType.fromDDL(OURS).fields)
    types, target = list(zip(frame.columns, to_arrow_schema(frame.schema).types)), to_arrow_schema(result)
    whole = frame.repartition("article").sortWithinPartitions("article", "paragraph")
    return whole.mapInArrow(work, result)
