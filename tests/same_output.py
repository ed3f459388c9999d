"""Compares two builds of oped: exit status, stdout, stderr and written files, byte for byte.

    python3 tests/same_output.py OLD NEW [--corpus FILE] [--rows N] [--lines N]

Runs every verb in every format on `data/`, every case of `tests/cmd`, the help texts and, where given, the first N rows (default
20,000) of a labelled CSV. Prints a table of what is the same, then a short diff for each difference. Exits with 1 if anything differs.
"""

import argparse
import collections
import csv
import difflib
import io
import itertools
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERBS = ["score", "train", "evaluate", "audit", "inspect"]
LONG_LINE = 160


class Case:
    """One command line; `prepare` makes its input files in the working folder, `written` names the files to compare."""

    def __init__(self, group, *arguments, stdin=b"", written=(), prepare=None, fresh=False):
        self.group, self.arguments, self.stdin = group, list(map(str, arguments)), stdin
        self.written, self.prepare, self.fresh = list(written), prepare, fresh


def main():
    options = arguments()
    cases = own_cases() + command_line_cases()
    if options.corpus:
        cases += corpus_cases(options.corpus, options.rows)
    groups, faults = collections.OrderedDict(), []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        sides = [Side(program, pathlib.Path(folder, name)) for program, name in [(options.old, "old"), (options.new, "new")]]
        for case in cases:
            old, new = pool.map(lambda side: side.run(case), sides)
            different = [name for name in old if old[name] != new[name]]
            count = groups.setdefault(case.group, [0, 0])
            count[bool(different)] += 1
            faults += [(case, name, old[name], new[name]) for name in different]
    print(f"{'':36} {'same':>5} {'different':>9}")
    for group, (same, different) in groups.items():
        print(f"{group:36} {same:5} {different or '':>9}")
    for case, name, old, new in faults:
        print(f"\n{case.group}: oped {' '.join(case.arguments)}: {name}")
        print(difference(old, new, options.lines))
    sys.exit(bool(faults))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("old", type=pathlib.Path)
    parser.add_argument("new", type=pathlib.Path)
    parser.add_argument("--corpus", type=pathlib.Path, help="a labelled CSV")
    parser.add_argument("--rows", type=int, default=20_000, help="rows of the corpus")
    parser.add_argument("--lines", type=int, default=12, help="lines of each diff")
    return parser.parse_args()


class Side:
    """One program and its folder. Both are called `oped`, and name their files alike."""

    def __init__(self, program, folder):
        self.program, self.folder = program.resolve(), folder
        folder.mkdir()
        shutil.copytree(ROOT / "data", folder / "data")

    def run(self, case):
        """Status, stdout, stderr and the written files, by name."""
        if case.fresh:
            with tempfile.TemporaryDirectory() as folder:
                return self.run_in(case, pathlib.Path(folder))
        return self.run_in(case, self.folder)

    def run_in(self, case, folder):
        if case.prepare:
            case.prepare(folder)
        done = subprocess.run(
            ["oped", *case.arguments], executable=self.program, cwd=folder, input=case.stdin, capture_output=True, env={"COLUMNS": "100"}
        )
        # Neither durations nor the folder are compared.
        stderr = re.sub(rb"\b\d+(\.\d+)? (m?s|min)\b", b"TIME", done.stderr).replace(str(folder).encode(), b"FOLDER")
        found = {"status": str(done.returncode).encode(), "stdout": done.stdout, "stderr": stderr}
        for name in case.written:
            path = folder / name
            found[name] = path.read_bytes() if path.is_file() else b"(missing)"
        return found


