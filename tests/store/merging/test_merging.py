import hashlib
import shutil
import sqlite3
import tempfile
from itertools import permutations
from pathlib import Path

import pytest
from claims import FIRST, SECOND, TEXT, THIRD, codes, coding, document, grid, rows, run, suggestion
from copies import copied, joined, shown, tables

from qda.errors import FileNotThere, ProjectError
from qda.model import machine_id
from qda.store import Store
from qda.store.material.memos import Target


def _id(span, code):
    """Return the id that a suggestion of `claims.suggestion` gets."""
    said = {"doc_id": "leeds/a", "start": span[0], "end": span[1], "axis": "factor", "code": code, "coder": "rules", "round_": 1}
    return machine_id(**said, statement="", codebook_version="")


S1, S2, S3 = _id(FIRST, "boards"), _id(SECOND, "money"), _id(THIRD, "trust")
SCHEMA_1 = Path(__file__).parent.parent / "files/schema-1.qda"


@pytest.fixture
def pair(path, once, book):
    """Two copies that share one coding of a person and two suggestions."""
    made = once("pair", lambda folder: make(folder, book))
    for name in ("study.qda", "other.qda"):
        shutil.copy(made / name, path.with_name(name))
    with Store.open(path) as one, Store.open(path.with_name("other.qda")) as other:
        yield one, other


def make(folder, book):
    folder.mkdir()
    with Store.create(folder / "study.qda", book=book) as store:
        store.add_documents([document()])
        store.set_segments(grid())
        store.add_codings(rows(coding(id="x")), coder="AB")
        run(store, suggestion(code="boards"), suggestion(SECOND, code="money"))
        copied(store).close()


def both_ways(one, other):
    """Close two copies and return what they show together, whichever takes from which."""
    found = both_ways_unchecked(one, other)
    with Store.open(one.path.with_name("joined.qda")) as store:
        assert store.check().empty, store.check().to_string()
    return found


def both_ways_unchecked(one, other):
    """Return what two copies show together; a coding that waits for its place is a problem that `check` lists."""
    one.close()
    other.close()
    found = []
    for order in ((one.path, other.path), (other.path, one.path)):
        with Store.open(joined(*order)) as store:
            found.append(tables(store))
    assert found[0] == found[1]
    return found[0]


def said(tables_, name):
    head, *found = tables_["conflicts"]
    return [row[head.index(name)] for row in found]


def test_all_kinds_of_rows_come_over_whichever_copy_takes(pair):
    one, other = pair
    one.add_codings(rows(coding(SECOND, code="boards"), coding(THIRD, code="")), coder="AB")
    one.add_documents([document("Another text.", doc_id="b", attributes={"mode": "mail"})], coder="AB")
    one.set_segments(grid("b", "Another text.").iloc[:1].assign(end=7, text="Another"))
    other.accept([S1], coder="CD")
    other.reject([S2], coder="CD")
    other.add_codings(rows(coding(THIRD, code="money", memo="hm")), coder="CD")
    other.retract(["x"], coder="CD")
    other.add_cases(rows({"id": "york", "label": "York", "size": 3}))
    other.add_speakers(rows({"doc_id": "leeds/a", "speaker": "B", "role": "resident"}))
    other.add_mentions(rows({"doc_id": "leeds/a", "start": 17, "end": 43, "case": "york"}))
    other.note(Target(kind="segment", id="leeds/a", start=FIRST[0], end=FIRST[1]), "look again", coder="CD")
    other.note(Target(kind="project"), "a study", coder="CD")
    alone = {name: len(table) for name, table in tables(other).items()}
    found = both_ways(one, other)
    sizes = {name: len(table) - 1 for name, table in found.items()}
    assert sizes["documents"] == 2
    assert sizes["codings"] == 6
    assert sizes["mentions"] == sizes["speakers"] == sizes["cases"] == 1
    assert {name: sizes[name] + 1 for name in ("memos", "speakers")} == {name: alone[name] for name in ("memos", "speakers")}
    assert sizes["conflicts"] == 0


