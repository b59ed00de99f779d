"""Memos, cases, speakers and assignments that two copies wrote otherwise."""

import shutil

import pandas as pd
import pytest
from claims import FIRST, coding, document, grid, rows
from copies import copied, joined, tables

from qda.store import Store
from qda.store.material.memos import Target

LEEDS = Target(kind="case", id="leeds")
ON = (
    Target(kind="project"),
    Target(kind="document", id="leeds/a"),
    LEEDS,
    Target(kind="code", id="factor:trust"),
    Target(kind="segment", id="leeds/a", start=FIRST[0], end=FIRST[1]),
    Target(kind="coding", id="x"),
)


@pytest.fixture
def pair(path, once, book):
    """Two copies that share a coding, and a memo of its coder on the case."""
    made = once("noted", lambda folder: make(folder, book))
    for name in ("study.qda", "other.qda"):
        shutil.copy(made / "study.qda", path.with_name(name))
    with Store.open(path) as one, Store.open(path.with_name("other.qda")) as other:
        yield one, other


def make(folder, book):
    folder.mkdir()
    with Store.create(folder / "study.qda", book=book) as store:
        store.add_documents([document()])
        store.set_segments(grid())
        store.add_codings(rows(coding(id="x")), coder="AB")
        store.note(LEEDS, "shared", coder="AB")


def cases(label):
    return pd.DataFrame([{"id": "leeds", "label": label, "aliases": (), "size": "800000"}])


def speakers(role):
    return pd.DataFrame([{"doc_id": "leeds/a", "speaker": "B", "role": role, "organisation": "", "organisation_kind": ""}])


def assign(store, *, blind):
    units = pd.DataFrame([{"doc_id": "leeds/a", "start": FIRST[0], "end": FIRST[1]}])
    return store.assign(["AB"], units, round_=1, blind=blind, drawn="by hand", by="PI")


def both_ways(one, other):
    """Return the conflicts of two copies, the same whichever takes from which."""
    one.close()
    other.close()
    found = []
    for order in ((one.path, other.path), (other.path, one.path)):
        with Store.open(joined(*order)) as store:
            assert store.check().empty
            found.append((tables(store), store.conflicts()))
    assert found[0][0] == found[1][0]
    return found[0][1]


def test_a_memo_of_one_coder_in_two_copies_is_a_conflict(pair):
    one, other = pair
    for on in ON:
        one.note(on, f"{on.kind} from one", coder="AB")
        other.note(on, f"{on.kind} from other", coder="AB")
    found = {row["target"]: row for row in both_ways(one, other).to_dict("records")}
    assert found.keys() == {f"{on.kind} {on.id}".strip() for on in ON}
    for on in ON:
        row = found[f"{on.kind} {on.id}".strip()]
        assert (row["kind"], row["what"], row["coder_a"], row["coder_b"]) == ("memo", "both wrote a memo on it", "AB", "AB")
        assert {row["text_a"], row["text_b"]} == {f"{on.kind} from one", f"{on.kind} from other"}
        placed = {"segment": ("leeds/a", *FIRST), "coding": ("leeds/a", *FIRST), "document": ("leeds/a", -1, -1)}
        assert (row["doc_id"], row["start"], row["end"]) == placed.get(on.kind, ("", -1, -1))
        assert row["coding"] == ("x" if on.kind == "coding" else "")
        assert row["code"] == ("trust" if on.kind in {"coding", "code"} else "")
    with Store.open(one.path.with_name("joined.qda")) as store:
        assert sorted(store.memos()["text"]) == sorted(row["text_b"] for row in found.values()), "the later one counts"


def test_writing_the_memo_once_more_resolves_whatever_it_says(pair):
    one, other = pair
    one.note(LEEDS, "from one", coder="AB")
    other.note(LEEDS, "from other", coder="AB")
    one.merge(other.path, coder="PI")
    assert one.note(LEEDS, "another's", coder="CD"), "a memo of another coder is another memo"
    for text in ("from one", "from other", "both of it", ""):
        assert len(one.conflicts()) == 1
        assert one.note(LEEDS, text, coder="AB")
        assert one.conflicts().empty
        assert not one.note(LEEDS, text, coder="AB"), "said and resolved, it leaves no trace"
        one.undo("AB")


