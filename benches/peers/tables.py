"""Tables in the format of data/paragraphs.csv → rows, by the rules of `src/tables/rows/lint.rs`."""

import collections
import csv

csv.field_size_limit(1 << 30)

# `number` counts data rows from 1, as in what the program prints.
Row = collections.namedtuple("Row", "number text opinion source pair")


def read(table):
    """The rows of a table in its order, without those that have no letter and no digit."""
    with open(table, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for column in ["text", "label"]:
            if column not in (reader.fieldnames or []):
                raise ValueError(f"{table}: no column {column}; columns text and label are required")
        rows = [to_row(table, number, fields) for number, fields in enumerate(reader, 1)]
    return [row for row in rows if any(map(str.isalnum, row.text))]


def to_row(table, number, fields):
    label = fields["label"].strip()
    if label not in ("news", "opinion"):
        raise ValueError(f"{table}: row {number}: label {label!r} is neither news nor opinion")
    others = [fields.get(column) or "" for column in ["source", "pair"]]
    return Row(number, fields["text"].strip(), label == "opinion", *others)


def pairs(table):
    """The rows of contrast pairs: each pair has a news side and an opinion side."""
    rows, sides = read(table), collections.defaultdict(list)
    for row in rows:
        sides[row.pair].append(row.opinion)
    for pair, labels in sides.items():
        if not pair or sorted(labels) != [False, True]:
            raise ValueError(f"{table}: pair {pair!r} is not one row of news and one of opinion; see data/README.md")
    return rows


def key(text):
    """The key by which texts count as the same, ignoring white space and case."""
    return " ".join(text.split()).lower()


def training(tables):
    """The rows to train on, without those that repeat the text and label of an earlier row of any table."""
    kept, first = [], {}
    for table in tables:
        for row in read(table):
            if first.get(key(row.text)) != row.opinion:
                first.setdefault(key(row.text), row.opinion)
                kept.append(row)
    return kept


def two_class_sources(rows):
    """The sources that have news and opinion, sorted."""
    labels = collections.defaultdict(set)
    for row in rows:
        labels[row.source].add(row.opinion)
    return sorted(source for source, found in labels.items() if source and len(found) == 2)
