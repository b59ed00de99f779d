"""Statements: which codings belong together, what is inherited, which case they speak about, and whose reading counts."""

import pandas as pd
import pytest
from books import SMALL
from hypothesis import given
from hypothesis import strategies as st

from qda.codebook import parse_codebook
from qda.errors import UnknownName
from qda.frames import check, empty
from qda.model import Case
from qda.statements import assign, choose, cross, inherit, resolve_cases
from qda.statements.readers import common, covered, list_readings, merged

BOOK = parse_codebook(SMALL)
LEEDS, YORK = Case(id="leeds", label="Leeds"), Case(id="york", label="York", aliases=("Eboracum", "YRK"))


def codings(*rows, **same):
    base = {"doc_id": "d", "start": 0, "end": 10, "coder": "AB", "origin": "human"}
    return check("codings", pd.DataFrame([{**base, **same, "axis": axis, "code": code, **more} for axis, code, more in rows]))


def code(axis, code_, **more):
    return axis, code_, more


def segments(*texts, **columns):
    rows, at = [], 0
    for text in texts:
        rows.append({"doc_id": "d", "start": at, "end": at + len(text), "text": text, "language": "en", **columns})
        at += len(text) + 1
    return check("segments", pd.DataFrame(rows))


def context(*rows):
    return (
        check("context", pd.DataFrame(rows, columns=["doc_id", "start", "end", "axis", "code", "source", "evidence"]))
        if rows
        else empty("context")
    )


def crossed(coded, grid, *context_rows, **options):
    return cross(coded, grid, context(*context_rows), BOOK, **options)


def test_codings_of_one_span_and_coder_are_one_statement():
    found = crossed(codings(code("valence", "barrier"), code("factor", "trust"), code("factor", "money")), segments("0123456789"))
    assert len(found) == 1
    assert found.loc[0, "factor"] == ("trust", "money")
    assert found.loc[0, "valence"] == "barrier"
    assert found.loc[0, "statement"] == "d:0-10:AB:1:barrier"


def test_two_valences_are_two_statements_and_other_codes_stand_in_both():
    found = crossed(
        codings(code("valence", "barrier"), code("valence", "enabler"), code("factor", "trust")), segments("0123456789")
    )
    assert list(found["valence"]) == ["barrier", "enabler"]
    assert list(found["factor"]) == [("trust",), ("trust",)]


def test_codings_that_name_their_statement_keep_it():
    rows = codings(
        code("valence", "barrier", statement="s1"),
        code("factor", "trust", statement="s1"),
        code("valence", "enabler", statement="s2"),
        code("factor", "money", statement="s2"),
    )
    found = crossed(rows, segments("0123456789")).set_index("statement")
    assert found.loc["s1", "factor"] == ("trust",)
    assert found.loc["s2", "factor"] == ("money",)


def test_an_empty_code_makes_no_statement():
    assert crossed(codings(code("factor", "")), segments("0123456789")).empty


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from(["AB", "CD"]),
            st.sampled_from(["barrier", "enabler", ""]),
            st.sampled_from(["trust", "money"]),
        )
    )
)
def test_assigning_loses_no_coding_and_mixes_no_coders(rows):
    made = [
        {"doc_id": "d", "start": 10 * s, "end": 10 * s + 5, "coder": c, "axis": a, "code": x}
        for s, c, v, f in rows
        for a, x in (("valence", v), ("factor", f))
    ]
    if not made:
        return
    frame = check("codings", pd.DataFrame(made))
    out = assign(frame, BOOK)
    key = ["doc_id", "start", "end", "coder", "axis", "code"]
    assert set(out[key].itertuples(index=False, name=None)) == set(
        frame.loc[frame["code"] != "", key].itertuples(index=False, name=None)
    )
    assert (out["statement"] != "").all()
    assert (out.groupby("statement")["coder"].nunique() == 1).all()
    assert (out[out["axis"] == "valence"].groupby("statement")["code"].nunique() == 1).all()


