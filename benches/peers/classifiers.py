"""The peers, each with its usual settings: rows → a fitted classifier → scores of opinion.

fastText and TextBlob are imported where they are used, so that the others run without them.
"""

import collections
import os
import pathlib
import random
import re
import tempfile

import joblib
import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

import tables


class Peer:
    """Unless a peer says otherwise, `scores` of texts are probabilities of opinion, and opinion is called from ½."""

    probabilities = True
    trains = True
    threshold = 0.5

    def called(self, scores):
        return scores >= self.threshold

    def note(self):
        """Settings that the training chose."""
        return None


class ScikitLearn(Peer):
    def __init__(self, classifier, **vectorizer):
        self.pipeline = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), **vectorizer), classifier)

    def fit(self, rows):
        self.pipeline.fit([row.text for row in rows], [row.opinion for row in rows])

    def scores(self, texts):
        return self.pipeline.predict_proba(texts)[:, 1]

    def size(self):
        return size_of(lambda path: joblib.dump(self.pipeline, path))


def logistic_regression(**vectorizer):
    # Room to converge; the other settings are the defaults.
    return ScikitLearn(LogisticRegression(class_weight="balanced", max_iter=1000), **vectorizer)


class LinearSvc(ScikitLearn):
    """Scores are margins, not probabilities."""

    probabilities = False
    threshold = 0.0

    def __init__(self):
        super().__init__(LinearSVC(class_weight="balanced", random_state=0))

    def scores(self, texts):
        return self.pipeline.decision_function(texts)


class FastText(Peer):
    def __init__(self, line, **settings):
        self.line, self.settings, self.model = line, settings, None

    def fit(self, rows):
        import fasttext

        # fastText learns in the order of the file: unshuffled, tables of one label would be forgotten or dominate.
        rows = random.Random(0).sample(rows, len(rows))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "train.txt")
            with open(path, "w", encoding="utf-8") as file:
                for row in rows:
                    file.write(f"__label__{'opinion' if row.opinion else 'news'} {self.line(row.text)}\n")
            # With more threads every run gives another model.
            self.model = fasttext.train_supervised(str(path), thread=1, verbose=0, **self.settings)

    def scores(self, texts):
        # `predict` of this wheel fails under numpy 2 for one text, and for a list gives the first label's probability
        # to every label; the call below it is sound. Its probabilities may exceed 1 by 0.00001.
        found = [self.model.f.predict(self.line(text) + "\n", 2, 0.0, "strict") for text in texts]
        return numpy.array([{label: p for p, label in each}["__label__opinion"] for each in found]).clip(0, 1)

    def size(self):
        return size_of(self.model.save_model)


def plain(text):
    """fastText takes one line and splits it at white space."""
    return " ".join(text.split())


def tokens(text):
    """As in fastText's own examples: lower case, and punctuation as words."""
    return plain(re.sub(r"([^\w\s])", r" \1 ", text.lower()))


class TunedFastText(FastText):
    """Chooses the settings with the best macro-F1 on held-out sources, then fits all rows with them."""

    GRID = [dict(lr=0.1, epoch=5)] + [
        dict(lr=lr, epoch=epoch, wordNgrams=2, bucket=200_000) for lr in [0.1, 0.5] for epoch in [1, 5, 25]
    ]

    def __init__(self):
        super().__init__(tokens)

    def fit(self, rows):
        held_out = set(smallest_sources(rows))
        inside = [row for row in rows if row.source not in held_out]
        outside = [row for row in rows if row.source in held_out]
        self.settings = max(self.GRID, key=lambda settings: self.try_out(settings, inside, outside))
        super().fit(rows)

    def try_out(self, settings, inside, outside):
        self.settings = settings
        super().fit(inside)
        called = self.called(self.scores([row.text for row in outside]))
        return f1_score([row.opinion for row in outside], called, average="macro")

    def note(self):
        return " ".join(f"{name}={value}" for name, value in self.settings.items())


def smallest_sources(rows):
    """The smallest sources with both labels that together have a tenth of the rows: many publishers rather than one."""
    sizes = collections.Counter(row.source for row in rows)
    sources = sorted(tables.two_class_sources(rows), key=lambda source: (sizes[source], source))
    if len(sources) < 2:
        raise ValueError("settings cannot be chosen on held-out sources: fewer than two sources have both labels")
    chosen, held = [], 0
    while held < len(rows) / 10 and len(chosen) + 1 < len(sources):
        chosen.append(sources[len(chosen)])
        held += sizes[chosen[-1]]
    return chosen


class TextBlobSubjectivity(Peer):
    """The mean of a lexicon, between 0 and 1; not a probability."""

    probabilities = False
    trains = False
    threshold = numpy.nextafter(0.5, 1)  # above one half

    def scores(self, texts):
        from textblob import TextBlob

        return numpy.array([TextBlob(text).sentiment.subjectivity for text in texts])

    def size(self):
        import textblob

        return os.path.getsize(pathlib.Path(textblob.__file__).parent / "en" / "en-sentiment.xml")


class TunedTextBlob(TextBlobSubjectivity):
    """The threshold with the best macro-F1 on every tenth training row."""

    trains = True

    def fit(self, rows):
        sample = rows[::10]
        opinion, scores = [row.opinion for row in sample], self.scores([row.text for row in sample])
        quality = {t: f1_score(opinion, scores >= t, average="macro") for t in numpy.linspace(0, 1, 101)}
        self.threshold = max(quality, key=quality.get)

    def note(self):
        return f"threshold {self.threshold:.2f}"


def size_of(save):
    """Bytes that `save` writes to the path it is given."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model")
        save(path)
        return os.path.getsize(path)


# Name for --only → title of the row, and what makes the peer.
PEERS = {
    "lr": ("scikit-learn TF-IDF + LR", logistic_regression),
    "lr-punctuation": (
        "scikit-learn TF-IDF with punctuation + LR",
        lambda: logistic_regression(token_pattern=r"\w+|[^\w\s]", sublinear_tf=True, min_df=2),
    ),
    "svc": ("scikit-learn TF-IDF + LinearSVC", LinearSvc),
    "fasttext": ("fastText, defaults", lambda: FastText(plain)),
    "fasttext-recipe": (
        "fastText, lr .5, 25 epochs, bigrams",
        lambda: FastText(tokens, lr=0.5, epoch=25, wordNgrams=2, bucket=200_000),
    ),
    "fasttext-tuned": ("fastText, tuned", TunedFastText),
    "textblob": ("TextBlob subjectivity, above .5", TextBlobSubjectivity),
    "textblob-tuned": ("TextBlob subjectivity, tuned", TunedTextBlob),
}
