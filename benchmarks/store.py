"""Time a large project file: questions beside plain sqlite3 doing the same reads on the same file, and acts in milliseconds.

    python benchmarks/store.py [--documents 1000] [--codings 1000000] [--acts 50] [--repeat 3]

The file is made first: every unit is coded by rules on four axes, and by three people on two of these in every twentieth document. Seconds are the best
of the repeats, of one process on this machine; only the ratios carry over to another. A plain read takes the rows as they lie in the tables; ours leaves
out what was undone or taken back, looks up memos, checks types and gives a table. Acts are on disk when they return (synchronous = FULL); beside their
time stands the processor's, which is what it would be on an idle machine with a fast disk.
"""

import argparse
import csv
import math
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

import qda
from qda.codebook import Codebook
from qda.export import write_csv
from qda.model import Document
from qda.project import Project
from qda.project.outputs import CODINGS
from qda.store import Store

AXES = ("factor", "valence", "dimension", "phase")
PEOPLE = ("AB", "CD", "EF")
EVERY = 20
"""In every document of so many, people coded, too."""

PLAIN_CODINGS = """
SELECT t.doc_id, s.start, s."end", c.axis, c.code, c.id, c.statement, c.coder, c.round, c.origin, c.score, c.certainty, c.status, s.quote, c.memo,
       evidence.value, version.value, acts.time
FROM codings c JOIN spans s ON s.n = c.span JOIN texts t ON t.n = s.text JOIN acts ON acts.n = c.act
JOIN phrases evidence ON evidence.n = c.evidence JOIN phrases version ON version.n = c.codebook
"""
PLAIN_SEGMENTS = """
SELECT t.doc_id, s.start, s."end", g.unit, x.context_start, x.context_end, d."case", x.page, x.speaker, x.role, x.time, heading.value, question.value,
       d.language, s.quote
FROM segments x JOIN grids g ON g.n = x.grid JOIN spans s ON s.n = x.span JOIN texts t ON t.n = g.text JOIN documents d ON d.text = t.n
JOIN phrases heading ON heading.n = x.heading JOIN phrases question ON question.n = x.question
"""
PLAIN_READINGS = """
SELECT t.doc_id, s.start, s."end", r.axis, r.coder, r.round, version.value, acts.time, r.origin
FROM readings r JOIN spans s ON s.n = r.span JOIN texts t ON t.n = s.text JOIN phrases version ON version.n = r.codebook JOIN acts ON acts.n = r.act
"""
IN_ORDER = ' ORDER BY t.doc_id, s.start, s."end"'
OF_ONE = " WHERE t.doc_id = ?"

T = TypeVar("T")
Question = tuple[str, Callable[[], object], Callable[[], object]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the file, ask, act, and print."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.qda"
        seconds, codings = timed(lambda: made(path, options.documents, options.codings))
        print(
            f"{options.documents:,} documents, {codings:,} codings: made in {seconds:.1f} s, {path.stat().st_size / 1e6:,.0f} MB"
        )
        print(f"{'act':36}{'median':>10}{'95th':>10}{'of CPU':>10}  in ms, of {options.acts}")
        for backups in (False, True):
            for name, spent in acts(path, options.acts, backups=backups):
                walls, cpus = zip(*spent, strict=True)
                last = sorted(walls)[math.ceil(0.95 * len(walls)) - 1]
                print(f"{name:36}{statistics.median(walls):10.1f}{last:10.1f}{statistics.median(cpus):10.1f}", flush=True)
        print(f"{'question':36}{'ours':>10}{'sqlite3':>10}{'ratio':>8}")
        for name, ours, plain in questions(path):
            report(name, ours, plain, options.repeat)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--codings", type=int, default=1_000_000)
    parser.add_argument("--acts", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=3)
    return parser.parse_args(arguments)


def timed(do: Callable[[], T]) -> tuple[float, T]:
    """Return how many seconds something took, and what it returned."""
    started = time.perf_counter()
    found = do()
    return time.perf_counter() - started, found


def report(name: str, ours: Callable[[], object], plain: Callable[[], object], repeat: int) -> None:
    """Print the best times of a question."""
    own, other = (min(timed(ask)[0] for _ in range(repeat)) for ask in (ours, plain))
    print(f"{name:36}{_shown(own):>10}{_shown(other):>10}{own / other:8.1f}", flush=True)


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.1f} ms"


