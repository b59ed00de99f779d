"""Projects of an older schema are lifted to the present one, after a backup, in one transaction."""

import sqlalchemy as sa

from qda.store import schema
from qda.store.databases.database import Database
from qda.store.journal.acts import acting, tell_committed
from qda.store.migrations import STEPS


def migrate(database: Database, *, wait: float) -> None:
    """Lift a project to the present schema, if it is older.

    Whoever opens the same project meanwhile waits, and finds it lifted.
    """
    with database.reading() as connection:
        before = database.schema_number(connection)
    if before >= schema.SCHEMA:
        return
    kept = database.before_migrating(before)
    with database.writing(wait=wait) as connection:
        found = database.schema_number(connection)
        lift(connection, found)
        if found < schema.SCHEMA:
            database.set_schema(connection, schema.SCHEMA)
            with acting(connection, "migrate", coder="") as act:
                act.keep, act.what = True, f"schema {found} to {schema.SCHEMA}; {kept}"
    tell_committed(database.name, "migrate")


def lift(connection: sa.Connection, found: int) -> None:
    """Take the steps from schema `found` to the present one."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    operations = Operations(MigrationContext.configure(connection))
    for number in range(found + 1, schema.SCHEMA + 1):
        STEPS[number](operations)