def test_the_report_the_journal_and_the_backup(pair):
    one, other = pair
    other.add_codings(rows(coding(SECOND, code="boards")), coder="CD")
    report = one.merge(other.path, coder="AB")
    assert str(report) == "1 act by CD: 1 coding"
    assert (report.acts, report.coders, report.codings) == (1, ("CD",), 1)
    line = one.journal().iloc[-1]
    assert (line["kind"], line["coder"], line["what"]) == ("merge", "AB", "merge of other.qda: 1 act by CD: 1 coding")
    assert line["details"]["last"] == other.journal()["id"].iloc[-1]
    assert str(one.path.parent) not in str(line["details"])
    kept = next(one.path.parent.glob("study.qda.backups/*before-merge*"))
    assert kept.name in report.backup
    with Store.open(kept) as before:
        assert len(before.codings()) == 3
    assert one.journal()["kind"].tolist()[-2:] == ["code", "merge"], "what came stands before the line of the merge"


def test_merging_twice_brings_nothing_and_leaves_no_trace(pair):
    one, other = pair
    other.add_codings(rows(coding(SECOND, code="boards")), coder="CD")
    one.merge(other.path, coder="AB")
    journal = one.journal()
    assert str(one.merge(other.path, coder="AB")) == "nothing new: every act of the other copy is known here"
    assert one.journal().equals(journal)
    assert str(other.merge(one.path, coder="CD")).startswith("nothing new"), "the line of a merge alone is no news"
    assert len(list(one.path.parent.glob("study.qda.backups/*before-merge*"))) == 1


@pytest.mark.parametrize("orders", [[(0, 1, 2), (2, 0, 1)], pytest.param([*permutations(range(3))], marks=pytest.mark.soak)])
def test_three_copies_in_any_association(pair, orders):
    one, other = pair
    third = copied(one, "third.qda")
    for store, who, code in ((one, "AB", "money"), (other, "CD", "boards"), (third, "EF", "trust")):
        store.add_codings(rows(coding(THIRD, code=code)), coder=who)
        run(store, suggestion(code="boards"), suggestion(FIRST, code=code))
        store.reject([S1], coder=who)
        store.retract(["x"], coder=who) if who == "EF" else store.recode(["x"], code, coder=who)
        store.close()
    files = one.path, other.path, third.path
    orders = [tuple(files[i] for i in order) for order in orders]
    whole = [shown(joined(*order)) for order in orders]
    whole += [shown(joined(a, joined(b, c, name="pair.qda"))) for a, b, c in orders]
    assert all(found == whole[0] for found in whole)
    assert sorted(said(whole[0], "what")) == ["both changed it", *["one took it back, the other changed it"] * 2]


def test_what_machines_did_in_both_is_shown_once_as_the_later_has_it(pair):
    one, other = pair
    run(one, suggestion(code="boards"), suggestion(THIRD, code="trust") | {"score": 0.2})
    other.add_cases(rows({"id": "york"}))  # later is who knew more acts
    run(other, suggestion(code="boards"), suggestion(THIRD, code="trust") | {"score": 0.9})
    found = both_ways(one, other)
    head, *codings = found["codings"]
    machine = sorted((row[head.index("id")], row[head.index("score")]) for row in codings if row[head.index("origin")] == "rule")
    assert machine == sorted([(S1, "0.6"), (S3, "0.9")])
    with Store.open(joined(one.path, other.path)) as store:
        store.retract([S3], coder="AB")
        assert S3 not in set(store.codings()["id"]), "taken back with all that bear the id"
        run(store, suggestion(THIRD, code="trust"))
        assert store.codings()["id"].tolist().count(S3) == 1
        assert store.check().empty


def test_the_same_import_in_both_is_there_once(pair):
    one, other = pair
    table = rows(coding(SECOND, code="boards", quote=TEXT[17:43]), coding(THIRD, code=""))
    for store in (one, other):
        store.add_codings(table, coder="EF", kind="import")
    found = both_ways(one, other)
    assert [row for row in found["codings"] if "EF" in row and "import" in row].__len__() == 1
    assert len(found["codings"]) - 1 == 4


