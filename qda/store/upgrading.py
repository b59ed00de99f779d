"""Project files of an older schema get what they lack, in one transaction, when they are opened."""

from pathlib import Path

import sqlalchemy as sa

from qda.store import schema
from qda.store.acts import writing
from qda.store.failures import told
from qda.store.opening import pragma

_STEPS = {
    1: (
        "ALTER TABLE readings ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
        "UPDATE readings SET origin = coalesce((SELECT c.origin FROM codings c WHERE c.coder = readings.coder AND c.round = readings.round LIMIT 1), '')",
    ),
}
"""What leads from a schema to the next; tables that are new are made from the schema itself."""


def upgrade(engine: sa.Engine, path: Path, *, wait: float) -> None:
    """Bring a file to the schema of this version; one that has it is not touched."""
    with told(path):
        if pragma(engine, "user_version") >= schema.SCHEMA:
            return
        with writing(engine, path, wait=wait) as connection:
            number = int(
                connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            )  # another may have done it while we waited
            for step in range(number, schema.SCHEMA):
                for statement in _STEPS[step]:
                    connection.exec_driver_sql(statement)
            schema.metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA}")