HEADED = ("d", 0, 10, "dimension", "multi_level", "heading", "heading “Multi-level”")


def test_a_missing_value_is_inherited_and_marked():
    found = crossed(codings(code("valence", "barrier"), code("factor", "trust")), segments("0123456789"), HEADED)
    assert found.loc[0, "dimension"] == ("multi_level",)
    assert found.loc[0, "inherited"] == {"dimension": "heading"}


def test_a_value_of_its_own_is_never_replaced():
    found = crossed(codings(code("valence", "barrier"), code("dimension", "multi_dimensional")), segments("0123456789"), HEADED)
    assert found.loc[0, "dimension"] == ("multi_dimensional",)
    assert found.loc[0, "inherited"] == {}


def test_sources_are_asked_in_the_order_of_the_codebook():
    asked = ("d", 0, 10, "phase", "development", "question", "question")
    headed = ("d", 0, 10, "phase", "implementation", "heading", "heading")
    found = crossed(codings(code("valence", "barrier")), segments("0123456789"), asked, headed)
    assert found.loc[0, "phase"] == "implementation"
    found = crossed(codings(code("valence", "barrier")), segments("0123456789"), asked)
    assert found.loc[0, "phase"] == "development"


def test_an_axis_that_does_not_inherit_takes_nothing():
    found = crossed(codings(code("valence", "barrier")), segments("0123456789"), ("d", 0, 10, "factor", "trust", "heading", ""))
    assert found.loc[0, "factor"] == ()


def test_a_span_off_the_grid_inherits_from_the_unit_it_begins_in():
    grid = segments("0123456789", "abcdefghij")
    other = ("d", 11, 21, "dimension", "multi_dimensional", "heading", "")
    found = crossed(codings(code("valence", "barrier"), start=5, end=14), grid, HEADED, other)
    assert found.loc[0, "dimension"] == ("multi_level",)


def test_inherited_rows_leave_the_library_marked_and_do_not_come_back():
    grid = segments("0123456789")
    own = codings(code("valence", "barrier"), coder="rules", origin="rule")
    rows = inherit(own, grid, context(HEADED), BOOK, coder="rules")
    assert list(rows["evidence"]) == ["inherited: heading “Multi-level”"]
    assert list(rows["quote"]) == ["0123456789"]
    both = pd.concat([own, rows], ignore_index=True)
    assert crossed(both, grid).loc[0, "dimension"] == ()
    own_dimension = codings(code("dimension", "multi_dimensional"), coder="rules", origin="rule")
    assert inherit(own_dimension, grid, context(HEADED), BOOK, coder="rules").empty


def resolved(*texts, mentions=None, **columns):
    found = resolve_cases(segments(*texts, **columns), (LEEDS, YORK), mentions)
    return list(zip(found["case"], found["case_evidence"], strict=True))


def test_a_document_with_a_case_gives_it_to_all_its_units():
    assert resolved("In York it is different.", case="leeds") == [(("leeds",), "document")]


def test_names_and_aliases_are_found_as_whole_words_also_in_the_genitive():
    assert resolved("Leeds’s council and YRK met.") == [(("leeds", "york"), "mention")]
    assert resolved("New Yorker ideas.") == [(("ALL",), "default")]
    assert resolved("EBORACUM") == [(("york",), "mention")]


def test_words_for_every_case_are_known_per_language():
    assert resolved("In all three cities money is short.") == [(("ALL",), "explicit_all")]
    assert resolved("In allen drei Städten fehlt Geld.", language="de") == [(("ALL",), "explicit_all")]


def test_a_case_is_carried_within_a_paragraph_and_not_too_far():
    texts = ["Leeds has a board.", "It meets.", "It plans.", "It talks."]
    assert [e for _, e in resolved(*texts, context_start=0, context_end=99)] == ["mention", "carried", "carried", "default"]
    grid = segments(*texts[:2])
    grid["context_start"] = [0, 50]
    assert list(resolve_cases(grid, (LEEDS,))["case_evidence"]) == ["mention", "default"]