# ---------------------------------------------------------------- the file


def made(path: Path, documents: int, codings: int) -> int:
    """Make a project; return how many codings it holds."""
    book = qda.read_codebook("integration")
    with Store.create(path, book=book) as store:
        found = [document(n, max(1, codings // documents // len(AXES))) for n in range(documents)]
        store.add_documents(found)
        units = pd.concat([units_of(d) for d in found], ignore_index=True)
        store.set_segments(units)
        read = units[["doc_id", "start", "end"]]
        store.add_machine(by_rules(read, book), read, coder="rules")
        mine = read[read["doc_id"].isin({d.id for d in found[::EVERY]})]
        for n, coder in enumerate(PEOPLE):
            store.add_codings(by_person(mine, book, n), coder=coder)
        return len(store.codings())


def document(number: int, units: int) -> Document:
    """Return a document of so many units."""
    sentences = (
        f"In talk {number} sentence {unit} says what was hard and what helped in the work between departments."
        for unit in range(units)
    )
    place = f"place-{number % 20:02d}"
    return Document(id=f"{place}/talk-{number:04d}", text=" ".join(sentences), case=place, language="en")


def units_of(found: Document) -> pd.DataFrame:
    """Return the sentences of a document."""
    rows, start = [], 0
    for sentence in found.text.split(". "):
        text = sentence if sentence.endswith(".") else f"{sentence}."
        rows.append((found.id, start, start + len(text), text))
        start += len(text) + 1
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "text"]).assign(heading=f"Part {len(rows) % 7}", language="en")


def codes_of(book: Codebook, axis: str, rows: int, first: int) -> list[str]:
    """Return a code for each of some rows, in turn."""
    codes = [code.id for code in book.codes() if code.axis == axis]
    return [codes[(first + row) % len(codes)] for row in range(rows)]


def by_rules(read: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Return a suggestion on every axis for every unit."""
    made = {"coder": "rules", "origin": "rule", "status": "suggested", "score": 0.5, "codebook_version": book.codebook_version}
    codes = ((axis, codes_of(book, axis, len(read), 0)) for axis in AXES)
    return pd.concat(
        [read.assign(axis=a, code=c, evidence=[f"rule {x}" for x in c], **made) for a, c in codes], ignore_index=True
    )


def by_person(read: pd.DataFrame, book: Codebook, number: int) -> pd.DataFrame:
    """Return what a person codes: on the first axis something else than others, now and then."""
    return pd.concat(
        [read.assign(axis=a, code=codes_of(book, a, len(read), number * (a == AXES[0]))) for a in AXES[:2]], ignore_index=True
    )


# ---------------------------------------------------------------- questions


def questions(path: Path) -> list[Question]:
    """Return what is asked, each as ours and as a plain read."""
    with Store.open(path) as store:
        one = store.document_ids()[len(store.document_ids()) // 2]
    return [
        ("open and close", lambda: Store.open(path).close(), lambda: plain(path, "SELECT * FROM documents")),
        ("open, read the codebook, close", lambda: opened(path), lambda: plain(path, "SELECT text FROM codebooks")),
        ("codings of a document", asked(path, lambda store: store.codings(one)), one_by_one(path, PLAIN_CODINGS, one)),
        ("readings of a document", asked(path, lambda store: store.readings(one)), one_by_one(path, PLAIN_READINGS, one)),
        ("segments of a document", asked(path, lambda store: store.segments(one)), one_by_one(path, PLAIN_SEGMENTS, one)),
        ("all codings", asked(path, lambda store: store.codings()), lambda: plain(path, PLAIN_CODINGS + IN_ORDER)),
        ("all segments", asked(path, lambda store: store.segments()), lambda: plain(path, PLAIN_SEGMENTS + IN_ORDER)),
        ("matrix", asked(path, lambda store: Project(store).matrix()), lambda: [plain(path, q + IN_ORDER) for q in EVERYTHING]),
        ("codings to CSV", asked(path, lambda store: exported(path, store)), lambda: plainly_exported(path)),
    ]


EVERYTHING = (PLAIN_CODINGS, PLAIN_SEGMENTS, PLAIN_READINGS)
_open: dict[Path, Store] = {}
"""The file while it is asked."""


def asked(path: Path, ask: Callable[[Store], object]) -> Callable[[], object]:
    """Return a question that is asked of the open file."""

    def once() -> object:
        if path not in _open:
            _open[path] = Store.open(path, backups=False)
            assert _open[path].book  # noqa: S101  read once a session
        return ask(_open[path])

    return once


def opened(path: Path) -> None:
    """Open the file as far as coding needs it."""
    with Store.open(path) as store:
        assert store.book  # noqa: S101


def plain(path: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query, values).fetchall()


def one_by_one(path: Path, query: str, doc_id: str) -> Callable[[], object]:
    """Return the plain question about a document."""
    return lambda: plain(path, query + OF_ONE + IN_ORDER, doc_id)


def exported(path: Path, store: Store) -> None:
    """Write all codings to a file, as an export does."""
    write_csv(path.with_name("ours.csv"), store.codings(), CODINGS)


def plainly_exported(path: Path) -> None:
    """Write them without looking at them."""
    with path.with_name("plain.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(plain(path, PLAIN_CODINGS + IN_ORDER))


# ---------------------------------------------------------------- acts


def acts(path: Path, times: int, *, backups: bool) -> list[tuple[str, list[tuple[float, float]]]]:
    """Do acts of each kind, one after the other, in a session that has begun; return how many milliseconds each took, of time and of the processor.

    With `backups` only codes are given, while the backup is made that a session begins with.
    """
    with Project(Store.open(path, backups=backups)) as project:
        ids = project.documents["id"].tolist()
        suggestions = (id_ for doc_id in ids for id_ in suggested(project, doc_id))
        rounds = count(10_000 if backups else 2)
        row = pd.DataFrame(
            [{"doc_id": ids[0], "start": 0, "end": 12, "axis": "factor", "code": project.book.axis("factor").codes[0].id}]
        )

        def coded() -> str:
            return project.add_codings(row.assign(round=next(rounds)), coder="AB").ids[0]

        other = project.book.axis("factor").codes[1].id
        kinds: list[tuple[str, Callable[[], Any], Callable[[Any], object]]] = [
            ("code", lambda: None, lambda _: coded()),
            ("accept", lambda: next(suggestions), lambda id_: project.accept([id_], coder="AB")),
            ("reject", lambda: next(suggestions), lambda id_: project.reject([id_], coder="AB")),
            ("memo on a coding", lambda: next(suggestions), lambda id_: project.note(id_, "why?", coder="AB")),
            ("recode", coded, lambda id_: project.recode([id_], other, coder="AB")),
            ("undo", coded, lambda _: project.undo("AB")),
        ]
        coded()  # the first act of a session sees to the backup
        if backups:
            return [("code, while the backup is made", [_spent(lambda _: coded(), None) for _ in range(times)])]
        return [(name, [_spent(do, prepare()) for _ in range(times)]) for name, prepare, do in kinds]


def suggested(project: Project, doc_id: str) -> list[str]:
    """Return the ids of what rules suggest in a document."""
    found = project.codings_in(doc_id)
    return list(found.loc[found["status"] == "suggested", "id"])


def _spent(do: Callable[[Any], object], given: object) -> tuple[float, float]:
    started = time.process_time()
    wall = timed(lambda: do(given))[0]
    return 1000 * wall, 1000 * (time.process_time() - started)


if __name__ == "__main__":
    main()
