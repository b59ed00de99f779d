"""Work on project files by processes that can be killed at any moment.

A worker is forked from a process that has loaded all it needs, so that starting one takes a few milliseconds and a kill may fall anywhere into its work.
Run as a program, this module is that process: a job a line comes in, what the workers said goes out.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import pandas as pd

SPANS = 79
"""Codings of one act."""


def code(store, say, who="AB", acts=None):
    """Code in one act after the other, a round each."""
    for round_ in range(1, acts + 1) if acts else count(1):
        store.add_codings(coded(round_), coder=who)
        say(round_)


def coded(round_, n=SPANS):
    return pd.DataFrame(
        [{"doc_id": "leeds/a", "start": 0, "end": e, "axis": "factor", "code": "trust", "round": round_} for e in range(1, n + 1)]
    )


def tag(store, say):
    """Read the units again and again, as a machine does, with other scores each time."""
    read = store.segments()[["doc_id", "start", "end"]]
    made = {"axis": "factor", "coder": "rules", "origin": "rule", "status": "suggested", "evidence": "rule"}
    for n in count(1):
        rows = [u | made | {"code": c, "score": 0.5 + n / 10_000} for u in read.to_dict("records") for c in ("trust", "boards")]
        store.add_machine(pd.DataFrame(rows), read, coder="rules")
        say(n)


def merge(store, say, copies=()):
    """Merge one copy after the other."""
    for n, copy in enumerate(copies, start=1):
        store.merge(copy, coder="AB")
        say(n)


def sit(path, say):
    """Open, code once and close, again and again: so backups are made and left half-done."""
    from qda.store import Store

    for n in count(1):
        with Store.open(path) as store:
            store.add_codings(coded(n, 3), coder="AB")
            say(n)


def lift(path, say):
    """Open a file of an older schema."""
    from qda.store import Store

    Store.open(path)
    say(1)


def go_back(path, say, backups=()):
    """Restore one backup after the other, round and round."""
    from qda.store.backups.restoring import restore

    for n in count(1):
        restore(Path(path), backups[n % 2])
        say(n)


def program(path, say, source="", words=()):
    """Run a program on a file; what it says goes into the file that is its last word."""
    sys.argv = ["program", path, *words]
    for n in (1, 2):
        os.dup2(os.open(words[-1], os.O_WRONLY | os.O_CREAT | os.O_APPEND), n)
    exec(compile(source, "program", "exec"), {"__name__": "__main__"})  # noqa: S102  a test's own
    sys.stdout.flush()


OPENED = {"code": code, "tag": tag, "merge": merge}
UNOPENED = {"sit": sit, "lift": lift, "go_back": go_back, "program": program}


def work(job, say):
    """Do a job; the first word is said when it begins."""
    from qda.store import Store

    if job["do"] in OPENED:
        store = Store.open(job["path"])
        say("ready")
        OPENED[job["do"]](store, say, **job.get("with", {}))
        store.close()
    else:
        say("ready")
        UNOPENED[job["do"]](job["path"], say, **job.get("with", {}))


def forked(job):
    """Return the number of a new worker, and where it is heard."""
    ear, mouth = os.pipe()
    pid = os.fork()
    if pid:
        os.close(mouth)
        return pid, ear
    status = 1
    try:
        work(job, lambda word: os.write(mouth, f"{word}\n".encode()))
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def heard(pid, ear, after):
    """Return what a worker says until it ends, or until it is killed, so many seconds after its first word."""
    said, until = b"", None
    while True:
        left = None if until is None else max(0.0, until - time.monotonic())
        if not select.select([ear], [], [], left)[0]:
            os.kill(pid, signal.SIGKILL)
            until = None
            continue
        got = os.read(ear, 65536)
        if not got:
            break
        if not said and after is not None:
            until = time.monotonic() + after
        said += got
    os.close(ear)
    return said.decode().split()[1:], os.waitpid(pid, 0)[1]


def main():
    import qda.store.backups.restoring
    import qda.store.merging.union
    import qda.store.migrations
    import qda.store.store  # noqa: F401  workers find all of these loaded

    for line in sys.stdin:
        jobs = json.loads(line)
        workers = [(job, *forked(job)) for job in jobs]
        print(json.dumps([heard(pid, ear, job.get("after")) for job, pid, ear in workers]), flush=True)  # noqa: T201  the answer


class Workshop:
    """The process that forks workers, seen from a test."""

    def __init__(self, root):
        paths = os.pathsep.join([str(root), str(root / "tests")])
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONWARNINGS": "ignore"},
        )

    def do(self, *jobs):
        """Have jobs done at the same time; return what the worker of each said, and how it ended."""
        self._process.stdin.write(json.dumps(jobs) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def run(self, source, path, output, *words):
        """Have a program run in a process of its own that need not load anything; return how it ended and all that it said.

        The program finds `path` and `words` in ``sys.argv``; `output` is the file for what it says.
        """
        more = {"source": source, "words": [*map(str, words), str(output)]}
        [(_, ended)] = self.do({"do": "program", "path": str(path), "with": more})
        return ended, output.read_text(encoding="utf-8")

    def close(self):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)


if __name__ == "__main__":
    main()
