"""Kills `oped audit --apply` and `--undo` at random moments, and checks what they left behind.

    python tests/interrupted.py target/release/oped [ROUNDS]

After each kill the table must have its old bytes or those of the complete result, and the journal must be unchanged or end
with the complete entry. Then the command runs again to its end, and the journal must not have the same entry twice. Rounds
alternate between writing in place and to another name, and between applying and undoing. In three of four rounds the kill is
aimed at the time in which files are written, which is the shorter part.
"""

import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROWS = 60_000
EVERY = 20


def make(folder):
    """Writes a table of about 15 MB, and a sheet of verdicts for it."""
    notes = '"The council met, ""again"".\r\nNobody was pleased with it. ' + "More words. " * 15 + '"'
    rows = [f"{notes},{text(row)},{'news' if row % 2 else 'Opinion'}\r\n" for row in range(1, ROWS + 1)]
    (folder / "original.csv").write_bytes(("\ufeffnotes,text,label\r\n" + "".join(rows)).encode())
    lines = ["row,text_hash,given,verdict,by"]
    for row in range(EVERY, ROWS + 1, EVERY):
        verdict = "drop" if row % (3 * EVERY) == 0 else "flip"
        lines.append(f"{row},x{xxh3(text(row).encode()):016x},{'news' if row % 2 else 'opinion'},{verdict},ann")
    (folder / "sheet.csv").write_text("\n".join(lines) + "\n")


def text(row):
    """15 bytes."""
    return f"Paragraph {row:05}"


def xxh3(data):
    """XXH3-64 of 9 to 16 bytes, as specified."""
    mask = 2**64 - 1
    secret = bytes.fromhex("72 40 a4 a4 b7 b3 67 1f cb 79 e6 4e cc c0 e5 78 82 5a d0 7d cc ff 72 21 b8 08 46 74 f7 43 24 8e")
    word = [int.from_bytes(secret[at : at + 8], "little") for at in range(0, 32, 8)]
    low = int.from_bytes(data[:8], "little") ^ word[0] ^ word[1]
    high = int.from_bytes(data[-8:], "little") ^ word[2] ^ word[3]
    product = low * high
    swapped = int.from_bytes(low.to_bytes(8, "little"), "big")
    hash = (len(data) + swapped + high + ((product & mask) ^ (product >> 64))) & mask
    hash = ((hash ^ (hash >> 37)) * 0x165667919E3779F9) & mask
    return hash ^ (hash >> 32)


def entries(journal):
    """The entries of a journal. Fails if one is incomplete."""
    found, missing = [], 0
    for line in journal.decode().splitlines():
        item = json.loads(line)
        if item["type"] == "verdict":
            missing -= 1
        else:
            assert missing == 0, "an entry is incomplete"
            found.append((item["type"], item["before"], item["after"]))
            if item["type"] == "apply":
                missing = item["flipped"] + item["dropped"] + item["kept"] + item["unsure"]
    assert missing == 0 and (not journal or journal.endswith(b"\n")), "the last entry is incomplete"
    return found


def read(path):
    return path.read_bytes() if path.exists() else b""


def interrupted(command, folder, delay, is_aimed):
    """Whether the command was killed before it ended. An aimed delay starts when the command starts to write."""
    process = subprocess.Popen(command, cwd=folder)
    while is_aimed and process.poll() is None and not any(folder.glob(".oped-*.part")):
        time.sleep(0.0002)
    try:
        assert process.wait(timeout=delay) == 0, "the command failed"
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def main():
    program, rounds = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    generator, counts = random.Random(7), collections.Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make(folder)
        original = read(folder / "original.csv")
        apply = [program, "audit", "original.csv", "--apply", "sheet.csv", "-q", "-o"]
        begin = time.monotonic()
        subprocess.run([*apply, "whole.csv"], cwd=folder, check=True)
        duration = time.monotonic() - begin
        result, entry = read(folder / "whole.csv"), read(folder / "whole.csv.journal")
        assert len(entries(entry)) == 1 and result != original
        for number in range(rounds):
            is_in_place, is_undo = number % 2 == 0, number // 2 % 2 == 1
            table, journal = folder / "table.csv", folder / "table.csv.journal"
            for file in folder.glob("table.csv*"):
                file.unlink()
            before, after, log = (result, original, entry) if is_undo else (original, result, b"")
            (folder / "input.csv").write_bytes(before)
            source = "table.csv" if is_in_place else "input.csv"
            if is_in_place:
                table.write_bytes(before)
            if log:
                journal.write_bytes(log)
            how = ["--undo", "--journal", "table.csv.journal"] if is_undo else ["--apply", "sheet.csv"]
            command = [program, "audit", source, *how, "-q", "-o", "table.csv"]
            is_aimed = number // 4 % 4 != 0
            delay = generator.uniform(0, (0.2 if is_aimed else 1.0) * duration)
            killed = interrupted(command, folder, delay, is_aimed)
            left, written = read(table), read(journal)
            assert left in (before if is_in_place else b"", after), "half a table"
            assert written.startswith(log) and len(entries(written)) - len(entries(log)) in (0, 1), "half an entry"
            assert left != after or len(entries(written)) > len(entries(log)), "a change without its entry"
            stage = "whole" if left == after else "journal only" if written != log else "nothing"
            counts[("killed, " if killed else "ended, ") + stage] += 1
            if left != after or not is_in_place:
                subprocess.run(command, cwd=folder, check=True)
            assert read(table) == after and len(entries(read(journal))) == len(entries(log)) + 1, "not finished"
            if not is_undo:
                subprocess.run([program, "audit", "table.csv", "--undo", "-q", "-o", "table.csv"], cwd=folder, check=True)
                assert read(table) == original and len(entries(read(journal))) == 2, "not undone"
            for part in folder.glob(".oped-*.part"):
                counts["(temporary files left)"] += 1
                part.unlink()
    print(f"{rounds} rounds, {len(original):,} bytes, {duration:.2f} s to the end")
    for what, times in sorted(counts.items()):
        print(f"{times:5} {what}")


if __name__ == "__main__":
    main()
