"""Scores → the figures of a cell. Opinion is the positive class."""

import numpy
from sklearn.metrics import f1_score, roc_auc_score

BINS = 10


def collection(opinion, scores, called, probabilities):
    """`macro-F1 / AUC / ECE`, or `called opinion / ECE` if all rows have one label. No ECE without probabilities."""
    opinion, scores, called = map(numpy.asarray, [opinion, scores, called])
    if opinion.min() == opinion.max():
        cells = [f"{called.mean():.1%}"]
    else:
        cells = [short(f1_score(opinion, called, average="macro")), short(roc_auc_score(opinion, scores))]
    return " / ".join([*cells, short(calibration_error(opinion, scores)) if probabilities else "–"])


def calibration_error(opinion, probabilities):
    """Σ over bins of equal width of (share of rows) · |mean probability − share of opinion|."""
    bins = numpy.minimum((probabilities * BINS).astype(int), BINS - 1)
    gaps = numpy.bincount(bins, probabilities - opinion, BINS)
    return abs(gaps).sum() / len(opinion)


def pairs(names, opinion, scores, called):
    """`rows right / pairs in order`: the share of rows with their label, and of pairs whose opinion side scores higher;
    a tie is half a pair."""
    sides = {}
    for name, is_opinion, score in zip(names, opinion, scores):
        sides.setdefault(name, {})[is_opinion] = score
    in_order = [(numpy.sign(side[True] - side[False]) + 1) / 2 for side in sides.values()]
    return f"{numpy.mean(numpy.equal(opinion, called)):.1%} / {numpy.mean(in_order):.1%}"


def short(value):
    return f"{value:.3f}".lstrip("0")
