"""Pages with gold text, and how a cut is measured against it."""

import collections
import hashlib
import json
import pathlib
import re
import urllib.parse

WORD = re.compile(r"\w+")
FOLDS = 8


def read_gold(path):
    """Returns {page: {"articleBody": text, "url": address}}."""
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def fold(url):
    """The fold of a page: pages of one site share it."""
    site = ".".join(urllib.parse.urlparse(url).netloc.split(".")[-2:])
    return int(hashlib.md5(site.encode()).hexdigest(), 16) % FOLDS


def shingles(text, length=4):
    """The multiset of a text's runs of four words."""
    words = WORD.findall(text)
    if not words:
        return collections.Counter()
    runs = range(max(1, len(words) - length + 1))
    return collections.Counter(tuple(words[at : at + length]) for at in runs)


def page_counts(gold, found):
    """True positives, false positives and false negatives of a page, divided by their sum."""
    gold, found = shingles(gold), shingles(found)
    true = sum((gold & found).values())
    counts = true, sum(found.values()) - true, sum(gold.values()) - true
    return [count / (sum(counts) or 1) for count in counts]


def f1(counts):
    """F1, precision and recall of pages."""
    true, false, missed = (sum(page[at] for page in counts) for at in range(3))
    precision, recall = true / ((true + false) or 1), true / ((true + missed) or 1)
    return 2 * precision * recall / ((precision + recall) or 1), precision, recall


def letters(text):
    """A text without what is no letter and no digit."""
    return re.sub(r"\W+", "", text)


def exact(gold, paragraphs):
    """How many gold paragraphs are exactly one of those found, and how many there are."""
    found = {letters(paragraph) for paragraph in paragraphs}
    wanted = [letters(line) for line in gold.split("\n") if letters(line)]
    return sum(line in found for line in wanted), len(wanted)