def test_a_section_about_a_case_returns_to_it_after_a_glance_at_another():
    found = resolved("York differs.", "Money is short.", heading="3 Leeds", context_start=0)
    assert found == [(("york",), "mention"), (("leeds",), "heading")]


def test_the_innermost_heading_that_names_a_case_gives_it():
    assert resolved("Money is short.", heading="Leeds > Policy in York") == [(("york",), "heading")]


def test_recorded_mentions_come_before_names():
    said = check("mentions", pd.DataFrame([{"doc_id": "d", "start": 0, "end": 5, "case": "york"}]))
    assert resolved("Leeds", mentions=said) == [(("york",), "mention")]


def test_a_name_that_two_cases_share_finds_neither():
    twins = (Case(id="a", aliases=("Newport",)), Case(id="b", aliases=("Newport",)))
    assert list(resolve_cases(segments("Newport is poor."), twins)["case_evidence"]) == ["default"]


def reading(coder, *spans, axis="factor"):
    rows = [{"doc_id": "d", "start": s, "end": e, "axis": axis, "coder": coder} for s, e in spans]
    return check("readings", pd.DataFrame(rows))


def test_people_come_before_machines_where_they_read():
    people = codings(code("factor", "trust"), coder="AB", origin="human")
    rules = pd.concat([codings(code("factor", "money"), coder="rules", origin="rule", start=s, end=s + 10) for s in (0, 11, 22)])
    kept, used = choose(pd.concat([people, rules]), reading("AB", (11, 21)))
    assert sorted(zip(kept["coder"], kept["start"], strict=True)) == [("AB", 0), ("rules", 22)]
    assert [(u.coder, u.by_machine) for u in used] == [("AB", False), ("rules", True)]


def test_the_settled_reading_comes_first_and_is_never_added_up():
    rows = [
        codings(code("factor", f), coder=c, origin=o)
        for f, c, o in (("trust", "AB", "human"), ("money", "CD", "human"), ("boards", "AB+CD", "settled"))
    ]
    kept, _ = choose(pd.concat(rows), empty("readings"))
    assert list(kept["code"]) == ["boards"]


def test_named_coders_count_in_their_order():
    rows = pd.concat([codings(code("factor", "trust"), coder="AB"), codings(code("factor", "money"), coder="CD")])
    assert list(choose(rows, empty("readings"), coders=["CD", "AB"])[0]["code"]) == ["money"]
    assert list(choose(rows, empty("readings"), coders=["AB"])[0]["code"]) == ["trust"]
    with pytest.raises(UnknownName, match="did you mean 'CD'"):
        choose(rows, empty("readings"), coders=["CDE"])


def test_rejected_codings_do_not_count():
    rows = codings(code("factor", "trust", status="rejected"), code("factor", "money"))
    assert list(choose(rows, empty("readings"))[0]["code"]) == ["money"]


def test_a_reading_on_another_axis_does_not_hide_a_machine():
    rules = codings(code("factor", "money"), coder="rules", origin="rule")
    read = reading("AB", (0, 10), axis="aspect")
    assert list(choose(rules, read, axes=["factor"])[0]["coder"]) == ["rules"]
    assert choose(rules, read)[0].empty


RULES = [("valence", "barrier"), ("factor", "trust"), ("factor", "money"), ("dimension", "multi_level")]


def suggested():
    return codings(*(code(axis, c) for axis, c in RULES), coder="rules", origin="rule", status="suggested")


def test_who_accepts_one_code_has_not_read_the_sentence():
    accepted = codings(code("factor", "trust"), coder="AB")
    kept, _ = choose(pd.concat([suggested(), accepted]), empty("readings"), axes=["factor", "valence"])
    assert len(kept[kept["coder"] == "rules"]) == 4


def test_who_coded_all_that_counts_takes_the_place_of_the_machine():
    mine = codings(code("factor", "trust"), code("valence", "barrier"), coder="AB")
    kept, _ = choose(pd.concat([suggested(), mine]), empty("readings"), axes=["factor", "valence"])
    assert set(kept["coder"]) == {"AB"}


