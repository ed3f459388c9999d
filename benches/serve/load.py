#!/usr/bin/env python3
"""How many articles a second `oped serve` answers, beside what the same threads score without HTTP.

    python3 benches/serve/load.py target/release/oped [--seconds 120] [--connections 64] [--path /v1/score]

Needs wrk. Articles of 20 paragraphs are put together from data/paragraphs.csv, so that their lengths are those of real ones. Pure scoring
is `oped score` on the same articles as rows of a table. All figures are printed as a table of Markdown.
"""

import argparse
import csv
import json
import os
import re
import resource
import subprocess
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 500
PARAGRAPHS = 20


def articles():
    """Lists of paragraphs, the same in every run."""
    with open(ROOT / "data/paragraphs.csv", encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    at = lambda article, paragraph: (article * PARAGRAPHS + paragraph * 7) % len(texts)
    return [[texts[at(article, paragraph)] for paragraph in range(PARAGRAPHS)] for article in range(ARTICLES)]


def used():
    """Seconds of processors used by the children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def pure(oped, folder, every):
    """Articles a second without HTTP, and seconds of processors an article; the start of the program taken off."""
    table = folder / "table.csv"
    def seconds(times):
        with open(table, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["text", "article"])
            for turn in range(times):
                rows.writerows((text, f"{turn}-{number}") for number, texts in enumerate(every) for text in texts)
        start, before = time.monotonic(), used()
        subprocess.run([oped, "score", table, "--format", "jsonl", "-q", "-o", folder / "out.jsonl"], check=True)
        return time.monotonic() - start, used() - before
    few, many = 2, 22
    (few_seconds, few_used), (many_seconds, many_used) = seconds(few), seconds(many)
    done = (many - few) * len(every)
    return done / (many_seconds - few_seconds), (many_used - few_used) / done


def memory(pid):
    """The resident set, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def watch(pid, seen, stop):
    while not stop.wait(1):
        seen.append(memory(pid))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oped")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--path", default="/v1/score")
    args = parser.parse_args()
    oped, every = str(Path(args.oped).resolve()), articles()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = folder / "articles.jsonl"
        lines.write_text("".join(json.dumps({"paragraphs": texts}) + "\n" for texts in every), encoding="utf-8")
        pure_rate, pure_used = pure(oped, folder, every)
        server = subprocess.Popen([oped, "serve", "--address", "0", "-q"], stdout=subprocess.PIPE, text=True)
        try:
            address = server.stdout.readline().strip().rstrip("/")
            stop, seen = threading.Event(), [memory(server.pid)]
            watcher = threading.Thread(target=watch, args=(server.pid, seen, stop))
            watcher.start()
            command = ["wrk", "-t2", f"-c{args.connections}", f"-d{args.seconds}s", "--latency", "--timeout", "30s",
                       "-s", ROOT / "benches/serve/articles.lua", address + args.path]
            output = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "ARTICLES": str(lines)})
            stop.set()
            watcher.join()
        finally:
            before = used()
            server.terminate()
            server.wait()
    requests, duration, failed, median, slowest = re.search(r"RESULT (.*)", output.stdout).group(1).split()
    rate = int(requests) / (int(duration) / 1e6)
    size = sum(len(text.encode()) for texts in every for text in texts) / len(every)
    half = seen[len(seen) // 2:]
    print(f"{len(every)} articles of {PARAGRAPHS} paragraphs, {size / 1000:.1f} kB each; {args.connections} connections, {args.seconds} s\n")
    print("| | |\n|---|---|")
    print(f"| articles a second | {rate:,.0f} |")
    print(f"| pure scoring | {pure_rate:,.0f} |")
    served_used = (used() - before) / int(requests)
    print(f"| processor time an article, and of pure scoring | {1e3 * served_used:.2f} ms, {1e3 * pure_used:.2f} ms |")
    print(f"| median, 99th percentile | {median} ms, {slowest} ms |")
    print(f"| errors | {failed} of {int(requests):,} |")
    print(f"| memory at the start, after half, at the end, at most | {seen[0]:.0f}, {half[0]:.0f}, {half[-1]:.0f}, {max(seen):.0f} MB |")


if __name__ == "__main__":
    main()