@pytest.mark.parametrize("again", [False, True])
def test_a_new_text_in_one_copy_comes_over_and_the_others_claims_wait(pair, again):
    one, other = pair
    one.add_documents([document("So. " + TEXT)], coder="AB")
    other.add_codings(rows(coding(SECOND, code="boards", id="y")), coder="CD")
    if again:
        other.add_documents([document("So. " + TEXT)], coder="CD")
        found = both_ways(one, other)
        assert [row[0] for row in found["codings"][1:]] == ["x", "y"], "moved in both, shown once"
        return
    report = one.merge(other.path, coder="AB")
    assert report.orphaned[["coding", "doc_id", "start"]].to_numpy().tolist() == [["y", "leeds/a", 17]]
    assert "1 coding without a place" in str(report)
    assert str(one.check()["problem"].iloc[0]).startswith("coding y lost its place")
    found = both_ways_unchecked(one, other)
    assert [row[0] for row in found["codings"][1:]] == ["x"]


def test_what_both_imported_moves_as_one(pair):
    one, other = pair
    table = rows(coding(SECOND, code="boards", quote=TEXT[17:43]))
    for store in (one, other):
        store.add_codings(table, coder="EF", kind="import")
    one.merge(other.path, coder="AB")
    one.add_documents([document("So. " + TEXT)], coder="AB")
    assert one.check().empty, "nothing stays behind on the former text"
    assert one.codings()["start"].tolist() == [4, 21]


def test_two_new_texts_are_refused_before_anything_is_written(pair):
    one, other = pair
    one.add_documents([document("So. " + TEXT), document("New.", doc_id="b")], coder="AB")
    other.add_documents([document("Well. " + TEXT), document("Newer.", doc_id="b")], coder="CD")
    before = one.journal(), tables(one)
    with pytest.raises(
        ProjectError, match=r"other\.qda: both copies changed the document 'b', 'leeds/a' since they parted"
    ) as caught:
        one.merge(other.path, coder="AB")
    assert "\n" not in str(caught.value)
    assert one.journal().equals(before[0])
    assert tables(one) == before[1]
    assert not list(one.path.parent.glob("*.backups/*merge*"))


# ---------------------------------------------------------------- undoing


def test_a_merge_can_be_undone_and_redone(pair):
    one, other = pair
    before = tables(one)
    other.add_codings(rows(coding(SECOND, code="boards")), coder="CD")
    other.retract(["x"], coder="CD")
    other.undo("CD")
    other.retract([S2], coder="CD")
    other.add_documents([document("Another.", doc_id="b")])
    one.merge(other.path, coder="AB")
    after = tables(one)
    assert after != before
    assert one.undo("AB").startswith("undo: merge of other.qda: 5 acts by CD")
    assert tables(one) == before
    assert "undone here: 5 of its acts" not in str(one.merge(other.path, coder="AB")), (
        "the undone retraction is not in force there"
    )
    assert "undone here: 4 of its acts; redo brings back, merging does not" in str(one.merge(other.path, coder="AB"))
    one.redo("AB")
    assert tables(one) == after
    assert one.check().empty


def test_an_undone_merge_is_told_to_whom_it_undoes(pair):
    one, other = pair
    other.add_codings(rows(coding(SECOND, code="boards", id="y")), coder="CD")
    one.merge(other.path, coder="AB")
    one.undo("AB")
    other.accept([S1], coder="CD")
    report = other.merge(one.path, coder="CD")
    assert "undone by it: 1 act in force here" in str(report)
    assert "y" not in set(other.codings()["id"])
    assert both_ways(one, other)["conflicts"][1:] == []


@pytest.mark.parametrize("build", ["retract", "recode", "accept", "settle", "document"])
def test_a_merge_on_which_somebody_built_stays(pair, build):
    one, other = pair
    other.add_codings(rows(coding(SECOND, code="boards", id="y")), coder="CD")
    other.add_codings(rows(suggestion(THIRD, id="z")), coder="CD", kind="import")
    other.add_documents([document("Another text.", doc_id="b")])
    one.merge(other.path, coder="AB")
    {
        "retract": lambda: one.retract(["y"], coder="EF"),
        "recode": lambda: one.recode(["y"], "money", coder="EF"),
        "accept": lambda: one.accept(["z"], coder="EF"),
        "settle": lambda: one.settle(("leeds/a", *SECOND), {"factor": "boards"}, coder="EF", reason="agreed"),
        "document": lambda: one.add_codings(rows(coding((0, 7), doc_id="b")), coder="EF"),
    }[build]()
    with pytest.raises(ProjectError, match=r"act \d+ \(merge by AB.* cannot be undone: act \d+ \(\w+ by EF.* builds on it"):
        one.undo("AB")
    one.undo("EF")
    one.undo("AB")
    assert set(one.codings()["id"]) == {"x", S1, S2}


