"""The codings of the sample study: rebuilt to the byte, true to the texts, and complete for the interviews they cover."""

import csv
import dataclasses
import importlib
import io
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from qda import frames
from qda.codebook import read_codebook
from qda.errors import BadInput
from qda.ingest import read_folder
from qda.project import Project
from qda.segment import segments

ROOT = Path(__file__).resolve().parent.parent
CODINGS = ROOT / "corpus" / "codings.csv"
SOURCE = ROOT / "tools" / "corpus" / "codings.csv"
CODED = {"aldermoor/interview-01", "aldermoor/interview-03", "brackwater/interview-02", "falkenrode/interview-02"}


def tool(name):
    """Import a module of tools/, which is no package."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def builder():
    return tool("build_codings")


@pytest.fixture(scope="module")
def corpus():
    return read_folder(ROOT / "corpus")


@pytest.fixture(scope="module")
def documents(corpus):
    return {d.id: d for d in corpus.documents}


@pytest.fixture(scope="module")
def source():
    return list(csv.DictReader(io.StringIO(SOURCE.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def rows():
    return list(csv.DictReader(io.StringIO(CODINGS.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def statements(rows):
    found = defaultdict(list)
    for row in rows:
        if row["statement"]:
            found[row["statement"]].append(row)
    return found


def codes(rows, axis):
    return [row["code"] for row in rows if row["axis"] == axis]


def test_the_same_sources_give_the_same_bytes(builder):
    assert builder.build() == CODINGS.read_bytes()


def test_the_folder_brings_them_as_the_table_codings(corpus, rows):
    assert len(corpus.codings) == len(rows)
    assert set(corpus.codings["origin"]) == {"human"}
    assert set(corpus.codings["certainty"].dropna()) == {1.0, 2.0, 3.0}


def test_every_quote_is_the_text_at_its_place(rows, documents):
    assert all(documents[r["doc_id"]].quote(int(r["start"]), int(r["end"])) == r["quote"] for r in rows)


def test_every_code_stands_in_the_codebook(rows):
    book = read_codebook("integration")
    known = {(axis.id, code.id) for axis in book.axes for code in axis.codes}
    assert {(r["axis"], r["code"]) for r in rows if r["code"]} <= known
    assert {r["axis"] for r in rows} == {"", *book.axis_ids}
    assert all(bool(r["code"]) == bool(r["statement"]) for r in rows)
    assert not any(r["code"] and not r["axis"] for r in rows)


def test_every_passage_says_of_every_axis_what_was_found_or_that_nothing_was(rows):
    axes = Counter(read_codebook("integration").axis_ids)
    coded, empty = defaultdict(set), defaultdict(list)
    for row in (r for r in rows if r["axis"]):
        place = row["doc_id"], row["start"], row["end"]
        if row["code"]:
            coded[place].add(row["axis"])
        else:
            empty[place].append(row["axis"])
    assert set(empty) <= set(coded)
    assert all(Counter([*coded[place], *empty[place]]) == axes for place in coded)


def test_what_was_read_covers_all_axes_after_import(rows, documents, tmp_path):
    book = read_codebook("integration")
    with Project.create(tmp_path / "study.qda", book) as project:
        project.add(ROOT / "corpus")
        readings = project.readings[project.readings["coder"] == "MK"]
    places = Counter(zip(readings["doc_id"], readings["start"], readings["end"], strict=True))
    assert set(places) == {(r["doc_id"], int(r["start"]), int(r["end"])) for r in rows}
    assert set(places.values()) == {len(book.axis_ids)}


def test_every_row_of_the_source_is_one_statement(source, statements):
    assert sorted(statements) == [f"MK-{n:04}" for n in range(1, len(source) + 1)]
    for given, made in zip(source, (statements[s] for s in sorted(statements)), strict=True):
        assert {r["quote"] for r in made} == {given["quote"]}
        assert {r["certainty"] for r in made} == {given["certainty"]}
        assert codes(made, "factor") == [f for f in given["factors"].split(";") if f]
        assert [r["memo"] for r in made if r["memo"]] == [m for m in (given["memo"],) if m]


def test_statements_keep_to_the_coding_guide(statements):
    for made in statements.values():
        assert len(codes(made, "valence")) <= 1
        assert len(codes(made, "phase")) <= 1
        assert len(codes(made, "strength")) <= 1
        assert len(codes(made, "factor")) in ((1, 2) if codes(made, "valence") else (0,))
        assert len({(r["axis"], r["code"]) for r in made}) == len(made)


def test_two_statements_share_a_place_only_where_it_holds_both_valences(statements):
    places = defaultdict(list)
    for made in statements.values():
        places[made[0]["doc_id"], int(made[0]["start"]), int(made[0]["end"])].extend(codes(made, "valence") or [""])
    assert all(len(v) == 1 or sorted(v) == ["barrier", "enabler"] for v in places.values())
    assert Counter(len(v) for v in places.values())[2] >= 3
    ends = defaultdict(int)
    for doc_id, start, end in sorted(places):
        assert start >= ends[doc_id]
        ends[doc_id] = end


@pytest.mark.parametrize("doc_id", sorted(CODED))
def test_every_sentence_of_a_respondent_is_covered_or_read(doc_id, rows, documents, corpus):
    own = [(int(r["start"]), int(r["end"]), r["code"]) for r in rows if r["doc_id"] == doc_id]
    read = {(start, end) for start, end, code in own if not code} - {(start, end) for start, end, code in own if code}
    coded = {(start, end) for start, end, code in own if code}
    sentences = segments(documents[doc_id], speakers=corpus.speakers)
    answers = sentences[sentences["role"] != "interviewer"]
    spans = set(zip(answers["start"], answers["end"], strict=True))
    held = {(s, e) for s, e in spans if any(2 * (min(e, b) - max(s, a)) > e - s for a, b in coded)}
    assert read == spans - held
    assert 0.3 < len(held) / len(spans) < 0.9


def test_nothing_an_interviewer_says_is_coded(rows, documents, corpus):
    roles = dict(
        zip(zip(corpus.speakers["doc_id"], corpus.speakers["speaker"], strict=True), corpus.speakers["role"], strict=True)
    )
    turns = {d: documents[d].of_kind("turn") for d in CODED}
    for row in rows:
        (turn,) = [m for m in turns[row["doc_id"]] if m.start <= int(row["start"]) and int(row["end"]) <= m.end]
        assert roles[row["doc_id"], turn.value] != "interviewer"


def test_the_four_interviews_and_no_others(rows):
    assert {r["doc_id"] for r in rows} == CODED
    assert {(r["coder"], r["round"], r["origin"], r["status"]) for r in rows} == {("MK", "1", "human", "accepted")}


def test_both_valences_and_nearly_all_factors_occur(statements):
    assert {v for made in statements.values() for v in codes(made, "valence")} == {"barrier", "enabler"}
    assert len({f for made in statements.values() for f in codes(made, "factor")}) == 25


@pytest.mark.parametrize(
    ("turn", "quote", "said"),
    [
        ("aldermoor/interview-01 00:02:21", "Colin", "stands 3 times in this turn"),
        ("aldermoor/interview-01 00:02:21", "a comma too far", "stands 0 times in this turn"),
        ("aldermoor/interview-01 00:02:22", "But Colin cannot alter a comma.", "no turn of the source starts then"),
        ("aldermoor/interview-09 00:02:21", "But Colin cannot alter a comma.", "no such interview"),
    ],
)
def test_a_passage_that_is_not_found_is_named(builder, documents, turn, quote, said):
    with pytest.raises(BadInput, match=said) as caught:
        builder.Turns(documents).place(*turn.split(), quote)
    assert turn in str(caught.value)


def test_turns_that_did_not_all_arrive_are_named(builder, documents):
    whole = documents["aldermoor/interview-01"]
    cut = dataclasses.replace(whole, marks=whole.of_kind("turn")[1:])
    with pytest.raises(BadInput, match=r"turns in the source, .* run build_corpus"):
        builder.Turns({whole.id: cut}).place(whole.id, "00:02:21", "But Colin cannot alter a comma.")


def test_a_coding_is_valid_for_the_library(rows):
    table = frames.read_csv(CODINGS, "codings")
    assert list(table["quote"]) == [r["quote"] for r in rows]
