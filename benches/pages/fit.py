"""Fits the weights of the main text (src/article/html/main_text.weights) to pages with gold text.

    cargo run --release --example page_evidence -- PAGES/*.html > evidence.jsonl
    python benches/pages/fit.py evidence.jsonl ground-truth.json -o src/article/html/main_text.weights

Pages are named by the keys of the gold. A line is part of the article if at least six tenths of its runs of four words are in the gold
text. Lines weigh the root of their words. Prints F1 of the lines with folds by site, before the program's own rules.
"""

import argparse
import json
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression

from gold import FOLDS, WORD, exact, f1, fold, letters, page_counts, read_gold

# Parts whose names say that they are no article. Few marked pages have running text in them, so that lines of articles are given to the
# fit once more as if they stood there.
NEVER = [
    "part: <nav>", "part: <footer>", "part: <aside>", "part: <menu>", "part: <dialog>", "part: <figcaption>",
    "part: comments", "part: newsletter", "part: nav", "part: footer", "part: related", "part: social", "part: ad",
    "part: caption", "part: side", "element: caption",
]
MOVED = 60
PENALTY = 100.0
MAIN = 0.6
# As in src/article/html/logits.rs and copies.rs.
ALIKE = 1.0
BEST = 2.05
OUTSIDE = -99.0
COPIED = 100


def overlap(gold, text):
    """The share of a line's runs of four words that are in the gold text."""
    words, gold = WORD.findall(text), WORD.findall(gold)
    if len(words) < 4:
        return float(len(words) > 1 and f" {' '.join(words)} " in f" {' '.join(gold)} ")
    known = {tuple(gold[at : at + 4]) for at in range(len(gold) - 3)}
    runs = [tuple(words[at : at + 4]) for at in range(len(words) - 3)]
    return sum(run in known for run in runs) / len(runs)


def model(values, labels, weights):
    """Intercept and weights of the values as they are; the penalty is on standardised ones."""
    mean, scale = values.mean(0), values.std(0)
    varies = scale > 1e-9
    scale[~varies] = 1.0
    fitted = LogisticRegression(C=1 / PENALTY, max_iter=3000).fit((values - mean) / scale, labels, weights)
    coefficients = np.where(varies, fitted.coef_[0] / scale, 0.0)
    return fitted.intercept_[0] - coefficients @ mean, coefficients


def with_moved(values, labels, weights, names):
    """Adds lines of articles as if they stood in parts that are none."""
    articles = np.flatnonzero(labels & (values[:, names.index("running text")] > 0))
    moved = []
    for number, name in enumerate(NEVER):
        some = values[articles[number % 7 :: max(1, len(articles) // MOVED)][:MOVED]].copy()
        for also in (name, name.replace("part: ", "part, wide: ")):
            if also in names:
                some[:, names.index(also)] = 1.0
        moved.append(some)
    moved = np.vstack(moved)
    return (
        np.vstack([values, moved]),
        np.concatenate([labels, np.zeros(len(moved), bool)]),
        np.concatenate([weights, np.ones(len(moved))]),
    )


def with_neighbours(own):
    """The logits of lines in a chain in which two neighbours are more likely of one kind than not."""

    def messages(lines):
        heard = OUTSIDE
        for logit in lines:
            message = np.logaddexp(ALIKE + heard, 0.0) - np.logaddexp(heard, ALIKE)
            yield message
            heard = logit + message

    above, below = list(messages(own)), list(messages(own[::-1]))[::-1]
    return [sum(of_line) for of_line in zip(own, above, below)]


def kept(texts, logits, running):
    """The lines that the program keeps: likelier than not, the likeliest of copies, and the best of a page in any case."""
    best = max((logit for logit, is_running in zip(logits, running) if is_running), default=BEST)
    logits = with_neighbours([logit + max(0.0, BEST - best) for logit in logits])
    copies = {}
    for at, text in enumerate(texts):
        words = letters(text)
        if logits[at] > 0 and len(words) >= COPIED and (words not in copies or logits[at] > logits[copies[words]]):
            copies[words] = at
    return [
        at for at, text in enumerate(texts) if logits[at] > 0 and copies.get(letters(text), at) == at
    ]


def main():
    """Fits, measures and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evidence")
    parser.add_argument("gold")
    parser.add_argument("-o", "--output")
    given = parser.parse_args()
    gold = read_gold(given.gold)
    pages = [json.loads(line) for line in open(given.evidence, encoding="utf-8")]
    for page in pages:
        page["key"] = pathlib.Path(page["page"]).name.split(".")[0]
    pages = sorted((page for page in pages if page["key"] in gold), key=lambda page: page["key"])
    lines = [(page["key"], line) for page in pages for line in page["lines"]]
    names = pages[0]["names"]
    values = np.array([line["values"] for _, line in lines])
    labels = np.array([overlap(gold[key]["articleBody"], line["text"]) > MAIN for key, line in lines])
    weights = np.sqrt([max(1, len(WORD.findall(line["text"])) - 3) for _, line in lines])
    weights /= weights.mean()
    folds = np.array([fold(gold[key]["url"]) for key, _ in lines])
    logits = np.zeros(len(lines))
    for number in range(FOLDS):
        tested = folds == number
        intercept, coefficients = model(*with_moved(values[~tested], labels[~tested], weights[~tested], names))
        logits[tested] = intercept + values[tested] @ coefficients
    report(pages, gold, logits, values[:, names.index("running text")] > 0)
    if given.output:
        intercept, coefficients = model(*with_moved(values, labels, weights, names))
        rows = [("intercept", intercept), *zip(names, coefficients)]
        text = "".join(f"{name}\t{weight:.4f}\n" for name, weight in rows)
        pathlib.Path(given.output).write_text(text, encoding="utf-8")


def report(pages, gold, logits, running):
    """Prints the figures of the lines kept."""
    counts, hits, start = [], [], 0
    for page in pages:
        texts = [line["text"] for line in page["lines"]]
        end = start + len(texts)
        found = [texts[at] for at in kept(texts, logits[start:end], running[start:end])]
        body = gold[page["key"]]["articleBody"]
        counts.append(page_counts(body, "\n".join(found)))
        hits.append(exact(body, found))
        start = end
    share = sum(hit for hit, _ in hits) / sum(number for _, number in hits)
    print("{} pages: F1 {:.4f}, precision {:.4f}, recall {:.4f}".format(len(pages), *f1(counts)), f"exact {share:.3f}")


if __name__ == "__main__":
    main()
