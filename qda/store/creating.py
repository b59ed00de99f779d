"""A project file comes into being whole: it is made beside and moved into place."""

import uuid
from pathlib import Path

import sqlalchemy as sa

from qda.codebook import Codebook
from qda.errors import CodebookError, OutputError, ProjectError
from qda.store import schema
from qda.store.acts import acting, now, writing
from qda.store.failures import told
from qda.store.opening import engine_for, leave_single_file, pragma, require_project, require_schema


def create_file(path: Path, book: Codebook, *, coder: str, overwrite: bool) -> None:
    """Make an empty project; see `qda.store.Store.create`."""
    if not book.text:
        raise CodebookError(
            f"codebook {book.id!r} has no text to be kept in the project; make it by read_codebook or parse_codebook"
        )
    if path.exists() and not overwrite:
        raise ProjectError(f"{path}: exists already; open it, or choose another name")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: no such folder: {path.parent}")
    if path.exists():
        _settle(path)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.unlink(missing_ok=True)
        with told(path):
            _fill(beside, book, coder)
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or 'the system refuses to write it'}") from None
    finally:
        for leftover in (beside, beside.with_name(f"{beside.name}-journal")):
            leftover.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """Bring home the log of the project that will be replaced: the new one must not inherit it."""
    require_project(path)
    engine = engine_for(path)
    try:
        require_schema(engine, path)
    finally:
        leave_single_file(engine)
    if path.with_name(f"{path.name}-wal").exists():
        raise ProjectError(f"{path}: is open elsewhere; close it first")


def _fill(path: Path, book: Codebook, coder: str) -> None:
    engine = engine_for(path)
    try:
        pragma(engine, f"application_id = {schema.APPLICATION_ID}")
        with writing(engine, path, wait=0) as connection:
            schema.metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA}")
            about = {"project": str(uuid.uuid4()), "created": now()}
            connection.execute(sa.insert(schema.meta), [{"key": k, "value": v} for k, v in about.items()])
            with acting(connection, "create", coder=coder) as act:
                stated = {"id": book.id, "version": book.version, "hash": book.hash, "text": book.text}
                connection.execute(sa.insert(schema.codebooks).values(act=act.n, **stated))
                act.added, act.what = 1, f"project with codebook {book.codebook_version}"
    finally:
        engine.dispose()
