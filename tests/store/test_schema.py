import sqlite3

import pytest
import sqlalchemy as sa

from qda.store import schema


def test_every_table_is_strict_and_uses_the_four_types_only(path, store):
    store.close()
    with sqlite3.connect(path) as connection:
        listed = {name: strict for _, name, kind, _, _, strict in connection.execute("PRAGMA table_list") if kind == "table"}
        ours = {name: strict for name, strict in listed.items() if not name.startswith("sqlite_")}
        assert set(ours) == set(schema.metadata.tables)
        assert set(ours.values()) == {1}
        types = {row[2] for name in ours for row in connection.execute(f"PRAGMA table_info({name})")}
    connection.close()
    assert types <= {"INTEGER", "TEXT", "REAL", "BLOB"}


def test_the_same_schema_compiles_for_postgresql():
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateTable

    made = [str(CreateTable(table).compile(dialect=postgresql.dialect())) for table in schema.metadata.sorted_tables]
    assert len(made) == len(schema.metadata.tables)
    assert any("DOUBLE PRECISION" in text for text in made)


def test_every_row_of_content_leads_to_its_act():
    for table in schema.metadata.sorted_tables:
        if table.name not in {"meta", "acts", "texts", "spans", "phrases", "document_attributes", "marks", "segments"}:
            assert any(key.column.table.name == "acts" for column in table.columns for key in column.foreign_keys), table.name


def test_header_says_what_the_file_is(path, store):
    store.close()
    head = path.read_bytes()[:100]
    assert int.from_bytes(head[68:72], "big") == schema.APPLICATION_ID == int.from_bytes(b"qda1", "big")
    assert int.from_bytes(head[60:64], "big") == schema.SCHEMA


def test_pragmas_of_an_open_store(store):
    from qda.store.databases.opening import pragma

    wanted = {"foreign_keys": 1, "synchronous": 2, "journal_mode": "wal", "busy_timeout": 5000}
    assert {name: pragma(store._engine, name) for name in wanted} == wanted


def test_foreign_keys_are_enforced(store):
    row = {"act": 99, "id": "x", "label": "", "aliases": "", "attributes": "{}"}
    with store._database.writing(wait=0) as connection, pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"):
        connection.execute(sa.insert(schema.cases).values(**row))
