import pytest
import sqlalchemy as sa
from claims import FIRST, SECOND, TEXT, THIRD, codes, coding, rows, run, suggestion
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qda.errors import BadInput, OffsetError, UnknownName
from qda.store import schema


@pytest.fixture
def coded(filled):
    filled.add_codings(
        rows(coding(id="t", memo="why"), coding(axis="valence", code="barrier", id="v"), coding(SECOND, code="boards", id="b")),
        coder="AB",
    )
    return filled


def replaced(store):
    query = sa.select(schema.codings.c.id, schema.codings.c.replaces)
    return dict(store._read(lambda connection: [tuple(row) for row in connection.execute(query)]))


def test_recoding_makes_a_new_row_that_names_the_old(coded):
    (new,) = coded.recode(["t"], "money", coder="AB")
    found = coded.codings().set_index("id")
    assert found.loc[new, ["axis", "code", "coder", "origin", "status", "memo"]].tolist() == [
        "factor", "money", "AB", "human", "accepted", "why",
    ]  # fmt: skip
    assert "t" not in found.index
    assert replaced(coded)[new] == "t"
    line = coded.journal().iloc[-1]
    assert (line["kind"], line["added"], line["retracted"], line["what"]) == ("recode", 1, 1, "1 coding recoded")
    coded.undo("AB")
    assert sorted(coded.codings()["id"]) == ["b", "t", "v"]
    coded.redo("AB")
    assert coded.codings()["code"].tolist() == ["money", "barrier", "boards"] or "money" in set(coded.codings()["code"])


def test_everybodys_memos_come_along(coded):
    coded.note("t", "mine", coder="CD")
    (new,) = coded.recode(["t"], "money", coder="AB")
    memos = coded.memos()
    assert sorted(zip(memos["target"], memos["coder"], memos["text"], strict=True)) == [(new, "AB", "why"), (new, "CD", "mine")]


def test_several_codes_and_another_axis(coded):
    assert len(coded.recode(["t"], ["trust", "money"], coder="AB")) == 1
    assert codes(coded) == [("AB", "barrier"), ("AB", "boards"), ("AB", "money"), ("AB", "trust")]
    coded.recode(["b"], "development", coder="AB", axis="phase")
    assert coded.codings().query("axis == 'phase'")["start"].tolist() == [SECOND[0]]


def test_what_is_said_already_is_not_said_twice(coded):
    coded.add_codings(rows(coding(code="money", id="m")), coder="AB")
    assert coded.recode(["t"], "money", coder="AB") == []
    assert codes(coded) == [("AB", "barrier"), ("AB", "boards"), ("AB", "money")]
    before = len(coded.journal())
    assert coded.recode(["m"], "money", coder="AB") == []
    assert coded.move(["m"], *FIRST, coder="AB") == []
    assert len(coded.journal()) == before


def test_a_whole_statement_is_restated(coded):
    coded.recode(["t", "v"], {"factor": ["money", "boards"], "phase": "development"}, coder="AB")
    found = coded.codings().query("start == 0")
    assert sorted(zip(found["axis"], found["code"], strict=True)) == [
        ("factor", "boards"), ("factor", "money"), ("phase", "development"), ("valence", "barrier"),
    ]  # fmt: skip
    assert "v" in set(found["id"])
    coded.recode(["v"], {"valence": []}, coder="AB")
    assert "valence" not in set(coded.codings()["axis"])
    with pytest.raises(BadInput, match="belong to several"):
        coded.recode(["b", *found["id"].head(1)], {"factor": "trust"}, coder="AB")


def test_moving(coded):
    new = coded.move(["t", "v"], *THIRD, coder="AB")
    found = coded.codings().set_index("id").loc[new]
    assert found[["start", "end"]].to_numpy().tolist() == [list(THIRD)] * 2
    assert found["quote"].unique().tolist() == [TEXT[slice(*THIRD)]]
    assert {"start", "axis"} <= set(coded.readings().columns)
    assert THIRD[0] in set(coded.readings()["start"])
    with pytest.raises(OffsetError, match="is no span"):
        coded.move(["b"], 5, 5000, coder="AB")
    assert "b" in set(coded.codings()["id"])


