"""Files of an older schema are lifted to the present one, after a backup, in one transaction."""

from pathlib import Path

import sqlalchemy as sa

from qda.store import schema
from qda.store.acts import acting, writing
from qda.store.copying import backup
from qda.store.migrations import STEPS
from qda.store.opening import pragma


def migrate(engine: sa.Engine, path: Path, *, wait: float) -> Path | None:
    """Lift a project to the present schema, if it is older; return where the backup lies that was made before.

    Whoever opens the same file meanwhile waits, and finds it lifted.
    """
    if pragma(engine, "user_version") >= schema.SCHEMA:
        return None
    before = pragma(engine, "user_version")
    kept = backup(engine, free_name(path.with_name(f"{path.stem}.schema-{before}{path.suffix}")), replace=False)
    with writing(engine, path, wait=wait) as connection:
        found = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        lift(connection, found)
        if found < schema.SCHEMA:
            connection.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA}")
            with acting(connection, "migrate", coder="") as act:
                act.keep, act.what = True, f"schema {found} to {schema.SCHEMA}; backup in {kept.name}"
    return kept


def lift(connection: sa.Connection, found: int) -> None:
    """Take the steps from schema `found` to the present one."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    operations = Operations(MigrationContext.configure(connection))
    for number in range(found + 1, schema.SCHEMA + 1):
        STEPS[number](operations)


def free_name(path: Path) -> Path:
    """Return the path, with a number if it is taken."""
    taken = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, 10_000))
    return path if not path.exists() else next(name for name in taken if not name.exists())
