import pytest
from claims import FIRST, SECOND, THIRD, codes, coding, grid, rows, run, suggestion

from qda.errors import BadTable
from qda.model import machine_id


def test_a_run_is_read_on_every_axis(filled, book):
    assert run(filled, suggestion()) == 1
    found = filled.readings()
    assert len(found) == 3 * len(book.axis_ids)
    assert set(found["coder"]) == {"rules"}


def test_the_same_run_again_changes_nothing(filled):
    run(filled, suggestion(), suggestion(SECOND, code="boards"))
    before = filled.codings(), len(filled.journal())
    run(filled, suggestion(), suggestion(SECOND, code="boards"))
    assert filled.codings().equals(before[0])
    assert len(filled.journal()) == before[1]


def test_ids_are_those_of_the_claim(filled, book):
    run(filled, suggestion(codebook_version=book.codebook_version))
    claim = {"doc_id": "leeds/a", "start": 0, "end": 16, "axis": "factor", "code": "trust", "statement": "", "coder": "rules"}
    assert filled.codings()["id"].tolist() == [machine_id(**claim, round_=1, codebook_version=book.codebook_version)]


def test_a_new_run_replaces_the_old_one_and_nobody_elses(filled):
    filled.add_codings(rows(coding(), coding(SECOND, code="money")), coder="AB")
    run(filled, suggestion(), suggestion(SECOND, code="boards"))
    other = [s | {"coder": "model", "origin": "model"} for s in (suggestion(SECOND, code="money"),)]
    run(filled, *other, coder="model")
    run(filled, suggestion(score=0.9), suggestion(THIRD, code="money"))
    assert codes(filled) == [("AB", "money"), ("AB", "trust"), ("model", "money"), ("rules", "money"), ("rules", "trust")]
    assert filled.codings().query("coder == 'rules' and code == 'trust'")["score"].tolist() == [0.9]


def test_only_what_was_read_again_is_replaced(filled):
    run(filled, suggestion(), suggestion(SECOND, code="boards"))
    run(filled, read=grid().iloc[1:])
    assert codes(filled) == [("rules", "trust")]


def test_a_coarser_grid_replaces_what_lies_inside(filled):
    run(filled, suggestion(), suggestion(SECOND, code="boards"), suggestion(THIRD, code="money"))
    whole = grid().iloc[:1].assign(end=SECOND[1])
    run(filled, suggestion((0, SECOND[1]), code="money"), read=whole)
    assert codes(filled) == [("rules", "money"), ("rules", "money")]


def test_an_imported_machine_is_replaced_by_its_own_run(filled):
    filled.add_codings(rows(suggestion(), suggestion(SECOND, axis="", code="")), coder="x", kind="import")
    assert set(filled.readings()["axis"]) == {"dimension", "factor", "phase", "valence"}
    run(filled, suggestion(SECOND, code="boards"))
    assert codes(filled) == [("rules", "boards")]


def test_earlier_readings_of_what_is_read_again_fall_away_and_come_back(filled):
    filled.add_codings(rows(coding(SECOND, code="")), coder="AB")
    run(filled, suggestion())
    before = filled.readings()
    run(filled, read=grid().iloc[:1].assign(end=SECOND[1]))
    spans = filled.readings().query("coder == 'rules'")[["start", "end"]].drop_duplicates()
    assert spans.to_numpy().tolist() == [[0, SECOND[1]], list(THIRD)]
    assert len(filled.readings().query("coder == 'AB'")) == 1
    filled.undo("rules")
    assert filled.readings().equals(before)
    filled.redo("rules")
    assert len(filled.readings()) < len(before)


def test_a_machine_that_found_nothing_is_known_as_a_machine(filled):
    filled.add_machine(filled.codings(), grid(), coder="model", origin="model")
    assert set(filled.readings()["origin"]) == {"model"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"coder": "AB"}, "a row has coder 'AB'; allowed: 'rules'"),
        ({"origin": "human"}, "a row has origin 'human'; allowed: 'rule', 'model'"),
        ({"round": 2}, "a row has round 2"),
        ({"start": 17, "end": 43}, r"leeds/a \[17, 43\), which was not read"),
    ],
)
def test_a_machine_speaks_for_itself_about_what_it_read(filled, wrong, said):
    with pytest.raises(BadTable, match=said):
        run(filled, suggestion() | wrong, read=grid().iloc[:1])
    assert filled.codings().empty


def test_a_batch_is_one_line_of_the_journal(filled):
    run(filled, suggestion(), suggestion(SECOND, code="boards"))
    line = filled.journal().iloc[-1]
    assert (line["kind"], line["coder"], line["added"]) == ("tag", "rules", 2)
    assert line["batch"]
    assert "trust" not in str(line["details"])


def test_first_is_a_unit_of_the_grid():
    assert tuple(grid()[["start", "end"]].iloc[0]) == FIRST
