"""Rows go from one copy of a project to another under names that all copies share.

Numbers of rows are of one file. Across copies an act is known by its id, a text by document and revision, a span by text and ends, a phrase by itself, and
every other row by its act and its place among the rows of that act: rows are never changed, and written in order.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from qda.errors import ProjectError
from qda.model import revision_of
from qda.store import schema
from qda.store.material.texts import shown
from qda.store.rows import ASKED, chunks, insert, insert_new, pairs, phrase_numbers, records, span_numbers

Numbers = Mapping[int, int]
"""Number in the other copy -> number here."""

Row = dict[str, Any]
Span = tuple[Any, ...]
"""Number, start, end, quote."""


class Carrier:
    """Carries acts with all their rows from another copy.

    Parameters
    ----------
    ours
        The copy that takes; a transaction that writes.
    other
        The copy that gives.
    name
        How messages call that one.
    """

    def __init__(self, ours: sa.Connection, other: sa.Connection, name: str) -> None:
        self._ours, self._other, self._name = ours, other, name
        self._carried: dict[str, dict[int, int]] = {}
        self.counts: Counter[str] = Counter()
        """How many rows were carried, by table."""

    def carry(self, acts: Sequence[Row]) -> list[int]:
        """Insert acts, given as rows of the other copy in the order that all copies share, and what they wrote; return their numbers here."""
        insert(self._ours, schema.acts, [{k: v for k, v in row.items() if k not in {"n", "undone_by"}} for row in acts])
        new = [row["n"] for row in acts]
        for table in schema.metadata.sorted_tables:
            if "act" in table.c:
                self._carry(table, "act", new)
            for parent in ("documents", "grids"):
                if any(key.column.table.name == parent for key in table.foreign_keys):
                    self._carry(table, parent.removesuffix("s"), sorted(self._carried[parent]))
        return [self._acts[n] for n in new]

    def _carry(self, table: sa.Table, parent: str, numbers: Sequence[int]) -> None:
        """Carry the rows of a table whose parents have these numbers."""
        rows = self._rows_of(table, parent, numbers)
        maps = {
            name: self._numbers(target, {r[name] for r in rows if r[name] is not None}) for name, target in _references(table)
        }
        put = insert_new if any(column.unique for column in table.c) else insert
        put(
            self._ours,
            table,
            [{**row, **{name: own[row[name]] for name, own in maps.items() if row[name] is not None}} for row in rows],
        )
        self.counts[table.name] += len(rows)
        if table.name in _NAMED_BY_ACT:
            self._carried[table.name] = self._paired(table, numbers)

    def _rows_of(self, table: sa.Table, parent: str, numbers: Sequence[int]) -> list[Row]:
        """Return rows of the other copy without their numbers, in the order of their parents and each as it was written."""
        names = [column.name for column in table.c if column.name != "n"]
        found: dict[int, list[Row]] = {}
        for chunk in chunks(numbers, ASKED):
            query = sa.select(*(table.c[name] for name in names)).where(table.c[parent].in_(chunk))
            for values in self._other.execute(query.order_by(table.c.n)):
                row = dict(zip(names, values, strict=True))
                found.setdefault(row[parent], []).append(row)
        return [row for n in numbers for row in found.get(n, ())]

    @cached_property
    def _acts(self) -> dict[int, int]:
        """All acts of the other copy that are here."""
        a = schema.acts.c
        here = dict(pairs(self._ours, sa.select(a.id, a.n)))
        return {n: here[id_] for n, id_ in pairs(self._other, sa.select(a.n, a.id)) if id_ in here}

    def _numbers(self, target: str, asked: Collection[int]) -> Numbers:
        """Return the numbers that rows of a table have here."""
        if target == "acts":
            return self._acts
        find = {"texts": self._texts, "spans": self._spans, "phrases": self._phrases}
        known = self._carried.setdefault(target, {})
        missing = sorted(n for n in asked if n not in known)
        if missing:
            known |= find[target](missing) if target in find else self._known(schema.metadata.tables[target], missing)
        return known

    def _known(self, table: sa.Table, numbers: list[int]) -> dict[int, int]:
        """Find rows of acts that both copies had."""
        acts: set[int] = set()
        for chunk in chunks(numbers, ASKED):
            acts |= set(self._other.execute(sa.select(table.c.act).where(table.c.n.in_(chunk))).scalars())
        return self._paired(table, sorted(acts))

    def _paired(self, table: sa.Table, acts: Sequence[int]) -> dict[int, int]:
        """Pair the rows of acts, by their place among the rows of each."""
        theirs = _by_act(self._other, table, acts)
        ours = _by_act(self._ours, table, [self._acts[n] for n in acts])
        out: dict[int, int] = {}
        for act, rows in theirs.items():
            here = ours.get(self._acts[act], [])
            if len(here) != len(rows):
                raise ProjectError(
                    f"{self._name}: an act wrote other {table.name} there than here; one of the copies was changed from outside"
                )
            out |= dict(zip(rows, here, strict=True))
        return out

    def _phrases(self, asked: list[int]) -> dict[int, int]:
        p = schema.phrases.c
        parts = (pairs(self._other, sa.select(p.n, p.value).where(p.n.in_(chunk))) for chunk in chunks(asked, ASKED))
        values = {n: value for part in parts for n, value in part}
        here = phrase_numbers(self._ours, values.values())
        return {n: here[value] for n, value in values.items()}

    def _texts(self, asked: Iterable[int]) -> dict[int, int]:
        """Return the numbers of texts here, after adding those that are new and whole."""
        t = schema.texts.c
        names = {n: (doc_id, revision) for n, doc_id, revision in self._other.execute(sa.select(t.n, t.doc_id, t.revision))}
        here = self._texts_here()
        for n in sorted(set(asked)):
            if names[n] not in here:
                insert(self._ours, schema.texts, [self._whole(n)])
        here = self._texts_here()
        return {n: here[name] for n, name in names.items() if name in here}

    def _texts_here(self) -> dict[tuple[str, str], int]:
        t = schema.texts.c
        return {(doc_id, revision): n for n, doc_id, revision in self._ours.execute(sa.select(t.n, t.doc_id, t.revision))}

    def _whole(self, number: int) -> Row:
        t = schema.texts.c
        row = records(self._other, sa.select(t.doc_id, t.revision, t.text).where(t.n == number))[0]
        if revision_of(row["text"]) != row["revision"]:
            raise ProjectError(
                f"{self._name}: the text of {row['doc_id']!r} is not what it was when it was added; go back to a backup of that copy"
            )
        return row

    def _spans(self, asked: list[int]) -> dict[int, int]:
        """Return the numbers of spans here, after adding those that are new and whose quotes are true."""
        s = schema.spans.c
        by_text: dict[int, list[Span]] = {}
        for chunk in chunks(asked, ASKED):
            for text, *span in self._other.execute(sa.select(s.text, s.n, s.start, s.end, s.quote).where(s.n.in_(chunk))):
                by_text.setdefault(text, []).append(tuple(span))
        texts = self._texts(by_text)
        for text, spans in by_text.items():
            self._require_quotes(text, spans)
        keys = {n: (texts[text], start, end) for text, spans in by_text.items() for n, start, end, _ in spans}
        quotes = {keys[n]: quote for spans in by_text.values() for n, *_, quote in spans}
        here = span_numbers(self._ours, quotes)
        return {n: here[key] for n, key in keys.items()}

    def _require_quotes(self, text: int, spans: Iterable[Span]) -> None:
        t = schema.texts.c
        doc_id, body = self._other.execute(sa.select(t.doc_id, t.text).where(t.n == text)).one()
        for _, start, end, quote in spans:
            if body[start:end] != quote:
                raise ProjectError(
                    f"{self._name}: {doc_id} [{start}, {end}): the quote is {shown(quote)}, there stands {shown(body[start:end])}; "
                    "`qda check --repair` on that copy first"
                )


_NAMED_BY_ACT = {
    key.column.table.name for table in schema.metadata.sorted_tables for key in table.foreign_keys if "act" in key.column.table.c
}
"""The tables that others point to, and whose rows are known by their act."""


def _references(table: sa.Table) -> list[tuple[str, str]]:
    """Return which columns point to which tables."""
    return [(key.parent.name, key.column.table.name) for key in table.foreign_keys]


def _by_act(connection: sa.Connection, table: sa.Table, acts: Sequence[int]) -> dict[int, list[int]]:
    out: dict[int, list[int]] = {}
    for chunk in chunks(acts, ASKED):
        for act, n in pairs(connection, sa.select(table.c.act, table.c.n).where(table.c.act.in_(chunk)).order_by(table.c.n)):
            out.setdefault(act, []).append(n)
    return out
