import pandas as pd

from qda.frames import check
from qda.statements import choose

AXES = ["factor", "valence"]


def row(coder, axis, code, *, start=0, end=10, origin="human", **more):
    return {"doc_id": "a", "start": start, "end": end, "axis": axis, "code": code, "coder": coder, "origin": origin, **more}


def settled(axis, code, **more):
    return row("EF", axis, code, origin="settled", round=0, **more)


def chosen(*rows):
    codings = check("codings", pd.DataFrame([r for r in rows if r["code"]]))
    readings = check("readings", pd.DataFrame(rows))
    found, used = choose(codings, readings, axes=AXES)
    return sorted(found[["coder", "axis", "code"]].itertuples(index=False, name=None)), [r.coder for r in used]


MINE = (row("AB", "factor", "trust"), row("AB", "valence", "barrier"))


def test_a_settled_axis_takes_the_place_of_what_was_said():
    assert chosen(*MINE, settled("factor", "money")) == ([("AB", "factor", "money"), ("AB", "valence", "barrier")], ["AB"])


def test_none_of_them_empties_the_axis():
    assert chosen(*MINE, settled("factor", "")) == ([("AB", "valence", "barrier")], ["AB"])


def test_what_is_settled_in_full_counts_by_itself():
    found = chosen(*MINE, settled("factor", "money"), settled("valence", "enabler"))
    assert found == ([("EF", "factor", "money"), ("EF", "valence", "enabler")], ["EF"])


def test_it_is_laid_over_every_reading_and_only_one_counts():
    found, used = chosen(*MINE, row("CD", "factor", "boards"), row("CD", "valence", "enabler"), settled("factor", "money"))
    assert found == [("AB", "factor", "money"), ("AB", "valence", "barrier")]
    assert used == ["AB"]


def test_other_stretches_stay_as_they_are():
    far = row("AB", "factor", "boards", start=50, end=60)
    assert ("AB", "factor", "boards") in chosen(*MINE, far, settled("factor", "money"))[0]
    wide = row("AB", "factor", "boards", start=0, end=60)
    assert ("AB", "factor", "boards") in chosen(wide, settled("factor", "money"))[0]


def test_where_nobody_else_said_anything_it_stays():
    assert chosen(settled("factor", "money")) == ([("EF", "factor", "money")], ["EF"])


def test_two_statements_of_a_span_keep_their_own_where_both_hold():
    rows = [
        row("AB", "factor", "trust", statement="b"),
        row("AB", "valence", "barrier", statement="b"),
        row("AB", "factor", "money", statement="e"),
        row("AB", "valence", "enabler", statement="e"),
    ]
    both = chosen(*rows, settled("valence", "barrier"), settled("valence", "enabler"), settled("factor", "boards"))
    assert both[1] == ["EF"]
    found, _ = chosen(*rows, settled("factor", "trust"), settled("factor", "money"))
    assert found == [
        ("AB", "factor", "money"),
        ("AB", "factor", "trust"),
        ("AB", "valence", "barrier"),
        ("AB", "valence", "enabler"),
    ]
    found, _ = chosen(*rows, settled("factor", "boards"))
    assert [f for f in found if f[1] == "factor"] == [("AB", "factor", "boards"), ("AB", "factor", "boards")]