def test_names_of_statements_follow_coder_and_span(filled):
    filled.add_codings(
        rows(
            coding(statement="leeds/a:0-16:AB:1:barrier", id="x"),
            coding(axis="phase", code="development", statement="s1", id="y"),
        ),
        coder="AB",
    )
    (new,) = filled.move(["x"], *SECOND, coder="AB")
    assert filled.codings().set_index("id").loc[new, "statement"] == "leeds/a:17-43:AB:1:barrier"
    (taken,) = filled.recode([new], "money", coder="CD")
    assert filled.codings().set_index("id").loc[taken, ["statement", "coder"]].tolist() == ["leeds/a:17-43:CD:1:barrier", "CD"]


def test_who_leaves_a_statement_leaves_its_name(filled):
    filled.add_codings(
        rows(coding(statement="s1", id="x"), coding(axis="phase", code="development", statement="s1", id="y")), coder="AB"
    )
    (alone,) = filled.move(["x"], *SECOND, coder="AB")
    assert filled.codings().set_index("id").loc[alone, "statement"] == ""
    (last,) = filled.move(["y"], *THIRD, coder="AB")
    assert filled.codings().set_index("id").loc[last, "statement"] == "s1"


def test_a_suggestion_is_rejected_and_the_person_says_otherwise(filled):
    run(filled, suggestion())
    (mine,) = filled.recode(filled.codings()["id"].tolist(), "boards", coder="AB")
    found = filled.codings()
    assert sorted(zip(found["coder"], found["code"], found["status"], strict=True)) == [
        ("AB", "boards", "accepted"), ("AB", "trust", "rejected"), ("rules", "trust", "suggested"),
    ]  # fmt: skip
    assert replaced(filled)[mine] == ""
    filled.undo("AB")
    assert codes(filled) == [("rules", "trust")]


def test_an_accepted_suggestion_that_is_recoded_becomes_rejected(filled):
    run(filled, suggestion())
    (own,) = filled.accept(filled.codings()["id"].tolist(), coder="AB")
    filled.recode([own], "boards", coder="AB")
    found = filled.codings()
    assert sorted(zip(found["coder"], found["code"], found["status"], strict=True)) == [
        ("AB", "boards", "accepted"), ("AB", "trust", "rejected"), ("rules", "trust", "suggested"),
    ]  # fmt: skip


def test_what_cannot_be_changed_is_refused(coded):
    with pytest.raises(UnknownName, match="no coding 'x'"):
        coded.recode(["x"], "money", coder="AB")
    with pytest.raises(UnknownName, match="did you mean 'money'"):
        coded.recode(["t"], "monye", coder="AB")
    with pytest.raises(BadInput, match="allowed: one code"):
        coded.recode(["v"], ["development", "implementation"], axis="phase", coder="AB")
    run(coded, suggestion())
    (no,) = coded.reject(coded.codings().query("coder == 'rules'")["id"].tolist(), coder="AB")
    with pytest.raises(BadInput, match="judge the suggestion again"):
        coded.recode([no], "money", coder="AB")
    assert codes(coded).count(("AB", "trust")) == 2


STEPS = st.lists(
    st.tuples(st.sampled_from(["recode", "move", "undo"]), st.integers(0, 9), st.sampled_from(["trust", "boards", "money"])),
    max_size=6,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_change_can_be_undone_to_the_letter(tmp_path_factory, book, steps):
    from claims import document

    from qda.store import Store

    with Store.create(tmp_path_factory.mktemp("change") / "a.qda", book=book) as store:
        store.add_documents([document()])
        store.add_codings(rows(coding(), coding(SECOND, code="boards"), coding(axis="phase", code="development")), coder="AB")
        states = [store.codings()]
        for kind, choice, code in steps:
            shown = store.codings()
            factors = shown.query("axis == 'factor'")["id"].tolist()
            before = len(store.journal())
            if kind == "undo":
                if len(states) > 1:
                    store.undo("AB")
                    states.pop()
                    assert store.codings().equals(states[-1])
                continue
            if kind == "recode" and factors:
                store.recode([factors[choice % len(factors)]], code, coder="AB")
            elif kind == "move" and len(shown):
                store.move([shown["id"].iloc[choice % len(shown)]], *(FIRST, SECOND, THIRD)[choice % 3], coder="AB")
            if len(store.journal()) > before:
                states.append(store.codings())
            found = store.codings()
            assert found["id"].is_unique
            assert not found.duplicated(["doc_id", "start", "end", "statement", "axis", "code", "coder", "round"]).any()
        assert store.check().empty
