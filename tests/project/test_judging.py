import pandas as pd
import pytest
from books import SMALL

import qda
from qda.codebook import parse_codebook
from qda.errors import BadInput
from qda.project.evaluating import agreement_between, evaluate_tables, tagger_named, write_evaluation
from qda.project.queueing import reading_of_tables

BOOK = parse_codebook(SMALL)
SAID = {
    "trust": "People here trust each other very much",
    "money": "Money was never enough for all the work",
    "": "The weather was fine on that day",
}


def lines(document):
    return [
        (list(SAID)[(n + document) % 3], f"{list(SAID.values())[(n + document) % 3]} number {n} of {document}.")
        for n in range(12)
    ]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Return a project of five documents; AB read four of them, CD one of those."""
    folder = tmp_path_factory.mktemp("judging")
    project = qda.Project.create(folder / "study.qda", BOOK)
    for d in range(5):
        (folder / f"d{d}.txt").write_text("\n\n".join(text for _, text in lines(d)), encoding="utf-8")
        project.add(folder / f"d{d}.txt")
    project.segment("sentence")
    units = project.segments
    for coder, documents in (("AB", range(4)), ("CD", [0])):
        own = [
            {
                "doc_id": row.doc_id,
                "start": row.start,
                "end": row.end,
                "axis": "factor",
                "code": next(c for c, t in lines(d) if t == row.text),
            }
            for d in documents
            for row in units[units["doc_id"] == f"d{d}"].itertuples()
        ]
        project.add_codings(pd.DataFrame(own), coder=coder)
    yield project
    project.close()


def test_a_project_judges_a_tagger_and_stays_as_it_is(study):
    before = study.journal
    found = study.evaluate(qda.HybridTagger(BOOK, bank=None))
    assert found.groups == 4
    assert found.codes.set_index("code").loc["trust", "n"] == 16
    assert found.codes.set_index("code").loc["trust", "people_f1"] == 1
    pd.testing.assert_frame_equal(study.journal, before)


def test_one_coder_may_be_judged_by(study):
    with pytest.raises(BadInput, match="one document only"):
        study.evaluate(qda.RuleTagger(BOOK), coders=["CD"])


def test_the_queue_holds_what_nobody_has_read(study):
    found = study.queue(n=100)
    assert set(found["doc_id"]) == {"d4"}
    assert len(found) == 12
    assert set(study.queue(coder="CD", n=100)["doc_id"]) == {"d1", "d2", "d3", "d4"}


def test_the_queue_takes_a_tagger_and_a_code(study):
    found = study.queue(by="likely", code="trust", tagger=qda.RuleTagger(BOOK))
    assert len(found) == 4
    assert found["text"].str.contains("trust").all()


def test_the_estimate_of_what_is_left_holds(study):
    row = study.stopping(code="trust").iloc[0]
    assert (row["found"], row["read"], row["unread"]) == (16, 48, 12)
    assert row["low"] <= 4 <= row["high"]
    assert row["unseen"] == pytest.approx(4, abs=1.5)


def test_tables_do_as_well(study, tmp_path):
    units, codings = tmp_path / "segments.csv", tmp_path / "codings.csv"
    read = study.segments["doc_id"] != "d4"
    study.segments[read].to_csv(units, index=False)
    study.codings.query("coder == 'AB'").to_csv(codings, index=False)
    found = evaluate_tables([units], [codings], qda.RuleTagger(BOOK), book=BOOK)
    assert found.codes.set_index("code").loc["trust", "f1"] == 1
    study.segments.to_csv(units, index=False)
    reading = reading_of_tables([units], [codings], BOOK)
    assert set(reading.queue(by="likely", code="trust")["doc_id"]) >= {"d4"}
    assert reading_of_tables([units], [], BOOK).queue(by="audit", n=60)["doc_id"].nunique() == 5


def test_agreement_stands_beside_only_where_two_coded_the_same(study):
    codings, readings, units = study.codings, study.readings, study.segments
    between = agreement_between(units, codings, readings, BOOK)
    assert between.set_index("code").loc["trust", "both"] == 4
    assert agreement_between(units, codings[codings["coder"] == "AB"], readings, BOOK) is None


@pytest.mark.parametrize("name", ["rules", "learned", "hybrid"])
def test_taggers_have_names(name):
    assert tagger_named(name, BOOK).threshold is None


def test_an_unknown_tagger_is_refused():
    with pytest.raises(BadInput, match="allowed: rules, learned, hybrid"):
        tagger_named("magic", BOOK)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "svg"])
def test_an_evaluation_is_written_the_same_twice(study, tmp_path, kind):
    found = study.evaluate(qda.RuleTagger(BOOK))
    for name in "ab":
        write_evaluation(tmp_path / f"{name}.{kind}", found)
    assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def test_another_kind_of_file_is_refused(study, tmp_path):
    with pytest.raises(BadInput, match=r"written as \.csv"):
        write_evaluation(tmp_path / "a.docx", study.evaluate(qda.RuleTagger(BOOK)))
