"""What one project file asked needs no compiling for the next."""

from claims import coding, document, grid, rows

from qda.store import Store
from qda.store.databases.compiled import OF_FILES


def used(path, book, code):
    with Store.create(path, book=book) as store:
        store.add_documents([document()])
        store.set_segments(grid())
        store.add_codings(rows(coding(code=code)), coder="AB")
        return store.codings()["code"].tolist()


def test_a_file_uses_what_was_compiled_for_another(tmp_path, book):
    assert used(tmp_path / "one.qda", book, "trust") == ["trust"]
    known = set(OF_FILES)
    assert used(tmp_path / "two.qda", book, "money") == ["money"]
    assert known
    assert set(OF_FILES) == known
