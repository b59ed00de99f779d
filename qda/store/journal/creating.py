"""The first act of a project: its codebook, and what is said of it as a whole."""

import uuid

import sqlalchemy as sa

from qda.codebook import Codebook
from qda.errors import CodebookError
from qda.store import schema
from qda.store.databases.database import Database
from qda.store.journal.acts import acting, now, tell_committed


def create(database: Database, book: Codebook, *, coder: str, overwrite: bool) -> None:
    """Make an empty project; see `qda.store.Store.create`."""
    if not book.text:
        raise CodebookError(
            f"codebook {book.id!r} has no text to be kept in the project; make it by read_codebook or parse_codebook"
        )
    database.make(lambda connection: _begin(connection, book, coder), overwrite=overwrite)
    tell_committed(database.name, "create")


def _begin(connection: sa.Connection, book: Codebook, coder: str) -> None:
    about = {"project": str(uuid.uuid4()), "created": now()}
    connection.execute(sa.insert(schema.meta), [{"key": k, "value": v} for k, v in about.items()])
    with acting(connection, "create", coder=coder) as act:
        stated = {"id": book.id, "version": book.version, "hash": book.hash, "text": book.text}
        connection.execute(sa.insert(schema.codebooks).values(act=act.n, **stated))
        act.added, act.what = 1, f"project with codebook {book.codebook_version}"
