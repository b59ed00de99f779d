"""The sample study: what its interviews say in every format is what was written for them."""

import re

import pytest

from qda.ingest import read_folder

SOURCE = re.compile(r"^(I|B1?) \d\d:\d\d:\d\d (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def study(root):
    return {d.id: d for d in read_folder(root / "corpus").documents}


INTERVIEWS = [f"{case}/interview-0{n}" for case in ("aldermoor", "brackwater", "falkenrode") for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("name", INTERVIEWS)
def test_every_turn_is_there_word_for_word(root, study, name):
    written = SOURCE.findall((root / "tools" / "corpus" / f"{name}.txt").read_text(encoding="utf-8"))
    turns = study[name].of_kind("turn")
    said = [" ".join(study[name].text[m.start : m.end].split()) for m in turns]
    assert said == [" ".join(text.split()) for _, text in written]
    assert [m.attributes.get("role") == "interviewer" for m in turns] == [who == "I" for who, _ in written]


@pytest.mark.parametrize("name", INTERVIEWS)
def test_every_answer_has_its_question(study, name):
    document = study[name]
    answers = [m for m in document.of_kind("turn") if m.attributes.get("role") != "interviewer"]
    questions = {(m.start, m.end): m.value for m in document.of_kind("question")}
    assert all(questions.get((m.start, m.end)) for m in answers)
