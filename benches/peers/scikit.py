"""scikit-learn as a program: `scikit.py train TABLE MODEL` fits and writes, `scikit.py score MODEL TABLE` prints probabilities."""

import csv
import sys

import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

csv.field_size_limit(1 << 30)


def read(table):
    with open(table, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def train(table, model):
    rows = read(table)
    pipeline = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(solver="liblinear", max_iter=1000))
    pipeline.fit([row["text"] for row in rows], [row["label"] == "opinion" for row in rows])
    joblib.dump(pipeline, model)


def score(model, table):
    texts = [row["text"] for row in read(table)]
    for probability in joblib.load(model).predict_proba(texts)[:, 1]:
        print(probability)


{"train": train, "score": score}[sys.argv[1]](*sys.argv[2:])
