"""Databases on the server for the tests, made when they are first needed and dropped in the end."""

import os
import uuid
from contextlib import contextmanager

import sqlalchemy as sa

from qda.store import Store, schema

SERVER = "QDA_TEST_POSTGRES"
"""The environment variable that holds the address of a server where we may make databases."""


@contextmanager
def administrator():
    engine = sa.create_engine(sa.make_url(os.environ[SERVER]).set(drivername="postgresql+pg8000"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def empty_database():
    """Make a database; yield its address."""
    name = f"qda_test_{uuid.uuid4().hex[:12]}"
    with administrator() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield sa.make_url(os.environ[SERVER]).set(database=name).render_as_string(hide_password=False)
    finally:
        with administrator() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


class Prepared:
    """A database with a project in it that is brought back to its beginning in milliseconds; making all tables takes much longer."""

    def __init__(self, address, book):
        self.address = address
        Store.create(address, book=book).close()
        made = [f"DELETE FROM {t.name}" for t in reversed(schema.metadata.sorted_tables) if t not in BEGUN]  # noqa: S608  names of ours
        counted = [table.name for table in schema.metadata.sorted_tables if "n" in table.c]
        made += [f"ALTER SEQUENCE {name}_n_seq RESTART {2 if name in {'acts', 'codebooks'} else 1}" for name in counted]
        made += ["DELETE FROM codebooks WHERE n > 1", "UPDATE acts SET undone_by = NULL", "DELETE FROM acts WHERE n > 1"]
        self._again = "; ".join(made)
        self._engine = sa.create_engine(sa.make_url(address).set(drivername="postgresql+pg8000"))

    def begin_again(self):
        with self._engine.begin() as connection:
            connection.exec_driver_sql(f"DO $$ BEGIN {self._again}; END $$")

    def close(self):
        self._engine.dispose()


BEGUN = (schema.meta, schema.acts, schema.codebooks)
"""What holds rows in an empty project."""
