"""Many rows to a server in one statement: a list per column instead of a round trip per row."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from qda.store import schema

LEARN = 500
"""From how many new rows on the server looks at a table anew."""

GROWN = "qda_grown"
"""Says of a connection that it brought so many."""

_TYPES: dict[type, sa.types.TypeEngine[Any]] = {int: sa.BigInteger(), str: sa.Text(), float: sa.Double()}


def insert_lists(connection: sa.Connection, table: sa.Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert the rows that are not there yet, in their order."""
    names = list(columns)
    lists = [sa.literal(list(columns[name]), postgresql.ARRAY(_TYPES[table.c[name].type.python_type])) for name in names]
    found = sa.func.unnest(*lists).table_valued(*names).render_derived()
    connection.execute(postgresql.insert(table).from_select(names, sa.select(*found.c)).on_conflict_do_nothing())
    if len(columns[names[0]]) >= LEARN:
        connection.exec_driver_sql(f"ANALYZE {table.name}")
        connection.info[GROWN] = True


def look_anew(connection: sa.Connection) -> None:
    """Have the server look at all tables, if one of them grew: it plans questions by what it knows, and would itself look after a minute only."""
    if connection.info.pop(GROWN, False):
        connection.exec_driver_sql(f"ANALYZE {', '.join(schema.metadata.tables)}")
