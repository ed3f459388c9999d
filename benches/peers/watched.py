"""A program that runs, and what it cost.

The kernel counts what a process was before it became the program, so a program that Python starts has at least Python's peak
memory. GNU time, where it is installed, starts it from a small process.
"""

import os
import shutil
import subprocess
import tempfile

TIME = shutil.which("time")


class Process:
    def __init__(self, command, options):
        self.costs = tempfile.NamedTemporaryFile("r")
        prefix = [TIME, "--quiet", "-f", "%M", "-o", self.costs.name] if TIME else []
        self.process = subprocess.Popen([*prefix, *map(str, command)], **options)
        self.input = self.process.stdin
        self.status = None

    def finish(self):
        """Waits, and returns processor seconds and peak memory in MB."""
        _, self.status, usage = os.wait4(self.process.pid, 0)
        peak = int(self.costs.read().split()[-1]) if TIME and not self.status else usage.ru_maxrss
        return usage.ru_utime + usage.ru_stime, peak / 1024


def start(command, **options):
    return Process(command, options)
