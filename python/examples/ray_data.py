"""Ray Data: articles whole, in groups that a worker scores."""

import pyarrow as pa
from ray.data import Dataset

import oped


def score_article(table: pa.Table) -> pa.Table:
    """The rows of one article, in their order, with our columns behind them."""
    return oped.score_table(table.sort_by("paragraph"), threads=1).to_pyarrow()


def scored(data: Dataset, article: str = "article") -> Dataset:
    """Adds our columns. Without ``groupby`` a batch may end within an article, whose rows would be read without each other."""
    return data.groupby(article).map_groups(score_article, batch_format="pyarrow")


def scored_alone(data: Dataset) -> Dataset:
    """Adds our columns where rows are no articles: each is read by itself, and batches may be cut anywhere."""
    score = lambda table: oped.score_table(table, article=False, threads=1).to_pyarrow()  # noqa: E731
    return data.map_batches(score, batch_format="pyarrow")


if __name__ == "__main__":
    import ray

    rows = [{"article": "a", "paragraph": 0, "text": "The council met."}, {"article": "a", "paragraph": 1, "text": "We must act now!"}]
    print(scored(ray.data.from_items(rows)).take_all())