# ---------------------------------------------------------------- conflicts


def test_both_changed_a_coding(pair):
    one, other = pair
    one.recode(["x"], "money", coder="AB")
    new = other.recode(["x"], "boards", coder="CD")
    found = both_ways(one, other)
    assert (said(found, "coding"), said(found, "what")) == (["x"], ["both changed it"])
    assert {said(found, "code_a")[0], said(found, "code_b")[0]} == {"money", "boards"}
    with Store.open(joined(one.path, other.path)) as store:
        assert len(store.codings()) == 4, "both are kept"
        store.retract(new, coder="EF")
        assert store.conflicts().empty
        store.undo("EF")
        assert len(store.conflicts()) == 1
        store.settle(("leeds/a", *FIRST), {"factor": "boards"}, coder="EF", reason="agreed")
        assert store.conflicts().empty


def test_both_settled_a_place_otherwise(pair):
    one, other = pair
    place = ("leeds/a", *FIRST)
    one.settle(place, {"factor": "money"}, coder="AB", reason="r")
    one.settle(("leeds/a", *SECOND), {"factor": "money"}, coder="AB", reason="the same in both")
    other.settle(place, {"factor": "boards"}, coder="CD", reason="s")
    other.settle(("leeds/a", *SECOND), {"factor": "money"}, coder="CD", reason="the same in both")
    found = both_ways(one, other)
    assert said(found, "what") == ["both settled it"]
    assert {said(found, "code_a")[0], said(found, "code_b")[0]} == {"money", "boards"}
    with Store.open(joined(one.path, other.path)) as store:
        store.settle(place, {"factor": "trust"}, coder="EF", reason="agreed")
        assert store.conflicts().empty
        store.undo("EF")
        assert len(store.conflicts()) == 1


def test_one_settled_that_no_code_holds_the_other_a_code(pair):
    one, other = pair
    place = ("leeds/a", *FIRST)
    one.settle(place, {"factor": []}, coder="AB", reason="r")
    other.settle(place, {"factor": "boards"}, coder="CD", reason="s")
    found = both_ways(one, other)
    assert said(found, "what") == ["both settled it"]
    assert {said(found, "code_a")[0], said(found, "code_b")[0]} == {"", "boards"}
    with Store.open(joined(one.path, other.path)) as store:
        store.settle(place, {"factor": []}, coder="EF", reason="agreed")
        assert store.conflicts().empty


def test_one_took_back_what_the_other_changed(pair):
    one, other = pair
    one.retract(["x"], coder="AB")
    first = other.recode(["x"], "boards", coder="CD")
    last = other.recode(first, "money", coder="CD")
    one.merge(other.path, coder="AB")
    row = one.conflicts().iloc[0]
    assert (row["coding"], row["what"]) == ("x", "one took it back, the other changed it")
    assert {row["replacement_a"], row["replacement_b"]} == {"", *last}
    one.recode(last, "trust", coder="AB")  # somebody who knows of both keeps it
    assert one.conflicts().empty


def test_one_took_back_what_the_other_judged(pair):
    one, other = pair
    other.accept([S1], coder="CD")  # before and after in time: it is knowing that counts
    one.add_codings(rows(coding(SECOND)), coder="AB")
    one.retract([S1], coder="AB")
    found = both_ways(one, other)
    assert (said(found, "coding"), said(found, "what")) == ([S1], ["one took it back, the other judged it"])