def test_what_a_person_rejects_falls_out_of_the_machines_reading_on_any_axis():
    denied = codings(code("factor", "money", status="rejected"), code("dimension", "multi_level", status="rejected"), coder="AB")
    kept, _ = choose(pd.concat([suggested(), denied]), empty("readings"), axes=["factor", "valence"])
    assert list(kept["code"]) == ["barrier", "trust"]


def test_who_coded_a_part_of_a_unit_has_read_the_unit():
    grid = segments("0123456789" * 4)
    mine = codings(code("factor", "trust"), coder="AB", end=10)
    rules = codings(code("factor", "trust"), coder="rules", origin="rule", end=40)
    both = pd.concat([mine, rules])
    assert list(choose(both, empty("readings"), segments=grid)[0]["coder"]) == ["AB"]
    assert len(choose(both, empty("readings"))[0]) == 2


def test_a_later_round_of_a_person_comes_first():
    first = pd.concat([codings(code("factor", "trust"), start=s, end=s + 10) for s in (0, 20, 40)])
    second = codings(code("factor", "money"), round=2)
    kept, used = choose(pd.concat([first, second]), empty("readings"))
    assert sorted(zip(kept["start"], kept["code"], strict=True)) == [(0, "money"), (20, "trust"), (40, "trust")]
    assert [u.round for u in used] == [2, 1]


def test_a_machine_that_found_nothing_stays_a_machine():
    rules = codings(code("factor", "money"), coder="rules", origin="rule")
    silent = reading("model", (0, 10)).assign(origin="model")
    kept, used = choose(rules, silent)
    assert kept.empty
    assert used == ()
    person = reading("AB", (0, 10)).assign(origin="human")
    assert [r.coder for r in list_readings(rules, pd.concat([silent, person]))] == ["AB", "model", "rules"]


def test_statements_of_the_same_name_are_told_apart():
    one = codings(code("valence", "barrier", statement="1"), code("factor", "trust", statement="1"))
    two = codings(code("valence", "enabler", statement="1"), code("factor", "money", statement="1"), coder="CD")
    found = crossed(pd.concat([one, two]), segments("0123456789"))
    assert sorted(found["factor"]) == [("money",), ("trust",)]
    assert found["statement"].is_unique


def test_a_name_is_a_name_only_with_its_capital():
    reading_town = (
        Case(id="reading", label="Reading"),
        Case(id="giessen", label="Gießen"),
        Case(id="a", label="A town", aliases=("case a",)),
    )

    def cases(text):
        return list(resolve_cases(segments(text), reading_town)["case"])

    assert cases("We were reading the strategy.") == [("ALL",)]
    assert cases("In Reading it differs.") == [("reading",)]
    assert cases("In Gießen fehlt Geld, in GIESSEN auch.") == [("giessen",)]
    assert cases("As in case a, money is short.") == [("a",)]


def test_a_mention_holds_for_every_unit_it_touches():
    said = check("mentions", pd.DataFrame([{"doc_id": "d", "start": 2, "end": 9, "case": "york"}]))
    found = resolve_cases(segments("01234", "56789", "abcde"), (LEEDS, YORK), said)
    assert list(found["case_evidence"]) == ["mention", "mention", "carried"]
    assert set(found["case"]) == {("york",)}


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=12),
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=12),
)
def test_what_two_lists_of_spans_share_is_what_both_cover(one, two):
    spans = [merged((s, s + n) for s, n in part) for part in (one, two)]
    points = [{p for s, e in part for p in range(s, e)} for part in spans]
    shared = common(*spans)
    assert {p for s, e in shared for p in range(s, e)} == points[0] & points[1]
    for start in range(0, 60, 7):
        inside = len(points[0] & set(range(start, start + 5)))
        assert covered(spans[0], start, start + 5) == (2 * inside > 5)
