import uuid

import pandas as pd
import pytest
from books import SMALL
from claims import FIRST, SECOND, TEXT, THIRD, codes, coding, document, rows, run, suggestion
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qda.codebook import parse_codebook
from qda.errors import BadInput, OffsetError, UnknownName
from qda.frames import TABLES
from qda.store import Store


def test_a_persons_coding_has_all_its_columns(filled, book):
    report = filled.add_codings(rows(coding(memo="hm", certainty=2)), coder="AB")
    found = filled.codings()
    assert list(found) == TABLES["codings"].names
    row = found.iloc[0]
    assert (row["coder"], row["origin"], row["status"], row["memo"], row["certainty"]) == ("AB", "human", "accepted", "hm", 2)
    assert row["quote"] == "We trust them 😀."
    assert row["codebook_version"] == book.codebook_version
    assert row["created"] == filled.journal()["time"].iloc[-1]
    assert (row["id"],) == report.ids
    assert uuid.UUID(row["id"]).version == 4


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (coding(doc_id="leeds/b"), "no document 'leeds/b' in this project; did you mean 'leeds/a'"),
        (coding(code="trusty"), r"leeds/a \[0, 16\): axis 'factor' .* no code 'trusty'; did you mean 'trust'"),
        (coding(axis="faktor"), "no axis 'faktor'; did you mean 'factor'"),
    ],
)
def test_names_that_do_not_exist(filled, row, said):
    with pytest.raises(UnknownName, match=said):
        filled.add_codings(rows(coding(SECOND), row), coder="AB")
    assert filled.codings().empty


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (coding(quote="We trust him 😀."), r"c.csv: leeds/a: at \[0, 16\) stands 'We trust them 😀.', not 'We trust him 😀.'"),
        (coding((0, 17), quote="We trust them 😀."), r"at \[0, 17\) stands"),
        (coding((80, 900)), r"\[80, 900\) is no span of a text of \d+ characters"),
    ],
)
def test_quotes_say_what_stands_there(filled, row, said):
    with pytest.raises(OffsetError, match=said):
        filled.add_codings(rows(row), coder="AB", source="c.csv")
    assert len(filled.journal()) == 3


def test_quotes_are_stored_once_a_span(filled):
    filled.add_codings(rows(coding(), coding(code="boards"), coding(axis="valence", code="enabler")), coder="AB")
    with filled._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM spans").scalar() == 3


def test_the_same_row_twice_is_one(filled):
    table = rows(coding(), coding(SECOND, code="boards", id="mine"))
    filled.add_codings(table, coder="AB", kind="import")
    again = filled.add_codings(pd.concat([table, table]), coder="AB", kind="import")
    assert (again.added, again.known) == (0, 4)
    assert codes(filled) == [("AB", "boards"), ("AB", "trust")]
    assert "mine" in set(filled.codings()["id"])


def test_another_coder_another_round_or_another_memo_is_another_row(filled):
    filled.add_codings(rows(coding(), coding(coder="CD"), coding(round=2), coding(memo="sure")), coder="AB")
    assert len(filled.codings()) == 4


def test_an_id_that_is_taken_gives_way(filled):
    filled.add_codings(rows(coding(id="x"), coding(SECOND, id="x")), coder="AB")
    ids = filled.codings()["id"].tolist()
    assert "x" in ids
    assert len(set(ids)) == 2


def test_rows_without_code_say_read_and_empty(filled):
    report = filled.add_codings(rows(coding(), coding(SECOND, code=""), coding(THIRD, axis="", code="")), coder="AB")
    assert (report.added, report.readings) == (1, 3)
    found = filled.readings()
    assert found[found["start"] == 0]["axis"].tolist() == ["factor"]
    assert found[found["start"] == 17]["axis"].tolist() == ["factor"]
    assert found[found["start"] == 44]["axis"].tolist() == ["dimension", "factor", "phase", "valence"]


def test_inherited_rows_are_counted_and_not_stored(filled):
    taken = coding(SECOND, axis="phase", code="development", evidence="inherited: heading")
    report = filled.add_codings(rows(coding(), taken), coder="AB")
    assert (report.added, report.inherited) == (1, 1)
    assert codes(filled) == [("AB", "trust")]
    assert filled.readings()["axis"].tolist() == ["factor"]


def test_where_a_machine_took_something_over_it_had_read(filled):
    taken = suggestion(SECOND, axis="phase", code="development") | {"evidence": "inherited: heading"}
    assert filled.add_codings(rows(taken), coder="x", kind="import").readings == 1
    assert filled.readings()["axis"].tolist() == ["dimension", "factor", "phase", "valence"]
    assert filled.codings().empty


def test_somebody_must_have_coded(filled):
    with pytest.raises(BadInput, match="who coded"):
        filled.add_codings(rows(coding()), coder="")


def test_only_what_people_do_here_counts_as_human(filled):
    filled.add_codings(rows(coding()), coder="CD", kind="folder")
    run(filled, suggestion(SECOND))
    assert filled.human_acts() == 0
    filled.accept([filled.codings()["id"].iloc[1]], coder="AB")
    assert filled.human_acts() == 1
    filled.undo("AB")
    assert filled.human_acts() == 0


def test_what_a_rerun_could_not_make_again_counts(filled):
    filled.add_codings(rows(coding()), coder="CD", kind="import")
    assert filled.human_acts() == 1
    filled.add_mentions(rows({"doc_id": "leeds/a", "start": 0, "end": 16, "case": "york"}))
    run(filled, suggestion(SECOND) | {"coder": "model", "origin": "model"}, coder="model")
    assert filled.human_acts() == 3