def test_who_takes_a_memo_away_while_the_other_goes_on_writing(pair):
    one, other = pair
    one.note(LEEDS, "", coder="AB")
    other.note(LEEDS, "more", coder="AB")
    other.note(LEEDS, "and more", coder="AB")
    (row,) = both_ways(one, other).to_dict("records")
    assert {row["text_a"], row["text_b"]} == {"", "and more"}


def test_undoing_one_of_the_acts_resolves(pair):
    one, other = pair
    one.note(LEEDS, "from one", coder="AB")
    other.note(LEEDS, "from other", coder="AB")
    one.merge(other.path, coder="PI")
    conflict = one.conflicts().iloc[0]
    one.undo(act=conflict["act_b"], by="AB")
    assert one.conflicts().empty
    assert one.memos()["text"].tolist() == [conflict["text_a"]]


def test_what_knows_the_other_or_says_the_same_is_no_conflict(pair):
    one, other = pair
    one.note(LEEDS, "from one", coder="AB")
    other.merge(one.path, coder="PI")
    other.note(LEEDS, "after it", coder="AB")
    for store in (one, other):
        store.note(Target(kind="project"), "the same in both", coder="AB")
        store.note(Target(kind="document", id="leeds/a"), "each their own", coder="AB" if store is one else "CD")
    assert both_ways(one, other).empty


def test_three_copies_give_a_row_per_pair(pair):
    one, other = pair
    with copied(one, "third.qda") as third:
        for store, text in ((one, "1"), (other, "2"), (third, "3")):
            store.note(LEEDS, text, coder="AB")
        one.merge(other.path, coder="PI")
        one.merge(third.path, coder="PI")
    found = one.conflicts()
    assert {frozenset(said) for said in zip(found["text_a"], found["text_b"], strict=True)} == {
        *map(frozenset, ("12", "13", "23"))
    }
    assert len(found) == 3


def test_cases_speakers_and_assignments_alike(pair):
    one, other = pair
    one.add_cases(cases("Leeds"))
    other.add_cases(cases("City of Leeds"))
    one.add_speakers(speakers("mayor"))
    other.add_speakers(speakers("clerk"))
    assign(one, blind=True)
    assign(other, blind=False)
    found = both_ways(one, other).set_index("kind")
    assert found["target"].to_dict() == {"case": "leeds", "speaker": "B", "assignment": "AB, round 1"}
    assert found["what"].tolist().count("both described it") == 2
    assert {found.loc["assignment", "text_a"], found.loc["assignment", "text_b"]} == {"blind", "open"}
    assert "role: clerk" in {found.loc["speaker", "text_a"], found.loc["speaker", "text_b"]}
    assert any("City of Leeds" in found.loc["case", f"text_{side}"] for side in "ab")


def test_said_once_more_cases_speakers_and_assignments_are_resolved(pair):
    one, other = pair
    for store, label, role, blind in ((one, "Leeds", "mayor", True), (other, "City of Leeds", "clerk", False)):
        store.add_cases(cases(label))
        store.add_speakers(speakers(role))
        assign(store, blind=blind)
    one.merge(other.path, coder="PI")
    standing = one.cases()["label"].item()
    for again, left in (
        (lambda: one.add_cases(cases(standing)), 2),
        (lambda: one.add_speakers(speakers("mayor")), 1),
        (lambda: assign(one, blind=True), 0),
    ):
        assert again() == 1
        assert len(one.conflicts()) == left
        assert again() == 0, "said and resolved, it leaves no trace"


def test_both_assigned_alike_is_no_conflict(pair):
    one, other = pair
    assign(one, blind=True)
    assign(other, blind=True)
    assert both_ways(one, other).empty
