import uuid

import pandas as pd
import pytest
from claims import FIRST, SECOND, TEXT, THIRD, codes, coding, document, rows, run, suggestion
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    filled.add_codings(rows(coding()), coder="CD", kind="import")
    run(filled, suggestion(SECOND))
    assert filled.human_acts() == 0
    filled.accept([filled.codings()["id"].iloc[1]], coder="AB")
    assert filled.human_acts() == 1
    filled.undo("AB")
    assert filled.human_acts() == 0


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
