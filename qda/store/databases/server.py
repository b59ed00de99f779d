"""A project in a database on a PostgreSQL server, for teams that code at the same time."""

import importlib.util
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from qda.errors import OutputError, ProjectError
from qda.store import schema
from qda.store.databases import address
from qda.store.databases.bulk import look_anew
from qda.store.databases.database import Fill, Loose
from qda.store.databases.server_failures import attend, is_away, is_busy, told
from qda.store.databases.transfer import write_file
from qda.store.databases.waiting import patiently

SIGN = "qda1"
"""What `meta` says of a project, under ``sign``; the header of a file says the same."""

SETTINGS = {"jit": "off", "client_connection_check_interval": "2s"}
"""Compiling our questions takes longer than answering them; and of a program that was killed the lock is free soon."""

AWAY = 30.0
"""For how many seconds reading waits for a server that is being restarted."""


class Server:
    """A project on a server; see `qda.store.databases.database.Database`.

    Attributes
    ----------
    busy_ms
        How long the server itself waits while somebody else writes.
    lift
        Whether a project of an older schema may be lifted; who says so has made a backup.
    """

    path = None

    def __init__(self, url: sa.URL, *, lift: bool = False) -> None:
        self._url = url
        self._opened: sa.Engine | None = None
        self.busy_ms = 5000
        self.lift = lift

    @property
    def name(self) -> str:
        """The address without its password."""
        return address.shown(self._url)

    @property
    def folder(self) -> Path:
        """The working directory."""
        return Path.cwd()

    @property
    def engine(self) -> sa.Engine:
        """What runs the questions."""
        if self._opened is None:
            raise ProjectError(f"{self.name}: was closed; open it again")
        return self._opened

    def make(self, fill: Fill, *, overwrite: bool) -> None:
        """Make the tables in one transaction."""
        engine = engine_for(self._url)
        try:
            with self.told(), engine.begin() as connection:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(schema.APPLICATION_ID)))  # others who make one wait
                self._require_unicode(connection)
                self._require_free(connection, overwrite=overwrite)
                schema.metadata.drop_all(connection)
                schema.metadata.create_all(connection)
                _write(connection, "sign", SIGN)
                self.set_schema(connection, schema.SCHEMA)
                fill(connection)
                look_anew(connection)
        finally:
            engine.dispose()

    def _require_unicode(self, connection: sa.Connection) -> None:
        encoding = connection.execute(sa.text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise ProjectError(f"{self.name}: the database keeps text as {encoding}; make one with encoding UTF8")

    def _require_free(self, connection: sa.Connection, *, overwrite: bool) -> None:
        there = sorted(set(sa.inspect(connection).get_table_names()) & set(schema.metadata.tables))
        if not there:
            return
        self._require_project(connection)
        if not overwrite:
            raise ProjectError(f"{self.name}: holds a project already; open it, or name another database")
        others = sa.text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'qda' AND pid <> pg_backend_pid()"
        )
        if connection.execute(others).scalar_one():
            raise ProjectError(f"{self.name}: is open elsewhere; close it first")

    def open(self) -> None:
        """Connect, and make sure that there is a project."""
        engine = engine_for(self._url)
        with ExitStack() as refusing:
            refusing.callback(engine.dispose)
            with self.told(), engine.connect() as connection, connection.begin():
                self._require_project(connection)
            refusing.pop_all()
        self._opened = engine

    def _require_project(self, connection: sa.Connection) -> None:
        there = set(sa.inspect(connection).get_table_names())
        if not there & {"meta", "acts"}:
            raise ProjectError(f"{self.name}: the database holds no project; `qda new` or Project.create makes one")
        columns = {column["name"] for column in sa.inspect(connection).get_columns("meta")} if "meta" in there else set()
        if not {"key", "value"} <= columns or _meta(connection, "sign") != SIGN:
            raise ProjectError(f"{self.name}: the database has tables of another program; a project needs one of its own")
        found = self.schema_number(connection)
        if found > schema.SCHEMA:
            newer = f"schema {found}, this one reads up to {schema.SCHEMA}"
            raise ProjectError(f"{self.name}: made by a newer version of qda ({newer}); update qda")

    def close(self) -> None:
        """Leave the server."""
        if self._opened is not None:
            engine, self._opened = self._opened, None
            engine.dispose()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn the server's errors into ours."""
        with told(self.name):
            yield

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Begin a transaction that reads one state of all tables."""
        with patiently(self.engine.connect, self._why, wait=AWAY) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, wait: float) -> Iterator[sa.Connection]:
        """Begin a transaction that writes; acts come one after another, each seeing all before it."""
        with patiently(self._locked, self._why, wait=wait) as connection:
            number = connection.execute(sa.select(sa.cast(sa.func.pg_current_xact_id(), sa.Text))).scalar_one()
            yield connection
            look_anew(connection)
            self._commit(connection, number, wait)

    def _locked(self) -> sa.Connection:
        """Return a connection in a transaction that alone may write; what it asks first comes after the lock, and so sees all that was done."""
        connection = self.engine.connect()
        with ExitStack() as failing:
            failing.callback(connection.close)
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {self.busy_ms:d}")
            connection.exec_driver_sql("LOCK TABLE acts IN EXCLUSIVE MODE")
            failing.pop_all()
        return connection

    def _commit(self, connection: sa.Connection, number: str, wait: float) -> None:
        """Commit; if the connection is lost on the way, ask the server afterwards what became of it."""
        try:
            connection.commit()
        except DBAPIError as error:
            if not is_away(error) or not self._arrived(number, wait):
                raise

    def _arrived(self, number: str, wait: float) -> bool:
        """Say whether a transaction was committed; whoever gets the lock knows that it is over."""
        try:
            with patiently(self._locked, self._why, wait=wait) as connection:
                status = sa.text("SELECT pg_xact_status(CAST(:number AS xid8))")
                return bool(connection.execute(status, {"number": number}).scalar_one() == "committed")
        except DBAPIError as error:
            unknown = (
                "the server went away while an act was stored; whether it is there, `qda history` says when the server is back"
            )
            raise ProjectError(f"{self.name}: {unknown}") from error

    def _why(self, error: DBAPIError) -> str:
        if is_busy(error):
            return f"{self.name}: somebody else is writing to it"
        return f"{self.name}: the server does not answer" if is_away(error) else ""

    def schema_number(self, connection: sa.Connection) -> int:
        """Return the number that `meta` holds."""
        return int(_meta(connection, "schema") or 0)

    def set_schema(self, connection: sa.Connection, number: int) -> None:
        """Write it into `meta`."""
        _write(connection, "schema", str(number))

    def before_migrating(self, found: int) -> str:
        """Refuse, unless told: the backup is made with the server's own tools, and colleagues must update, too."""
        if not self.lift:
            how = f"make a backup with `pg_dump`, then lift it by `qda migrate {self.name}`"
            raise ProjectError(
                f"{self.name}: made by an older version of qda (schema {found}, this one has {schema.SCHEMA}); {how}"
            )
        return "on a server"

    def alone(self) -> bool:
        """Say no: others may come at any moment."""
        return False

    def keep(self, why: str) -> str:  # noqa: ARG002  the interface's
        """Make no backup: those of a server are made with its own tools, or by `backup`."""
        return ""

    def damage(self) -> list[str]:
        """Return nothing: what lies below the tables is the server's."""
        return []

    def loose(self, connection: sa.Connection) -> Iterator[Loose]:
        """Yield what points nowhere: the server prevents it, unless somebody switched that off."""
        for table in schema.metadata.sorted_tables:
            for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
                target = key.column.table.alias("target")
                there = sa.exists().where(target.c[key.column.name] == key.parent)
                for row in connection.execute(sa.select(table.c.n).where(key.parent.is_not(None), ~there)).scalars():
                    yield Loose(table.name, row, key.column.table.name)

    def backup(self, path: Path, *, replace: bool) -> Path:
        """Copy all rows into a project file."""
        if path.exists() and not replace:
            raise OutputError(f"{path}: exists already; choose another name for the backup")
        with self.told(), self.reading() as connection:
            return write_file(connection, path)


def engine_for(url: sa.URL) -> sa.Engine:
    """Return an engine whose transactions see one state throughout, and that writes many rows at once.

    Raises
    ------
    ProjectError
        The driver is not installed.
    """
    if importlib.util.find_spec("pg8000") is None:
        raise ProjectError(f"{address.shown(url)}: projects on a server need the extra: pip install 'qda-coding[postgres]'")
    engine = sa.create_engine(
        url.set(query={}),
        isolation_level="REPEATABLE READ",
        connect_args={
            "password": url.password or "",
            "ssl_context": address.safety(url.query),
            "application_name": "qda",
            "startup_params": SETTINGS,
        },
        pool_pre_ping=True,
        hide_parameters=True,  # no text of a document in a traceback
    )
    engine.dialect.use_insertmanyvalues_wo_returning = True  # else this driver takes a round trip a row
    attend(engine)
    return engine


def _meta(connection: sa.Connection, key: str) -> str | None:
    found: str | None = connection.execute(sa.select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar()
    return found


def _write(connection: sa.Connection, key: str, value: str) -> None:
    connection.execute(sa.delete(schema.meta).where(schema.meta.c.key == key))
    connection.execute(sa.insert(schema.meta).values(key=key, value=value))
