"""Kills `oped audit TABLE --serve` at random moments of 200 verdicts, and checks that none is lost or doubled.

    python tests/review_killed.py target/release/oped [VERDICTS]

Verdicts, replaced verdicts and undos are sent over HTTP, as the page sends them. About a third of the requests are cut off by a
SIGKILL within the time that an answer takes. After each kill, whatever was answered must be in the log, the sheet must be whole,
and the next start must show every verdict that was answered; what got no answer is sent again under the same id. At the end the
sheet must have exactly the last verdict on each row, and `--apply` must take it.
"""

import csv
import http.client
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

from interrupted import text, xxh3

ROWS = 2000
VERDICTS = ["keep", "flip", "drop", "unsure"]


def make(folder):
    """Writes a table, and a sheet that asks about each of its rows."""
    label = lambda row: "news" if row % 2 else "opinion"
    rows = range(1, ROWS + 1)
    (folder / "table.csv").write_text("text,label\n" + "".join(f"{text(row)},{label(row)}\n" for row in rows))
    lines = [f"table.csv,{row},x{xxh3(text(row).encode()):016x},{label(row)},,,," for row in rows]
    (folder / "sheet.csv").write_text("\n".join(["table,row,text_hash,given,verdict,note,by,when", *lines, ""]))


class Server:
    """The program, and a connection to it."""

    def __init__(self, program, folder):
        command = [program, "audit", "table.csv", "--serve", "--address", "127.0.0.1:0", "-o", "sheet.csv", "--annotator", "ann", "-q"]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        address = self.process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:") and address.endswith("/review"), address
        self.connection = http.client.HTTPConnection(address.split("/")[2], timeout=30)

    def ask(self, path, body=None):
        """The answer; None if the program was killed before it was whole."""
        try:
            method = "GET" if body is None else "POST"
            self.connection.request(method, path, body and json.dumps(body), {"content-type": "application/json"})
            response = self.connection.getresponse()
            answer = response.read()
        except (OSError, http.client.HTTPException):
            return None
        assert response.status == 200, (response.status, answer)
        return json.loads(answer)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.connection.close()


def decided(folder):
    """The verdict of each decided row of the sheet, which must be whole."""
    with open(folder / "sheet.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ROWS and all(None not in row and None not in row.values() for row in rows), "half a sheet"
    return {int(row["row"]): row["verdict"] for row in rows if row["verdict"]}


def logged(folder):
    """The ids of the log. Its last line may be unfinished."""
    lines = (folder / "sheet.csv.verdicts").read_bytes().split(b"\n")[:-1]
    return [json.loads(line)["id"] for line in lines]


def plan(generator, number):
    """Requests, and what the sheet should say after each."""
    state, history, steps = {}, [], []
    while len(steps) < number:
        id, kind = f"{len(steps):08x}", generator.random()
        if kind < 0.15 and history:
            row, before = history.pop()
            state[row] = before
            steps.append(("/v1/review/undo", {"id": id}, {row: verdict for row, verdict in state.items() if verdict}))
            continue
        again = kind < 0.3 and history
        row = generator.choice(history)[0] if again else generator.randrange(1, ROWS + 1)
        verdict = generator.choice(VERDICTS)
        replace = bool(state.get(row))
        history.append((row, state.get(row)))
        state[row] = verdict
        body = {"id": id, "row": row, "verdict": verdict, "note": f"=note, \"{id}\"", "replace": replace}
        steps.append(("/v1/review/verdict", body, {row: verdict for row, verdict in state.items() if verdict}))
    return steps


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    steps = plan(random.Random(11), int(sys.argv[2]) if len(sys.argv) > 2 else 200)
    generator, kills, unanswered, duration = random.Random(7), 0, 0, 0.02
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make(folder)
        server, answered, expected = Server(program, folder), [], {}
        for path, body, after in steps:
            while True:
                killer = None
                if generator.random() < 0.33:
                    killer = threading.Timer(generator.uniform(0, 1.5 * duration), server.process.kill)
                    killer.start()
                begin = time.monotonic()
                answer = server.ask(path, body)
                if answer is not None:
                    duration = 0.9 * duration + 0.1 * (time.monotonic() - begin)
                    answered.append(body["id"])
                    expected = after
                if killer:
                    killer.join()
                    server.kill()
                    kills += 1
                    ids = logged(folder)
                    assert ids[: len(answered)] == answered, "an answered verdict is not in the log"
                    assert len(ids) == len(set(ids)), "a verdict is in the log twice"
                    assert decided(folder) in (expected, after), "a sheet that nobody made"
                    server = Server(program, folder)
                    items = server.ask("/v1/review/items")["items"]
                    shown = {item["row"]: item["decision"]["verdict"] for item in items if item["decision"]}
                    assert shown in (expected, after), "the next start shows something else"
                if answer is not None:
                    break
                unanswered += 1
        server.kill()
        assert decided(folder) == expected and logged(folder) == [body["id"] for _, body, _ in steps], "not what was decided"
        command = [program, "audit", "table.csv", "--apply", "sheet.csv", "-o", "corrected.csv", "-q"]
        subprocess.run(command, cwd=folder, check=True)
    print(f"{len(steps)} verdicts, {kills} kills, {unanswered} without an answer: none lost, none doubled")
    print(f"{1000 * duration:.1f} ms from a verdict to its answer")


main()