def difference(old, new, lines):
    try:
        old, new = (readable(side.decode()) for side in (old, new))
    except UnicodeDecodeError:
        at = next((at for at, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
        return f"  {len(old)} and {len(new)} bytes; the first difference is at byte {at}"
    diff = [line for line in difflib.unified_diff(old, new, "old", "new", n=0, lineterm="") if not line.startswith(("---", "+++"))]
    more = [f"  … {len(diff) - lines} more lines"] if len(diff) > lines else []
    return "\n".join([f"  {line[: 2 * LONG_LINE]}" for line in diff[:lines]] + more)


def readable(text):
    """Lines; long ones are broken between fields and tags."""
    broken = (re.sub(r'(?<=,)(?=")|(?<=>)(?=<)', "\n", line).split("\n") if len(line) > LONG_LINE else [line] for line in text.split("\n"))
    return list(itertools.chain.from_iterable(broken))


def own_cases():
    """On `data/`."""
    articles = sorted(f"data/articles/{path.name}" for path in (ROOT / "data/articles").iterdir() if path.suffix != ".csv")
    tables = ["data/paragraphs.csv", "data/pairs.csv"]
    cases = []

    def add(group, *arguments, **rest):
        cases.append(Case(group, *arguments, **rest))

    for form in ["text", "jsonl", "csv", "html"]:
        formatted = ["--format", form]
        for inputs in [*([article] for article in articles), articles, *([table] for table in tables), ["data/articles", *tables]]:
            add(f"score --format {form}", "score", *inputs, *formatted)
        for more in [["--blocks"], ["--prior", "0.1"], ["--prior", "0.9", "--blocks"], ["--threads", "1", "-v"], ["--fail-on", "mixed,unsure"]]:
            add(f"score {more[0]}", "score", *articles, *formatted, *more)
        add("score --prior", "score", *tables, *formatted, "--prior", "0.05")
        add("score --fail-on", "score", tables[0], *formatted, "--fail-on", "opinion")
        for article in articles:
            kind = {".md": "markdown", ".html": "html"}.get(pathlib.Path(article).suffix, "text")
            add("score, standard input", "score", "-", "--input", kind, *formatted, stdin=(ROOT / article).read_bytes())
        for table in tables:
            add("score, standard input", "score", *formatted, "--input", "csv", stdin=(ROOT / table).read_bytes())
        add("score -o", "score", *articles, "-o", f"scores.{form}", *formatted, written=[f"scores.{form}"])
        add("score -o", "score", tables[0], "-o", f"rows.{form}", written=[f"rows.{form}"])

        for inputs in [*([article] for article in articles), articles]:
            add("audit of an article", "audit", *inputs, *formatted)
        add("audit of an article", "audit", *articles, *formatted, "--top", "3", "--prior", "0.2")
        for inputs in [*([table] for table in tables), tables]:
            add("audit of a table", "audit", *inputs, *formatted)
            add("audit --evidence", "audit", "--evidence", *inputs, *formatted)
        add("audit of a table", "audit", tables[0], *formatted, "--top", "5", "--fail-over", "2", "--group", "article", "-v")
        add("audit of annotators", "audit", "annotated.csv", *formatted, prepare=write_annotated)
        add("audit --queue", "audit", "unlabelled.csv", "--queue", "40", *formatted, prepare=write_unlabelled)
        add("evaluate, cross-validation", "evaluate", tables[0], *formatted)
        add("evaluate -m", "evaluate", *tables, "-m", "shipped", *formatted)
        add("evaluate --leakage", "evaluate", "--leakage", tables[0], "--resamples", "200", *formatted)
        add("evaluate --turns", "evaluate", "--turns", tables[0], *formatted)

    add("evaluate, cross-validation", "evaluate", tables[0], "--group", "article", "--folds", "3", "-v")
    add("evaluate --turns", "evaluate", "--turns", "-m", "shipped", tables[0], "--format", "jsonl")
    add("train", "train", tables[0], "-o", "own.model", written=["own.model"])
    add("train", "train", *tables, "-o", "both.model", "--about", "data/README.md", "--threads", "1", "-v", written=["both.model"])
    add("train", "train", tables[0], "-o", "other.model", "--term-weight", "idf", "--max-features", "500", written=["other.model"])
    dense = ["--solver", "dense", "--max-features", "200", "--class-weight", "none", "--source-weight", "none"]
    add("train", "train", tables[0], "-o", "dense.model", *dense, written=["dense.model"])
    add("train --calibrate-only", "train", tables[0], "--calibrate-only", "-o", "desk.model", written=["desk.model"])
    add("evaluate -m", "evaluate", tables[1], "-m", "own.model", "--compare", "shipped", "--format", "jsonl")
    add("evaluate -m", "evaluate", *tables, "-m", "own.model", "--skip-seen", "--prior", "0.3")
    for model in [[], ["own.model"], ["desk.model"]]:
        for form in ["text", "jsonl"]:
            add("inspect", "inspect", *model, "--format", form)
        for form in ["csv", "jsonl"]:
            add("inspect --terms", "inspect", *model, "--terms", "--format", form)
    for form in ["jsonl", "csv"]:
        add("score -m", "score", *articles, "-m", "own.model", "--format", form)
        add("audit of an article", "audit", articles[0], "-m", "own.model", "--format", form)

    sheet = ["sheet.csv", "corrected.csv", "corrected.csv.journal"]
    add("a sheet applied and undone", "audit", tables[0], "-o", "sheet.csv", written=sheet)
    filled = ["--apply", "sheet.csv", "--by", "ann", "-o", "corrected.csv"]
    add("a sheet applied and undone", "audit", tables[0], *filled, prepare=fill_sheet, written=sheet)
    add("a sheet applied and undone", "audit", "corrected.csv", "--format", "jsonl")
    add("a sheet applied and undone", "audit", "corrected.csv", "--undo", "-o", "undone.csv", written=["undone.csv", *sheet])
    queue = ["queue.csv", "filled.csv", "filled.csv.journal"]
    add("a queue applied and undone", "audit", "unlabelled.csv", "--queue", "30", "-o", "queue.csv", written=queue)
    add("a queue applied and undone", "audit", "unlabelled.csv", "--apply", "queue.csv", "-o", "filled.csv", prepare=fill_queue, written=queue)
    add("a queue applied and undone", "audit", "filled.csv", "--undo", "-o", "filled.csv", written=queue)
    for arguments in [["--help"], ["-h"], ["--version"], *([verb, flag] for verb in VERBS for flag in ["--help", "-h"])]:
        add("help", *arguments)
    return cases


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_unlabelled(folder):
    """Our paragraphs, one in three without a label."""
    rows = rows_of(ROOT / "data/paragraphs.csv")
    write(folder / "unlabelled.csv", [row | {"label": "" if at % 3 == 0 else row["label"]} for at, row in enumerate(rows)])


def write_annotated(folder):
    """Three readers of the same paragraphs, who disagree on some."""
    other = {"news": "opinion", "opinion": "news"}
    rows = rows_of(ROOT / "data/paragraphs.csv")[:300]
    labels = [(row, name, row["label"] if at % step else other[row["label"]]) for name, step in [("ann", 400), ("bob", 7), ("eve", 11)] for at, row in enumerate(rows)]
    write(folder / "annotated.csv", [row | {"label": label, "annotator": name} for row, name, label in labels])


def fill_sheet(folder):
    """Gives the rows of a sheet verdicts in turn; a row that is listed twice gets the same one."""
    rows = rows_of(folder / "sheet.csv")
    verdicts = dict(zip(dict.fromkeys(row["row"] for row in rows), itertools.cycle(["flip", "drop", "keep", "unsure", ""])))
    write(folder / "sheet.csv", [row | {"verdict": verdicts[row["row"]]} for row in rows])


def fill_queue(folder):
    rows = rows_of(folder / "queue.csv")
    write(folder / "queue.csv", [row | {"label": label} for row, label in zip(rows, itertools.cycle(["news", "opinion", ""]))])


def command_line_cases():
    """Those of `tests/cmd`, each in a folder of its own."""
    cases = []
    for path in sorted((ROOT / "tests/cmd").glob("*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        files = case.get("files", {})
        if "parquet" in case:
            continue
        called = [argument.replace("$PROJECT", str(ROOT)) for argument in case["args"]]
        written = sorted({*files, *(name for pair in case.get("same", []) for name in pair)})
        written += [after for before, after in zip(called, called[1:]) if before == "-o"]
        prepare = lambda folder, files=files: make_files(folder, files)  # noqa: E731
        cases.append(Case("tests/cmd", *called, stdin=content(case.get("stdin", "")), written=written, prepare=prepare, fresh=True))
    return cases


def make_files(folder, files):
    for name, recipe in files.items():
        if isinstance(recipe, dict) and recipe.get("directory"):
            (folder / name).mkdir(parents=True)
        else:
            (folder / name).write_bytes(content(recipe))


def content(recipe):
    """The bytes of a file, as `tests/suite/command_line.rs` describes them."""
    if isinstance(recipe, str):
        return recipe.encode()
    data = bytearray(recipe.get("before", "").encode())
    data += bytes.fromhex(recipe.get("hex", ""))
    data += recipe.get("repeat", "").encode() * recipe.get("times", 0)
    if "copy" in recipe:
        data += (ROOT / recipe["copy"]).read_bytes()
    if "replace" in recipe:
        data = data.replace(*(text.encode() for text in recipe["replace"]), 1)
    if "flip" in recipe:
        data[recipe["flip"]] ^= 1
    return bytes(data[: recipe.get("cut", len(data))]) + recipe.get("after", "").encode()


def corpus_cases(path, number):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(itertools.islice(csv.DictReader(file), number))
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    data = text.getvalue().encode()
    group = f"{path.name}, {len(rows):,} rows"
    table = "corpus.csv"

    def make(folder):
        (folder / table).write_bytes(data)

    cases = [Case(group, "score", table, "--format", form, prepare=make) for form in ["text", "jsonl", "csv", "html"]]
    cases += [Case(group, "evaluate", table, "-m", "shipped", "--resamples", "100", "--format", form) for form in ["jsonl", "text"]]
    cases += [Case(group, "audit", table, "--format", form) for form in ["csv", "jsonl"]]
    cases.append(Case(group, "audit", "--evidence", table, "--format", "csv"))
    cases.append(Case(group, "train", table, "-o", "corpus.model", written=["corpus.model"]))
    cases.append(Case(group, "evaluate", "--turns", "-m", "shipped", table, "--format", "jsonl"))
    return cases


if __name__ == "__main__":
    main()
