"""Copies of one project that people work on apart, and what their tables show."""

import shutil

from qda.store import Store

PUBLIC = (
    "documents",
    "marks",
    "segments",
    "codings",
    "readings",
    "cases",
    "speakers",
    "mentions",
    "memos",
    "settlements",
    "conflicts",
)
"""The tables that must not depend on which copy took from which."""


def copied(store, name="other.qda"):
    """Return an open copy beside a store."""
    return Store.open(store.backup(store.path.with_name(name), replace=True))


def tables(store):
    """Return every public table as sorted rows of all its columns."""
    return {name: _rows(getattr(store, name)()) for name in PUBLIC}


def _rows(frame):
    return [tuple(frame.columns), *sorted(tuple(map(str, row)) for row in frame.itertuples(index=False, name=None))]


def joined(into, *others, name="joined.qda"):
    """Return a closed file: a copy of one, into which others are merged in turn."""
    target = into.with_name(name)
    shutil.copy(into, target)
    with Store.open(target) as store:
        for other in others:
            store.merge(other, coder="MM")
    return target


def shown(path):
    """Return the tables of a closed file, which must be sound."""
    with Store.open(path) as store:
        found = store.check()
        assert found.empty, found.to_string()
        return tables(store)