@pytest.mark.parametrize("kind", ["folder", "import"])
def test_rows_of_a_table_have_the_same_ids_in_every_project(filled, tmp_path, book, kind):
    table = rows(coding(memo="a"), coding(memo="b"), coding(SECOND, code="boards"))
    filled.add_codings(table, coder="CD", kind=kind)
    with Store.create(tmp_path / "other.qda", book=book) as other:
        other.add_documents([document()])
        other.add_codings(table.assign(status="rejected"), coder="CD", kind="import")
        assert other.codings()["id"].tolist() == filled.codings()["id"].tolist()
    assert filled.codings()["id"].is_unique


def test_what_people_did_to_rows_of_a_table_stays_done(filled):
    table = rows(coding(), coding(SECOND, code="boards"), coding(THIRD, code=""))
    filled.add_codings(table, coder="CD", kind="folder")
    first, second = filled.codings()["id"]
    filled.retract([first], coder="AB")
    filled.note(second, "ask again", coder="AB")
    before = filled.codings(), len(filled.journal())
    again = filled.add_codings(table.assign(status="rejected"), coder="CD", kind="folder")
    assert (again.added, again.known, again.readings) == (0, 2, 0)
    assert filled.codings().equals(before[0])
    assert len(filled.journal()) == before[1]


def test_an_import_that_was_undone_can_be_done_again(filled):
    filled.add_codings(rows(coding()), coder="CD", kind="import")
    filled.undo("CD")
    assert filled.add_codings(rows(coding()), coder="CD", kind="import").added == 1


def test_who_rejected_a_code_may_still_set_it(filled):
    filled.add_codings(rows(coding(status="rejected")), coder="AB")
    assert filled.add_codings(rows(coding()), coder="AB").added == 1


def test_readings_say_who_reads(filled):
    filled.add_codings(rows(coding()), coder="AB")
    filled.add_codings(rows(coding(SECOND, code="")), coder="CD", kind="import")
    run(filled, coder="rules")
    origins = filled.readings().groupby("coder")["origin"].unique()
    assert {coder: list(found) for coder, found in origins.items()} == {"AB": ["human"], "CD": ["import"], "rules": ["rule"]}


ORDINAL = (
    SMALL
    + """\
  - id: depth
    kind: ordinal
    codes: [{id: low, label: Low}, {id: high, label: High}]
"""
)


@pytest.fixture
def deep(tmp_path):
    with Store.create(tmp_path / "deep.qda", book=parse_codebook(ORDINAL)) as store:
        store.add_documents([document()])
        yield store


TWO = [("phase", "development", "implementation"), ("depth", "low", "high")]


@pytest.mark.parametrize(("axis", "one", "two"), TWO)
@pytest.mark.parametrize("more", [{}, {"statement": "s"}])
def test_a_statement_has_one_code_of_such_an_axis(deep, axis, one, two, more):
    with pytest.raises(
        BadInput, match=rf"row 2: leeds/a \[0, 16\): AB codes .* as '{one}' and '{two}' on axis '{axis}'; allowed: one"
    ):
        deep.add_codings(rows(coding(axis=axis, code=one, **more), coding(axis=axis, code=two, **more)), coder="AB")
    deep.add_codings(rows(coding(axis=axis, code=one, **more)), coder="AB")
    with pytest.raises(BadInput, match="allowed: one code"):
        deep.add_codings(rows(coding(axis=axis, code=two, **more)), coder="AB")


def test_several_codes_where_they_may_be(deep):
    split = [coding(axis="valence", code=code) for code in ("barrier", "enabler")]
    others = [coding(axis="phase", code="development", statement="a"), coding(axis="phase", code="implementation", statement="b")]
    assert deep.add_codings(rows(*split, *others, coding(code="trust"), coding(code="boards")), coder="AB").added == 6
    with pytest.raises(BadInput, match="statement 'a'"):
        deep.add_codings(rows(*(row | {"statement": "a"} for row in split)), coder="AB")
    assert deep.add_codings(rows(coding(axis="phase", code="development")), coder="CD").added == 1


def test_many_codings_at_once_are_all_there(path, book, store):

    text = "We trust. " * 2000
    store.add_documents([document(text, doc_id=f"d{i}") for i in range(5)])
    claims = [
        ("factor", "trust"),
        ("factor", "money"),
        ("valence", "barrier"),
        ("phase", "development"),
        ("dimension", "multi_level"),
    ]
    table = rows(
        *(
            coding((k * 10, k * 10 + 9), axis, code, doc_id=f"d{i}", round=r)
            for i in range(5)
            for k in range(0, 2000, 2)
            for axis, code in claims
            for r in (1, 2)
        )
    )
    assert store.add_codings(table, coder="AB").added == 50_000
    assert len(store.codings("d3")) == 10_000


EMOJI = "😀éüa 漢👩\u200d👧\nz."


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=EMOJI, min_size=2, max_size=40), data=st.data())
def test_every_quote_is_the_text_of_its_span(tmp_path_factory, book, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    with Store.create(tmp_path_factory.mktemp("quotes") / "a.qda", book=book) as store:
        store.add_documents([document(text, doc_id="a")])
        store.add_codings(rows(coding((start, end), doc_id="a", quote=text[start:end])), coder="AB")
        assert store.codings()["quote"].tolist() == [text[start:end]]
        assert store.document("a").text == text
        assert store.check().empty


def test_text_has_the_emoji_that_shifts_naive_offsets():
    assert TEXT[FIRST[1] - 2] == "😀"


@pytest.mark.parametrize(("said", "message"), [({"origin": "settled"}, "`settle` settles"), ({"round": 0}, "counted from 1")])
def test_what_only_settling_writes_is_refused(filled, said, message):
    with pytest.raises(BadInput, match=message):
        filled.add_codings(rows(coding(**said)), coder="AB")
