"""The tools that cut web pages, each over all pages in one process.

    python benches/pages/tools.py TOOL PAGE...

Prints a JSON line {"page": path, "text": [paragraph, ...]} for each page, and at the end {"seconds": processor time}, without that of
imports. The tools get the bytes of the page and nothing else.
"""

import json
import sys
import time

# Elements that end a paragraph, for tools that return HTML.
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
}


def lines(text):
    """A text's lines that are not empty."""
    return [line for line in (text or "").split("\n") if line.strip()]


def blocks(markup):
    """The text of HTML, a line for each block."""
    import lxml.html

    pieces = []

    def walk(element):
        if not isinstance(element.tag, str):
            return pieces.append(element.tail or "")
        ends = element.tag in BLOCKS
        pieces.append("\n" if ends else "")
        pieces.append(" ".join((element.text or "").split("\n")))
        for child in element:
            walk(child)
        pieces.append("\n" if ends else "")
        pieces.append(" ".join((element.tail or "").split("\n")))

    walk(lxml.html.fromstring(markup))
    return lines("".join(pieces))


def trafilatura():
    """trafilatura without comments."""
    import trafilatura

    return lambda page: lines(trafilatura.extract(page, include_comments=False))


def readability():
    """readability-lxml. An error is an empty page."""
    import readability

    return lambda page: blocks(readability.Document(page.decode("utf-8", "replace")).summary())


def newspaper():
    """newspaper4k."""
    import newspaper

    def read(page):
        article = newspaper.Article("https://example.org/a", fetch_images=False)
        article.download(input_html=page.decode("utf-8", "replace"))
        article.parse()
        return lines(article.text)

    return read


TOOLS = {"trafilatura": trafilatura, "readability-lxml": readability, "newspaper4k": newspaper}


def main():
    """Reads the pages."""
    tool, *pages = sys.argv[1:]
    read = TOOLS[tool]()
    seconds = 0.0
    for path in pages:
        with open(path, "rb") as file:
            page = file.read()
        begin = time.process_time()
        try:
            text = read(page)
        except Exception as error:
            print(f"{path}: {error!r}", file=sys.stderr)
            text = []
        seconds += time.process_time() - begin
        print(json.dumps({"page": path, "text": text}))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
