"""The records and the canonical text."""

import dataclasses
import hashlib
import typing
import unicodedata
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda import model
from qda.errors import OffsetError
from qda.model import Document, Mark, canonical, machine_id, revision_of, statement_id

AWKWARD = "\r\n\t\x00\x0b\x0c\x1f\x85\u00ad\u2028\u2029\ufeff\ufffe\u200dé\u0301e\u0323\u0301🙂👩🏽‍🔬ﬁÅㄱ각\u1100\u1161א𝟘"
TEXT = st.one_of(st.text(), st.text(alphabet=AWKWARD), st.text(alphabet=st.characters(exclude_categories=[])))
CLAIM = {
    "doc_id": "a",
    "start": 0,
    "end": 9,
    "axis": "x",
    "code": "y",
    "statement": "s",
    "coder": "rules",
    "round_": 1,
    "codebook_version": "1",
}


@given(TEXT)
def test_canonical_is_idempotent(text):
    assert canonical(canonical(text)) == canonical(text)


@given(TEXT)
def test_canonical_text_is_nfc_without_control_characters(text):
    found = canonical(text)
    assert unicodedata.is_normalized("NFC", found)
    assert not [c for c in found if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert not set(found) & set("\u00ad\ufeff\ufffe\uffff\u2028\u2029")
    assert found.encode("utf-8").decode("utf-8") == found


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u00ad")))
def test_canonical_loses_no_letter(text):
    assert canonical(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\u2029c\x0bd\x0ce\x85f", "a\nb\n\nc\nd\ne\nf"),
        ("inte\u00adgration", "integration"),
        ("\ufeffBOM", "BOM"),
        ("a\tb", "a\tb"),
        ("Mu\u0308nchen", "München"),
        ("e\u00ad\u0301", "é"),
        ("👩🏽‍🔬", "👩🏽‍🔬"),
        ("a\ud800b", "ab"),
    ],
)
def test_what_canonical_does(raw, expected):
    assert canonical(raw) == expected


def test_revision_is_the_sha256_of_the_text():
    document = Document(id="a", text="Grüße 🙂")
    assert document.revision == revision_of("Grüße 🙂") == hashlib.sha256("Grüße 🙂".encode()).hexdigest()
    assert dataclasses.replace(document, id="b").revision == document.revision
    assert dataclasses.replace(document, text="Grüße").revision != document.revision


def test_records_are_frozen_and_named():
    for record in (
        model.Mark,
        model.Document,
        model.Segment,
        model.Code,
        model.Axis,
        model.Coding,
        model.Case,
        model.AnchorExample,
        model.Example,
    ):
        parameters = record.__dataclass_params__
        assert parameters.frozen
        assert all(f.kw_only for f in dataclasses.fields(record))
    with pytest.raises(dataclasses.FrozenInstanceError):
        Document(id="a", text="x").text = "y"


def test_the_lists_of_values_are_those_of_the_types():
    assert typing.get_args(model.MarkKind) == model.MARK_KINDS
    assert typing.get_args(model.Origin) == model.ORIGINS
    assert typing.get_args(model.Status) == model.STATUSES


@given(st.text(), st.integers(-2, 40), st.integers(-2, 40))
def test_a_quote_is_the_text_of_its_span_or_an_error(text, start, end):
    document = Document(id="a", text=text)
    if 0 <= start < end <= len(text):
        assert document.quote(start, end) == text[start:end]
    else:
        with pytest.raises(OffsetError, match=r"^a: \[-?\d+, -?\d+\) is no span of a text of \d+ characters$"):
            document.quote(start, end)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 6), (7, 7)])
def test_marks_outside_the_text_are_refused(start, end):
    with pytest.raises(OffsetError, match=rf"a: mark page \[{start}, {end}\) lies outside the text of 5 characters"):
        Document(id="a", text="12345", marks=(Mark(kind="page", start=start, end=end),))


def test_side_records_may_be_empty_stretches_even_at_the_end():
    assert Document(id="a", text="12345", marks=(Mark(kind="foot", start=5, end=5, value="7"),)).of_kind("foot")[0].value == "7"


def test_marks_of_a_kind_come_in_order():
    marks = [
        Mark(kind="turn", start=3, end=5),
        Mark(kind="page", start=0, end=5),
        Mark(kind="turn", start=0, end=3),
        Mark(kind="turn", start=0, end=2),
    ]
    assert [(m.start, m.end) for m in Document(id="a", text="12345", marks=tuple(marks)).of_kind("turn")] == [
        (0, 2),
        (0, 3),
        (3, 5),
    ]


def test_a_machine_gives_the_same_claim_the_same_id():
    assert machine_id(**CLAIM) == machine_id(**CLAIM)
    assert uuid.UUID(machine_id(**CLAIM)).version == 5


@pytest.mark.parametrize("field", CLAIM)
def test_a_claim_that_differs_in_anything_has_another_id(field):
    other = CLAIM[field] + 1 if isinstance(CLAIM[field], int) else CLAIM[field] + "1"
    assert machine_id(**{**CLAIM, field: other}) != machine_id(**CLAIM)


def test_fields_of_a_claim_do_not_run_into_each_other():
    assert machine_id(**{**CLAIM, "axis": "ab", "code": "c"}) != machine_id(**{**CLAIM, "axis": "a", "code": "bc"})


def test_statements_of_two_valences_on_one_span_differ():
    span = {"doc_id": "leeds/a", "start": 3, "end": 9, "coder": "AB", "round_": 2}
    assert statement_id(**span) == "leeds/a:3-9:AB:2"
    assert statement_id(**span, split="barrier") != statement_id(**span, split="enabler")


def test_an_axis_keeps_the_order_of_its_codes():
    assert model.Axis(id="x", codes=tuple(model.Code(id=i, axis="x") for i in ("high", "low", "middle"))).code_ids == (
        "high",
        "low",
        "middle",
    )


@given(st.text(), st.integers(0, 10**6))
def test_a_machines_id_is_the_uuid5_of_its_claim(text, start):
    claim = {
        "doc_id": text,
        "start": start,
        "end": start + 1,
        "axis": "a",
        "code": "c",
        "statement": "s",
        "coder": "rules",
        "round_": 1,
    }
    key = "\x1f".join((text, str(start), str(start + 1), "a", "c", "s", "rules", "1", "v"))
    assert model.machine_id(**claim, codebook_version="v") == str(uuid.uuid5(model._NAMESPACE, key))
