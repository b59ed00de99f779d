import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.model import Axis, Code
from qda.rules.hits import Hit
from qda.rules.scoring import GATE_FLOOR, IMPLIED_FACTOR, RIVAL_FLOOR, SPLIT_RATIO, Weigher, _Line, noisy_or

AXES = (
    Axis(id="valence", kind="single", codes=(Code(id="barrier", axis="valence"), Code(id="enabler", axis="valence"))),
    Axis(id="aspect", codes=(Code(id="actors", axis="aspect"), Code(id="goals", axis="aspect"))),
    Axis(id="phase", kind="single", codes=(Code(id="development", axis="phase"), Code(id="implementation", axis="phase"))),
    Axis(
        id="factor",
        codes=(
            Code(id="trust", axis="factor"),
            Code(id="money", axis="factor", implies={"valence": ("barrier",), "aspect": ("goals",)}),
            Code(id="silo", axis="factor", implies={"valence": ("barrier",)}),
        ),
    ),
)


def hit(axis, code, at, *, score=0.5, clause=0, size=1, effect="", n=1):
    return Hit(
        axis=axis,
        code=code,
        rule=f"{axis}/{code}#{n}",
        spans=((at * 10, at * 10 + 5 * size),),
        tokens=("token",),
        score=score,
        effect=effect,
        first=at,
        last=at + size - 1,
        clause=clause,
    )


def weigh(*hits, split="valence", cell="factor"):
    return [(c.split, c.axis, c.code) for c in Weigher(AXES, split=split, cell=cell).claims(hits)]


def scores(*hits, split="valence", cell="factor"):
    return {(c.axis, c.code): c.score for c in Weigher(AXES, split=split, cell=cell).claims(hits)}


@given(st.lists(st.floats(0, 1), max_size=6))
def test_noisy_or_stays_between_the_best_and_one(values):
    found = noisy_or(values)
    assert max(values, default=0) - 1e-9 <= found <= 1


def test_hits_add_up_unless_they_share_words():
    assert scores(hit("aspect", "actors", 0), hit("aspect", "actors", 3))["aspect", "actors"] == 0.75
    (claim,) = Weigher(AXES).claims([hit("aspect", "actors", 0, score=0.3), hit("aspect", "actors", 0, size=2, score=0.6, n=2)])
    assert claim.score == pytest.approx(0.6)
    assert claim.evidence == "aspect/actors#2 “token” [0-10]"


def test_dropped_hits_do_not_count():
    assert weigh(hit("aspect", "actors", 0, effect="dropped")) == []


def test_a_single_axis_keeps_its_best_code():
    assert weigh(hit("phase", "development", 0, score=0.3), hit("phase", "implementation", 3)) == [
        ("", "phase", "implementation")
    ]


def test_both_valences_make_two_statements():
    found = weigh(
        hit("valence", "barrier", 0),
        hit("valence", "enabler", 9),
        hit("factor", "trust", 2),
        hit("factor", "silo", 8),
        hit("aspect", "actors", 4),
    )
    assert found == [
        ("barrier", "valence", "barrier"),
        ("barrier", "aspect", "actors"),
        ("barrier", "factor", "trust"),
        ("enabler", "valence", "enabler"),
        ("enabler", "aspect", "actors"),
        ("enabler", "factor", "silo"),
    ]


def test_the_same_clause_is_nearer_than_fewer_words():
    found = weigh(hit("valence", "barrier", 0), hit("factor", "trust", 4), hit("valence", "enabler", 5, clause=1))
    assert ("barrier", "factor", "trust") in found
    assert ("enabler", "factor", "trust") not in found


def test_at_equal_distance_a_factor_goes_to_both():
    found = weigh(hit("valence", "barrier", 0), hit("factor", "trust", 4), hit("valence", "enabler", 8))
    assert {side for side, axis, _ in found if axis == "factor"} == {"barrier", "enabler"}


def test_hits_of_one_factor_may_go_to_different_valences():
    found = Weigher(AXES, split="valence", cell="factor").claims(
        [
            hit("valence", "barrier", 0),
            hit("factor", "trust", 1, score=0.4),
            hit("factor", "trust", 8, score=0.2),
            hit("valence", "enabler", 9),
        ]
    )
    assert [(c.split, len(c.hits)) for c in found if c.axis == "factor"] == [("barrier", 1), ("enabler", 1)]


def test_a_valence_that_is_outweighed_makes_no_statement():
    weak = 0.9 * SPLIT_RATIO * 0.5
    assert weigh(hit("valence", "barrier", 0), hit("valence", "enabler", 4, score=weak)) == [("barrier", "valence", "barrier")]


