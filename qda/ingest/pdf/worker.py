"""PDFs are parsed in a process of their own, with limits on memory and time: a hostile file can end that process, not ours.

The worker is started as a plain Python process (no fork, so it works the same everywhere), reads many files, one after the other, and answers
in JSON only. What it may take is for `bounds` to say.
"""

import atexit
import gc
import json
import os
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from qda import errors
from qda.ingest.pdf.bounds import SECONDS, Bounds, Step, limit_memory, pace_of
from qda.ingest.pdf.records import Block, Reading, Sheet, Side

_FILES = 200
_ROOT = Path(__file__).resolve().parents[3]
_CALL = "from qda.ingest.pdf.worker import serve; serve()"
_HEAD = struct.Struct(">II")
_MEANING = "the PDF takes more time or memory than allowed"
_PRINT = "open it in a PDF viewer and print it into a new PDF"

_idle: list["Worker"] = []
_lock = threading.Lock()


def parse_apart(name: str, data: bytes, *, seconds: float = SECONDS) -> Reading:
    """Parse a PDF in a worker process.

    Parameters
    ----------
    name
        The file as the user named it.
    data
        Its bytes.
    seconds
        Longest time for one page.

    Raises
    ------
    ReadError
        What `parse` raises; `HostileFile` where the file exceeds a limit or ends the worker.
    """
    with _lock:
        worker = _idle.pop() if _idle and _idle[-1].pid == os.getpid() else None
    worker = worker if worker is not None and worker.alive() else Worker()
    answered = False
    try:
        reading = worker.read(name, data, seconds)
        answered = True
    except errors.ReadError:
        answered = True
        raise
    finally:  # an interrupt leaves an answer on its way that belongs to no later file
        if answered:
            _give_back(worker)
        else:
            worker.stop()
    return reading


def _give_back(worker: "Worker") -> None:
    if worker.files >= _FILES or not worker.alive():
        worker.stop()
        return
    with _lock:
        _idle.append(worker)


@atexit.register
def close_workers() -> None:
    """End the workers that wait for the next file."""
    with _lock:
        workers, _idle[:] = list(_idle), []
    for worker in workers:
        if worker.pid == os.getpid():
            worker.stop()


class Worker:
    """One process that reads PDFs."""

    def __init__(self) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
        }
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own text
            [sys.executable, "-c", _CALL],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.pid = os.getpid()
        self.files = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def alive(self) -> bool:
        """Say whether the process still runs."""
        return self._process.poll() is None

    def read(self, name: str, data: bytes, seconds: float) -> Reading:
        """Send a file and wait for what it says."""
        self.files += 1
        title = name.encode("utf-8", "surrogateescape")
        try:
            pipe = _pipe(self._process.stdin)
            pipe.write(_HEAD.pack(len(title), len(data)) + title)
            pipe.write(data)
            pipe.flush()
        except OSError:
            raise self._ended(name, 0, "page") from None
        return self._answer(name, seconds)

    def _answer(self, name: str, seconds: float) -> Reading:
        page, step = 0, "page"
        while True:
            try:
                line = self._answers.get(timeout=seconds + (0 if page else SECONDS))
            except queue.Empty:
                self.stop()
                where, remedy = _place(page, step)
                raise errors.HostileFile(name, f"it takes longer than {seconds:g} seconds {where}", remedy) from None
            if not line:
                raise self._ended(name, page, step)
            answer = json.loads(line)
            if "page" in answer:
                page, step = answer["page"], answer["step"]
            elif "error" in answer:
                kind: Callable[..., errors.ReadError] = getattr(errors, answer["error"])
                raise kind(name, answer["reason"], answer["remedy"])
            else:
                return _reading(answer)

    def _ended(self, name: str, page: int, step: str) -> errors.ReadError:
        """Return what it means that the process ended by itself: on a signal it was out of bounds, else the file confused the reader."""
        code = self._process.wait()
        self.stop()
        where, remedy = _place(page, step)
        if code < 0:
            return errors.HostileFile(name, f"{_MEANING} ({where})", remedy)
        return errors.UnreadableFile(name, f"the PDF cannot be read ({where})", remedy)

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was written to a dead worker cannot be flushed
                    continue

    def _listen(self) -> None:
        """Hand over line by line what the worker says; an empty line says that it ended."""
        pipe = _pipe(self._process.stdout)
        try:
            for line in pipe:
                self._answers.put(line)
        except (OSError, ValueError):  # the pipe was closed by `stop`
            return
        finally:
            self._answers.put(b"")


def _place(page: int, step: str) -> tuple[str, str]:
    """Return where a worker was when so many pages had been read, and what can be done about it."""
    if step != "page":
        return "when all its pages had been read", f"{_PRINT}, or split the file"
    return f"at page {page + 1}", f"{_PRINT}; if that does not help, leave page {page + 1} out"


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:  # cannot be: the process was started with pipes
        raise OSError("no pipe")
    return pipe


def _reading(answer: dict[str, Any]) -> Reading:
    blocks = tuple(
        Block(
            kind, text, level, tuple((at, page) for at, page in pages), tuple(Side(*side) for side in sides), table, row, column
        )
        for kind, text, level, pages, sides, table, row, column in answer["blocks"]
    )
    sheets = tuple(Sheet(number, label, tuple((z, t) for z, t in taken), *ocr) for number, label, taken, *ocr in answer["sheets"])
    return Reading(blocks, sheets, answer["title"], answer["engine"])


def serve() -> None:
    """Read files from the standard input until it ends; runs in the worker."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints must not mix with the answers
    limit_memory()
    pace = pace_of(time.process_time())
    gc.disable()  # reading makes many small records and hardly a cycle; those are looked for when the answer is out
    while head := source.read(_HEAD.size):
        title, size = _HEAD.unpack(head)
        name = source.read(title).decode("utf-8", "surrogateescape")
        _send(target, _answer(name, source.read(size), pace, lambda page, step: _send(target, {"page": page, "step": step})))
        gc.collect()


def _answer(name: str, data: bytes, pace: float, send: Callable[[int, Step], None]) -> dict[str, Any]:
    """Return what a file says, or why it cannot be read."""
    from qda.ingest.pdf.parse import parse
    from qda.ingest.pdf.streams import check_streams

    bounds = Bounds(len(data), pace)
    last: tuple[int, Step] = (0, "page")

    def tick(page: int, step: Step) -> None:
        nonlocal last
        last = page, step
        bounds.step(page, step)
        send(page, step)

    try:
        bounds.step(*last)
        check_streams(name, data)
        reading = parse(name, data, tick)
    except errors.ReadError as error:
        return {"error": type(error).__name__, "reason": error.reason, "remedy": error.remedy}
    except MemoryError:
        where, remedy = _place(*last)
        return {"error": "HostileFile", "reason": f"{_MEANING} ({where})", "remedy": remedy}
    finally:
        bounds.lift()
    return reading._asdict()


def _send(target: IO[bytes], answer: dict[str, Any]) -> None:
    target.write(json.dumps(answer).encode() + b"\n")
    target.flush()