def test_who_judges_and_then_takes_back_has_no_conflict(pair):
    one, other = pair
    one.accept([S1], coder="AB")
    one.retract([S1], coder="AB")
    one.recode(["x"], "money", coder="AB")
    other.add_codings(rows(coding(SECOND)), coder="CD")
    assert said(both_ways(one, other), "what") == []


def test_both_took_it_back_is_no_conflict(pair):
    one, other = pair
    one.retract(["x", S1], coder="AB")
    other.retract(["x"], coder="CD")
    run(other, suggestion(SECOND, code="money"))
    found = both_ways(one, other)
    assert said(found, "what") == []
    assert [row[0] for row in found["codings"][1:]] == [S2]


def test_a_coder_who_judges_differently_in_two_copies(pair):
    one, other = pair
    for code in (S1, S2):
        one.accept([code], coder="AB")
    other.reject([S1], coder="AB")
    other.accept([S2], coder="AB")
    found = both_ways(one, other)
    assert (said(found, "coding"), said(found, "what")) == ([S1], ["both judged it"])


def test_one_undid_what_the_other_changed_or_judged(pair):
    one, other = pair
    one.close()
    with Store.open(one.path) as again:
        act = again.journal()["id"].tolist()
        again.undo(act=act[-2], session=False)
        again.undo(act=act[-1], session=False)
        other.recode(["x"], "money", coder="CD")
        other.accept([S1], coder="CD")
        found = both_ways(again, other)
    assert sorted(said(found, "coding")) == sorted([S1, "x"])
    assert set(said(found, "what")) == {"one undid it, the other built on it"}
    assert {row[0] for row in found["codings"][1:]}.isdisjoint({"x", S1, S2})


def test_one_undid_a_document_that_the_other_coded(path, store):
    store.add_documents([document(), document(doc_id="b")], coder="AB")
    with copied(store) as other:
        other.add_codings(rows(coding(id="y")), coder="CD")
        store.undo("AB")
        one, two = store, other
        found = both_ways_unchecked(one, two)
    assert (said(found, "coding"), said(found, "what")) == (["y"], ["one undid its document, the other coded it"])


def test_without_a_merge_there_are_no_conflicts(filled):
    assert filled.conflicts().empty
    assert filled.conflicts()["start"].dtype == "int64"


# ---------------------------------------------------------------- the other file


def test_the_other_file_stays_as_it_is_even_open_elsewhere(pair):
    one, other = pair
    other.add_codings(rows(coding(SECOND, code="boards")), coder="CD")
    digests = [_digest(p) for p in sorted(other.path.parent.glob("other.qda*")) if p.is_file() and not p.name.endswith("-shm")]
    assert one.merge(other.path, coder="AB").codings == 1, "what is still in the log of the other comes, too"
    assert [
        _digest(p) for p in sorted(other.path.parent.glob("other.qda*")) if p.is_file() and not p.name.endswith("-shm")
    ] == digests
    other.add_codings(rows(coding(THIRD, code="boards")), coder="CD")
    assert one.merge(other.path, coder="AB").codings == 1


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_batch_that_is_still_being_written_stays_there(pair):
    one, other = pair
    other.add_codings(rows(coding(SECOND, code="boards")), coder="CD")
    other.add_codings(rows(coding(THIRD, code="money")), coder="CD")
    other.close()
    _run(other.path, "UPDATE acts SET staged = 1 WHERE n = (SELECT MAX(n) FROM acts)")
    assert one.merge(other.path, coder="AB").acts == 1
    assert ("CD", "money") not in codes(one)
    _run(other.path, "UPDATE acts SET staged = 0")
    assert one.merge(other.path, coder="AB").acts == 1
    assert ("CD", "money") in codes(one)


def test_a_copy_of_an_older_schema(tmp_path):
    old, new = tmp_path / "old.qda", tmp_path / "new.qda"
    shutil.copy(SCHEMA_1, old)
    shutil.copy(SCHEMA_1, new)
    digest = _digest(old)
    with Store.open(new) as store:
        before = tables(store)
        assert str(store.merge(old, coder="AB")).startswith("nothing new")
        _run(
            old,
            "INSERT INTO acts (id, time, coder, kind, what, details, batch, added, retracted) SELECT 'late', '2026', 'CD', 'cases', '', '{}', '', 1, 0",
        )
        _run(old, "INSERT INTO cases (act, id, label, aliases, attributes) SELECT MAX(n), 'bath', 'Bath', '', '{}' FROM acts")
        changed = _digest(old)
        for acts in (1, 0):
            assert store.merge(old, coder="AB").acts == acts
        assert _digest(old) == changed != digest
        assert "bath" in set(store.cases()["id"])
        after = tables(store)
    assert [name for name in after if after[name] != before[name]] == ["cases"]


