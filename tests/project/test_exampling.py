"""What people coded in a project becomes examples of a bank."""

import pytest
from books import SMALL

from qda import Project, read_bank
from qda.codebook import parse_codebook
from qda.errors import BadInput, UnknownName
from qda.project import add_examples

BOOK = parse_codebook(SMALL)
TALK = "We trust the board. The budget hinders us. It rains in May. They came late."


@pytest.fixture
def project(tmp_path):
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    with Project.create(tmp_path / "study.qda", BOOK) as made:
        made.add(tmp_path / "talk.txt")
        made.segment("sentence")
        yield made


def rows(*given):
    out = []
    for text, axis, code in given:
        start = TALK.index(text)
        out.append({"doc_id": "talk", "start": start, "end": start + len(text), "axis": axis, "code": code, "quote": text})
    return out


TRUST, MONEY = "We trust the board.", "The budget hinders us."


def test_sentences_leave_the_project_only_when_confirmed(project, tmp_path):
    project.add_codings(rows((TRUST, "factor", "trust"), (TRUST, "phase", ""), ("It rains in May.", "factor", "")), coder="AB")
    bank = tmp_path / "small.examples.jsonl"
    with pytest.raises(BadInput, match="1 coded sentence would leave"):
        add_examples(project, bank)
    assert not bank.exists()
    report = add_examples(project, bank, confirm=True)
    assert str(report) == f"{bank}: 1 added as lines 1 to 1, 0 known already, 0 left out as disputed"
    (example,) = read_bank(bank, BOOK)
    assert (example.text, example.language, example.codes) == (TRUST, "en", {"phase": (), "factor": ("trust",)})
    assert project.journal["kind"].tolist().count("code") == 1


def test_what_stands_in_the_bank_stays_as_it_is(project, tmp_path):
    bank = tmp_path / "small.examples.jsonl"
    bank.write_text('{"text": "we TRUST the board", "language": "en", "codes": {}}\n', encoding="utf-8")
    before = bank.read_text(encoding="utf-8")
    project.add_codings(rows((TRUST, "factor", "trust"), (MONEY, "factor", "money")), coder="AB")
    report = add_examples(project, bank, confirm=True)
    assert (report.first, report.added, report.known) == (2, 1, 1)
    assert bank.read_text(encoding="utf-8").startswith(before)
    again = add_examples(project, bank)  # nothing would leave, so nothing is to be confirmed
    assert (again.added, again.known) == (0, 2)


def test_people_who_differ_are_left_out_until_it_is_settled(project, tmp_path):
    bank = tmp_path / "small.examples.jsonl"
    project.add_codings(rows((TRUST, "factor", "trust")), coder="AB")
    project.add_codings(rows((TRUST, "factor", "boards"), (MONEY, "factor", "money")), coder="CD")
    report = add_examples(project, bank, confirm=True)
    assert (report.added, report.disputed) == (1, 1)
    assert add_examples(project, tmp_path / "cd.jsonl", coders=["CD"], confirm=True).added == 2
    ids = project.codings.query("axis == 'factor' and start == 0")["id"].tolist()
    project.settle(ids, {"factor": ["boards"]}, reason="they speak of a body", coder="AB")
    assert add_examples(project, bank, confirm=True).added == 1
    assert read_bank(bank, BOOK).example(2).codes["factor"] == ("boards",)


def test_of_each_sentence_the_last_round_counts_in_which_it_was_read(project, tmp_path):
    bank = tmp_path / "small.examples.jsonl"
    project.add_codings(rows((TRUST, "factor", "trust"), (MONEY, "factor", "money")), coder="AB")
    project.add_codings([row | {"round": 2} for row in rows((TRUST, "factor", "boards"))], coder="AB")
    assert add_examples(project, bank, confirm=True).added == 2
    assert [example.codes for example in read_bank(bank, BOOK)] == [{"factor": ("boards",)}, {"factor": ("money",)}]
    project.add_codings([row | {"round": 2} for row in rows((MONEY, "factor", ""))], coder="AB")
    assert add_examples(project, tmp_path / "again.jsonl", confirm=True).added == 1


def test_a_sentence_that_is_said_twice_and_coded_otherwise_is_left_out(tmp_path):
    bank = tmp_path / "small.examples.jsonl"
    (tmp_path / "talk.txt").write_text("They came. We met. They came. We met.", encoding="utf-8")
    with Project.create(tmp_path / "twice.qda", BOOK) as made:
        made.add(tmp_path / "talk.txt")
        made.segment("sentence")
        places = [(0, 10, "trust"), (11, 18, "money"), (19, 29, "boards"), (30, 37, "money")]
        given = [{"doc_id": "talk", "start": start, "end": end, "axis": "factor", "code": code} for start, end, code in places]
        made.add_codings(given, coder="AB")
        report = add_examples(made, bank, confirm=True)
    assert (report.added, report.known, report.disputed) == (1, 1, 2)
    assert [example.text for example in read_bank(bank, BOOK)] == ["We met."]


def test_codes_and_coders_choose(project, tmp_path):
    project.add_codings(rows((TRUST, "factor", "trust"), (MONEY, "factor", "money"), (MONEY, "valence", "barrier")), coder="AB")
    for number, code in enumerate(("money", "factor=money", "barrier")):
        bank = tmp_path / f"{number}.jsonl"
        assert add_examples(project, bank, codes=[code], confirm=True).added == 1
        assert read_bank(bank, BOOK).example(1).text == MONEY
    with pytest.raises(UnknownName, match="did you mean 'money'"):
        add_examples(project, tmp_path / "x.jsonl", codes=["mony"])
    with pytest.raises(UnknownName, match="did you mean 'trust'"):
        add_examples(project, tmp_path / "x.jsonl", codes=["factor=thrust"])
    with pytest.raises(UnknownName, match="no codings of coder 'AC'"):
        add_examples(project, tmp_path / "x.jsonl", coders=["AC"])


def test_a_rejected_suggestion_is_a_near_miss_and_machines_do_not_count(project, tmp_path):
    from qda import RuleTagger

    project.tag(RuleTagger(BOOK))
    bank = tmp_path / "small.examples.jsonl"
    with pytest.raises(BadInput, match="nobody coded anything yet"):
        add_examples(project, bank, confirm=True)
    found = project.codings
    suggestion = found[(found["code"] == "boards") & (found["start"] == 0)]["id"].tolist()
    project.reject(suggestion, coder="AB")
    project.add_codings(rows((TRUST, "factor", "trust")), coder="AB")
    add_examples(project, bank, confirm=True)
    (example,) = read_bank(bank, BOOK)
    assert (example.codes, example.near) == ({"factor": ("trust",)}, {"factor": ("boards",)})


def test_a_span_that_is_drawn_freely_counts_for_the_unit_it_means(project, tmp_path):
    project.add_codings(rows(("trust the board", "factor", "trust")), coder="AB")
    bank = tmp_path / "small.examples.jsonl"
    add_examples(project, bank, confirm=True)
    assert read_bank(bank).example(1).text == TRUST
