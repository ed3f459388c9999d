"""A peer, or oped → its scores of every collection, and their cost. Call it in a process of its own."""

import collections
import os
import pathlib
import re
import resource
import tempfile

import classifiers
import program
import tables

# `scores`: collection → row number → (score, called opinion). Processor seconds; `peak` in KB, `size` in bytes.
Result = collections.namedtuple("Result", "name probabilities scores notes train_seconds score_seconds peak size")


def facts(job):
    """The rows everybody trains on, and how many test rows have their text."""
    rows = tables.training(job.train)
    texts = {tables.key(row.text) for row in rows}
    known = sum(tables.key(row.text) in texts for table in tested(job) for row in tables.read(table))
    opinion = sum(row.opinion for row in rows)
    trained = f"trained on {len(rows):,} rows, {opinion:,} of them opinion"
    return f"{trained}; {known} test rows have the text of a training row"


def tested(job):
    """The collections scored by what was trained on --train."""
    return job.test + [job.pairs] * bool(job.pairs)


def measure(name, job):
    """The rows of the table for one name of --only."""
    return measure_program(job) if name == "oped" else [measure_peer(*classifiers.PEERS[name], job)]


def measure_peer(title, make, job):
    scores, notes, costs = {}, [], [None] * 4
    if job.train:
        peer = make()
        if peer.trains:
            _, costs[0] = timed(lambda: peer.fit(tables.training(job.train)))
            costs[2] = own_peak()
        costs[1], costs[3] = 0.0, peer.size()
        for table in tested(job):
            scores[table], seconds = timed(lambda: judge(peer, tables.read(table)))
            costs[1] += seconds
        notes += filter(None, [peer.note()])
    if job.loso:
        scores[job.loso] = leave_one_source_out(make, tables.training([job.loso]))
    return Result(title, make().probabilities, scores, notes, *costs)


def leave_one_source_out(make, rows):
    """Scores of each source with both labels, by a peer trained on all other sources."""
    scores = {}
    for source in tables.two_class_sources(rows):
        peer = make()
        if peer.trains:
            peer.fit([row for row in rows if row.source != source])
        scores |= judge(peer, [row for row in rows if row.source == source])
    return scores


def judge(peer, rows):
    scores = peer.scores([row.text for row in rows])
    return {row.number: judged for row, *judged in zip(rows, scores, peer.called(scores))}


def measure_program(job):
    found, notes, costs = {}, [], [None] * 4
    with tempfile.TemporaryDirectory() as folder:
        model = job.model or os.path.join(folder, "model.safetensors")
        if job.train and not job.model:
            _, costs[0] = timed(program.train, job.program, job.train, model, job.threads)
            costs[2] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        if job.train or job.model:
            costs[1], costs[3] = 0.0, os.path.getsize(model)
        for table in tested(job):
            found[table], seconds = timed(program.score, job.program, model, table, job.threads)
            costs[1] += seconds
    if job.loso:
        try:
            found[job.loso] = program.out_of_fold(job.program, job.loso, job.threads)
        except program.Missing as missing:
            notes.append(str(missing))
    alone = {table: pick(rows, 0) for table, rows in found.items()}
    # Without neighbours, context says nothing.
    in_context = {table: pick(rows, 1) for table, rows in found.items() if pick(rows, 1) != alone[table]}
    return [
        Result("oped, alone", True, alone, notes, *costs),
        Result("oped, in context", True, in_context, [], *[None] * 4),
    ]


def pick(rows, at):
    return {number: (probabilities[at], probabilities[at] >= 0.5) for number, probabilities in rows.items()}


def timed(function, *values):
    """The result, and its processor seconds here and in child processes that have ended."""
    start = sum(os.times()[:4])
    result = function(*values)
    return result, sum(os.times()[:4]) - start


def own_peak():
    """Peak memory in KB, from the system if it has it: getrusage of this process would count its parent's memory too."""
    status = pathlib.Path("/proc/self/status")
    return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) if status.exists() else None
