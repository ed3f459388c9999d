"""What most people use today, on the same file: TfidfVectorizer(1,2) + LogisticRegression. Prints seconds and peak memory.

    pip install scikit-learn==1.9.1
    python benches/peers/train_sklearn.py TABLE.csv
    /usr/bin/time -v target/release/oped train TABLE.csv -o /dev/null
"""

import csv
import resource
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

csv.field_size_limit(1 << 30)
start = time.perf_counter()
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
texts, labels = [row["text"] for row in rows], [row["label"] for row in rows]
read = time.perf_counter()
matrix = TfidfVectorizer(ngram_range=(1, 2)).fit_transform(texts)
counted = time.perf_counter()
LogisticRegression(class_weight="balanced", max_iter=1000).fit(matrix, labels)
fitted = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"read {read - start:.1f} s, features {counted - read:.1f} s, fit {fitted - counted:.1f} s, "
      f"all {fitted - start:.1f} s, peak {peak:.0f} MB, {matrix.shape[1]} terms")
