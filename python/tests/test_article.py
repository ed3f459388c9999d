"""One text, file or feed."""

import errno
import json
import pathlib
import pickle
import subprocess
import sys

import pytest

import oped

ARTICLES = pathlib.Path(__file__).parents[2] / "data" / "articles"
TEXT = "The council met on Monday.\n\nWe must stop this absurd plan, and nobody should vote for it!"


def test_a_text_has_labels_and_a_repr():
    article = oped.score(TEXT)
    assert [paragraph.label for paragraph in article] == ["news", "opinion"]
    assert article[1].probability > 0.9 and article[-1].text.startswith("We must")
    assert (article[0].start, article[0].end, article[1].line) == (0, 26, 3)
    assert "2 paragraphs" in repr(article) and "opinion" in repr(article[1])
    assert len(article) == 2 and len(article[:1]) == 1


def test_the_founding_article_turns_where_it_does_on_the_command_line():
    article = oped.score(ARTICLES / "white-house.txt")
    assert [turn.paragraph for turn in article.turns] == [9]
    assert (article.turns[0].before, article.turns[0].after) == ("news", "opinion")
    assert article.label == "mixed" and article.name.endswith("white-house.txt")


def test_bytes_and_strings_are_read_as_said():
    page = "<html><body><h1>Pool</h1><p>The council met on Monday, a spokeswoman said.</p></body></html>"
    assert oped.score(page.encode()).headline == "Pool"
    assert oped.score(page, format="html").headline == "Pool"
    text = "Café owners said on Monday that they must act."
    assert oped.score(text.encode("utf-16"))[0].text == text


def test_a_feed_has_several_articles():
    feed = b"""<rss version="2.0"><channel><title>T</title>
      <item><title>A</title><description>The council met on Monday, a spokeswoman said on Friday.</description></item>
      <item><title>B</title><description>We must stop this absurd plan now, and nobody should vote for it.</description></item>
    </channel></rss>"""
    articles = oped.score_all(feed, name="feed.xml")
    assert [article.name for article in articles] == ["feed.xml#1", "feed.xml#2"]


def test_json_is_that_of_the_contract():
    article = oped.score(TEXT, name="a.txt")
    lines = [json.loads(line) for line in article.to_json().splitlines()]
    assert [line["type"] for line in lines] == ["paragraph", "paragraph", "article"]
    assert lines[0] == article[0].to_dict() and lines[2] == article.to_dict()
    assert lines[1]["probability"] == article[1].probability


def test_evidence_sums_to_the_logit():
    for paragraph in oped.explain(TEXT):
        why = paragraph.explanation
        assert sum(entry.weight for entry in why.evidence) + why.intercept == pytest.approx(why.logit, abs=1e-9)
        entry = why.evidence[0]
        assert TEXT.encode()[entry.start : entry.end].decode() == entry.text
    assert oped.score(TEXT)[0].explanation is None


def test_the_page_for_a_notebook_is_in_a_frame_of_its_own():
    html = oped.score("<b>We must act</b> & \"go\" now, everybody!")._repr_html_()
    assert html.startswith("<iframe sandbox") and "<b>We" not in html


def test_objects_cannot_be_changed():
    with pytest.raises(AttributeError):
        oped.score(TEXT)[0].label = "news"


@pytest.mark.parametrize(
    ("call", "error", "builtin", "words"),
    [
        (lambda: oped.score(pathlib.Path("no such file")), oped.InputError, OSError, "no such file: no such file; check the path"),
        (lambda: oped.score(b"%PDF-1.4"), oped.EncodingError, ValueError, "PDF"),
        (lambda: oped.score(""), oped.EmptyError, ValueError, "there is no text in it"),
        (lambda: oped.score(TEXT, format="word"), oped.UsageError, ValueError, "choose one of text"),
        (lambda: oped.score(b"x", encoding="klingon"), oped.UsageError, ValueError, "klingon"),
        (lambda: oped.Model.from_bytes(b"x"), oped.ModelError, ValueError, "model file"),
        (lambda: oped.Scorer(prior=2.0), oped.UsageError, ValueError, "between 0 and 1"),
    ],
)
def test_errors_say_what_to_do_and_are_pythons_too(call, error, builtin, words):
    with pytest.raises(error) as raised:
        call()
    assert isinstance(raised.value, builtin) and isinstance(raised.value, oped.OpedError)
    assert words in str(raised.value)
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)


def test_a_string_that_names_a_file_is_refused():
    with pytest.raises(oped.UsageError, match="give pathlib.Path"):
        oped.score(str(ARTICLES / "white-house.txt"))


def test_something_else_is_a_type_error():
    with pytest.raises(TypeError, match="a text, bytes or a path is needed, not list"):
        oped.score(["a"])


def test_models_and_scorers_survive_pickling():
    scorer = pickle.loads(pickle.dumps(oped.Scorer(prior=0.1)))
    assert scorer.score(TEXT)[1].probability == oped.Scorer(prior=0.1).score(TEXT)[1].probability
    assert scorer.score(TEXT)[1].probability < oped.score(TEXT)[1].probability
    model = pickle.loads(pickle.dumps(oped.Model.shipped()))
    assert model == oped.Model.shipped() and model.card["format"] == 6
    assert oped.Scorer(model).score(TEXT)[1].probability == oped.score(TEXT)[1].probability


def test_the_import_brings_no_other_package():
    code = "import sys, oped; print([m for m in ('numpy', 'pandas', 'pyarrow', 'polars', 'sklearn', 'tqdm') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_a_string_that_is_a_page_is_read_as_one():
    page = "<!doctype html><html><body><p>The council met on Monday and voted.</p><p>We must stop this absurd plan now!</p></body></html>"
    assert [paragraph.label for paragraph in oped.score(page)] == ["news", "opinion"]
    assert len(oped.score(page, "text")) == 1


@pytest.mark.parametrize(("input", "words"), [("https://example.org/a.html", "is an address"), ("nope.html", "a file that is not there")])
def test_a_string_that_looks_like_a_name_is_refused(input, words):
    with pytest.raises(oped.UsageError, match=words):
        oped.score(input)


def test_a_missing_file_is_pythons_own_kind():
    with pytest.raises(FileNotFoundError) as raised:
        oped.score(pathlib.Path("there-is-none.txt"))
    assert isinstance(raised.value, oped.InputError)
    assert (raised.value.errno, raised.value.filename) == (errno.ENOENT, "there-is-none.txt")


@pytest.mark.parametrize(("model", "words"), [("m.safetensors", r"oped.Model.load\(path\)"), (3, "not int; give an oped.Model")])
def test_what_is_no_model_is_told(model, words):
    with pytest.raises(TypeError, match=words):
        oped.Scorer(model)
