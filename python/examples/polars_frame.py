"""Polars: a lazy frame scored in one go, with articles whole."""

import polars as pl

import oped


def scored(frame: pl.LazyFrame, text: str = "text") -> pl.LazyFrame:
    """Adds our columns behind the frame's. Without ``streamable`` the function sees all rows, so that no article is cut."""
    schema = pl.DataFrame(oped.score_table(frame.head(0).collect(), text)).schema
    return frame.map_batches(lambda part: pl.DataFrame(oped.score_table(part, text)), schema=schema)


if __name__ == "__main__":
    rows = pl.LazyFrame({"article": ["a", "a"], "text": ["The council met.", "We must stop this absurd plan now!"]})
    print(scored(rows).filter(pl.col("label") == "opinion").collect())
