"""A project of an older schema, once lifted, is like one that was made today."""

import shutil
import sqlite3
from pathlib import Path

from qda.store import Store

OLD = Path(__file__).parent / "files" / "schema-1.qda"


def layout(path, table):
    with sqlite3.connect(path) as connection:
        columns = [row[1:4] for row in connection.execute(f"PRAGMA table_info({table})")]
        indexes = sorted(row[1:3] for row in connection.execute(f"PRAGMA index_list({table})"))
        keys = [row[2:5] for row in connection.execute(f"PRAGMA foreign_key_list({table})")]
    connection.close()
    return columns, indexes, keys


def test_the_table_of_codebooks_is_as_in_a_new_project(path, store, tmp_path):
    store.close()
    lifted = shutil.copy(OLD, tmp_path / "old.qda")
    with Store.open(lifted) as opened:
        version = opened.book.codebook_version
        assert opened.codebooks()["codebook_version"].tolist() == [version]
        assert opened.check().empty
    assert layout(lifted, "codebooks") == layout(path, "codebooks")
