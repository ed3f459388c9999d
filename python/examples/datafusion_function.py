"""DataFusion: the probability of each text by itself, as a function of SQL over Arrow arrays."""

import pyarrow as pa
from datafusion import SessionContext, udf

import oped


def alone(texts: pa.Array) -> pa.Array:
    """Of opinion, in [0, 1]; null for a text without a word. Rows of an article come in any order here: no context is read."""
    return oped.score_table(pa.table({"text": texts}), article=False).to_pyarrow()["alone"].combine_chunks()


opinion = udf(alone, [pa.string()], pa.float64(), "immutable", name="opinion")

if __name__ == "__main__":
    context = SessionContext()
    context.register_udf(opinion)
    print(context.sql("SELECT opinion('We must stop this absurd plan now!') AS probability"))