def test_without_a_split_axis_valence_is_a_single_axis_like_others():
    assert weigh(hit("valence", "barrier", 0), hit("valence", "enabler", 4), hit("factor", "trust", 2), split="") == [
        ("", "valence", "barrier"),
        ("", "factor", "trust"),
    ]


def test_the_gate_is_low():
    alone = scores(hit("factor", "trust", 2))["factor", "trust"]
    beside = scores(hit("factor", "trust", 2), hit("valence", "barrier", 0, score=0.8))["factor", "trust"]
    assert alone == pytest.approx(0.5 * GATE_FLOOR)
    assert beside == pytest.approx(0.5 * (GATE_FLOOR + (1 - GATE_FLOOR) * 0.8))
    assert scores(hit("factor", "trust", 2), split="", cell="")["factor", "trust"] == 0.5


def test_rivals_in_the_cell_lower_the_weaker():
    found = scores(hit("factor", "trust", 2), hit("factor", "silo", 5, score=0.25), hit("valence", "barrier", 0, score=1.0))
    assert found["factor", "trust"] == pytest.approx(0.5)
    assert found["factor", "silo"] == pytest.approx(0.25 * (RIVAL_FLOOR + (1 - RIVAL_FLOOR) * 0.5))


def test_implied_codes_fill_empty_axes_at_a_low_score():
    found = Weigher(AXES, split="valence", cell="factor").claims([hit("factor", "money", 0)])
    valence = next(c for c in found if c.axis == "valence")
    assert (valence.code, valence.evidence, valence.split) == ("barrier", "implied: factor/money", "barrier")
    assert valence.score == pytest.approx(IMPLIED_FACTOR * 0.5)
    assert {c.code for c in found if c.axis == "aspect"} == {"goals"}


def test_two_sources_imply_more_and_are_both_named():
    found = Weigher(AXES, split="valence", cell="factor").claims([hit("factor", "money", 0), hit("factor", "silo", 4)])
    valence = next(c for c in found if c.axis == "valence")
    assert valence.evidence == "implied: factor/money, factor/silo"
    assert valence.score == pytest.approx(noisy_or([IMPLIED_FACTOR * 0.5] * 2))


def test_an_axis_of_one_code_that_speaks_for_itself_takes_nothing_over():
    assert weigh(hit("factor", "money", 0), hit("valence", "enabler", 3)) == [
        ("enabler", "valence", "enabler"),
        ("enabler", "aspect", "goals"),
        ("enabler", "factor", "money"),
    ]


def test_on_an_axis_of_several_codes_what_is_implied_adds_to_what_shows():
    found = Weigher(AXES).claims([hit("factor", "money", 0), hit("aspect", "goals", 3), hit("aspect", "actors", 5)])
    scores = {c.code: c.score for c in found if c.axis == "aspect"}
    assert scores == pytest.approx({"goals": noisy_or([0.5, IMPLIED_FACTOR * 0.5]), "actors": 0.5})
    goals = next(c for c in found if c.code == "goals")
    assert goals.evidence == "aspect/goals#1 “token” [30-35] | implied: factor/money"


specs = st.tuples(
    st.sampled_from([(a.id, c.id) for a in AXES for c in a.codes]), st.integers(0, 30), st.floats(0.05, 1), st.integers(0, 3)
)


@given(st.lists(specs, max_size=12))
def test_claims_are_unique_and_scored_in_the_unit_interval(found):
    claims = Weigher(AXES, split="valence", cell="factor").claims(
        [hit(a, c, at, score=s, clause=k) for (a, c), at, s, k in found]
    )
    keys = [(c.split, c.axis, c.code) for c in claims]
    assert len(keys) == len(set(keys))
    assert all(0 < c.score <= 1 for c in claims)
    sides = {c.split for c in claims}
    for side in sides:
        assert sum(c.axis == "valence" and c.split == side for c in claims) <= 1
    assert {c for (a, c), *_ in found if a == "factor"} == {c.code for c in claims if c.axis == "factor"}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 3)), min_size=1, max_size=8), st.integers(0, 40), st.integers(1, 3))
def test_the_nearest_evidence_is_found_as_if_all_were_tried(others, at, size):
    evidence = [hit("valence", "barrier", a, size=n) for a, n in others]
    mine = hit("factor", "trust", at, size=size)
    expected = min(max(0, other.first - mine.last, mine.first - other.last) for other in evidence)
    assert _Line(sorted(evidence, key=lambda h: h.first)).away(mine) == expected