@pytest.mark.parametrize("harm", ["half", "quote", "text", "none", "other", "newer"])
def test_other_files_that_are_refused_change_nothing(pair, book, harm):
    one, other = pair
    other.add_documents([document("x" * 9000, doc_id="long")])
    other.add_codings(rows(coding((2, 9), code="boards")), coder="CD")
    other.close()
    path = other.path
    if harm == "half":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif harm == "quote":
        _run(path, "UPDATE spans SET quote = 'nonsense' WHERE start = 2")
    elif harm == "text":
        _run(path, "UPDATE texts SET text = 'y' || text WHERE doc_id = 'long'")
    elif harm == "none":
        path.unlink()
    elif harm == "newer":
        _run(path, "PRAGMA user_version = 99")
    else:
        Store.create(path, book=book, overwrite=True).close()
    says = {
        "half": "damaged",
        "quote": "the quote is 'nonsense'",
        "text": "the text of 'long' is not",
        "none": "no such project file",
    }
    says |= {"other": "is no copy of", "newer": "newer version"}
    before = one.journal(), tables(one)
    with pytest.raises((ProjectError, FileNotThere), match=says[harm]) as caught:
        one.merge(path, coder="AB")
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
    assert one.journal().equals(before[0])
    assert tables(one) == before[1]
    assert one.check().empty


def _run(path, statement):
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


def test_a_project_is_not_merged_with_itself(path, filled):
    with pytest.raises(ProjectError, match="is this project itself"):
        filled.merge(filled.path.parent / "." / filled.path.name, coder="AB")


def test_rows_that_a_copy_has_otherwise_are_refused(pair):
    one, other = pair
    other.retract(["x"], coder="CD")
    other.close()
    _run(
        other.path,
        "INSERT INTO codings SELECT NULL, 'q', act, span, statement, axis, code, coder, round, origin, score, certainty, status, memo, evidence,"
        " codebook, created, judged, replaces FROM codings WHERE id = 'x'",
    )
    with pytest.raises(ProjectError, match="wrote other codings there than here"):
        one.merge(other.path, coder="AB")


def test_the_machine_of_another_who_was_there_first_is_undone_alone(pair):
    one, other = pair
    run(one, suggestion(THIRD, code="trust"))
    run(other, suggestion(THIRD, code="trust"))
    one.merge(other.path, coder="AB")
    one.undo("rules")
    assert S3 in set(one.codings()["id"]), "the other's run says it still"
    one.redo("rules")
    assert one.codings()["id"].tolist().count(S3) == 1


@pytest.mark.parametrize("backend", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_project_on_a_server_takes_in_a_file(backend, filled):
    filled.add_codings(rows(coding(id="x")), coder="AB")
    run(filled, suggestion(code="boards"))
    with tempfile.TemporaryDirectory() as folder, Store.open(filled.backup(Path(folder, "other.qda"))) as other:
        other.recode(["x"], "money", coder="CD")
        other.add_documents([document("Another text.", doc_id="b")])
        other.set_segments(grid("b", "Another text.").iloc[:1].assign(end=7, text="Another"))
        other.accept([S1], coder="CD")
        filled.recode(["x"], "boards", coder="AB")
        filled.add_cases(rows({"id": "york"}))
        filled.merge(other.path, coder="AB")
        other.merge(filled.backup(Path(folder, "back.qda")), coder="CD")
        assert tables(filled) == tables(other)
        assert len(filled.conflicts()) == 1
        assert filled.check().empty
        before = tables(other)
        filled.undo("AB")
        assert filled.document_ids() == ["leeds/a"]
        filled.redo("AB")
        assert tables(filled) == before
