"""The further schemes of the field: complete and clean, and each reads documents of the sample study as a coder would."""

import re
import shutil

import openpyxl
import pandas as pd
import pytest

import qda
from qda import _shipped, read_codebook
from qda.codebook.bank import bank_for
from qda.codebook.linting import lint_anchors
from qda.errors import QdaError
from qda.ingest import read_folder
from qda.model import Document
from qda.project import run_study
from qda.segment import segments

SENTENCES = [
    ("governance", "en", "It is decided in the capital, and the town has no vote.", {"multi_level": {"centralised"}}),
    ("governance", "en", "Housing and health pay a joint team out of one pot.", {"multi_dimensional": {"co_production"}}),
    (
        "governance",
        "de",
        "Die Maßnahme ging per Ausschreibung an den billigsten Bieter.",
        {"multi_stakeholder": {"contractual"}, "type": {"new_public_management"}, "element": {"mechanism"}},
    ),
    ("governance", "de", "Die Katze schläft auf der Fensterbank.", {}),
    (
        "activation",
        "en",
        "Retraining is compulsory, and whoever stays away gets a sanction.",
        {"reinforcement": {"human_capital_investment"}, "construction": {"coercive"}},
    ),
    ("activation", "en", "Any job, and quickly, that is what they want.", {"approach": {"work_first"}}),
    (
        "activation",
        "de",
        "Die Schuldnerberatung ist freiwillig, und er lebt von der Grundsicherung.",
        {"reinforcement": {"counselling"}, "construction": {"voluntary"}, "alimentation": {"minimum_income"}},
    ),
    (
        "coordination",
        "en",
        "Six agencies hold a case conference, and each family has a key worker.",
        {"form": {"inter_organisational_cooperation", "individualisation"}, "intensity": {"collaboration"}},
    ),
    ("coordination", "en", "Their budgets are pooled.", {"intensity": {"consolidation"}}),
    ("coordination", "de", "Die Maßnahmen werden ausgeschrieben.", {"form": {"marketisation"}}),
    (
        "innovation",
        "en",
        "They opened a repair workshop, volunteers run it, and other towns copied it.",
        {"type": {"service"}, "working": {"volunteering"}, "diffusion": {"transferred"}},
    ),
    ("innovation", "en", "The heron stands on the pier.", {}),
    (
        "coproduction",
        "en",
        "Parents rate the nursery, and the ratings are reviewed with staff.",
        {"phase": {"co_assess"}, "step": {"evaluate"}},
    ),
    ("coproduction", "en", "Participation was tokenistic.", {"obstacles": {"tokenism"}}),
    (
        "coproduction",
        "de",
        "Die Bewohner haben das Haus mitgestaltet und sind stolz.",
        {"phase": {"co_design"}, "outcomes": {"empowerment"}},
    ),
    (
        "innovation",
        "de",
        "Der Treff ist niedrigschwellig und füllt eine Lücke.",
        {"users": {"open_access"}, "interaction": {"complement"}},
    ),
]

FOUND = {  # what the default matrix of four interviews must hold
    "governance": {
        ("brackwater", "implementation", "new_public_management"),
        ("falkenrode", "implementation", "public_administration"),
    },
    "activation": {("falkenrode", "employment_first", "human_capital_investment")},
    "coordination": {
        ("aldermoor", "organisational_integration", "cooperation"),
        ("aldermoor", "individualisation", "cooperation"),
    },
    "coproduction": {("aldermoor", "co_assess", "evaluate")},
    "innovation": {("aldermoor", "service", "open_access"), ("aldermoor", "resources", "bundled_support")},
}

NAMES = list(FOUND)
DOCUMENTS = (
    "aldermoor/interview-01.docx",
    "aldermoor/interview-03.vtt",
    "brackwater/interview-03.docx",
    "falkenrode/interview-02.txt",
)


@pytest.fixture(scope="module")
def texts():
    return {document.id: document.text for document in read_folder(_shipped.corpus()).documents}


@pytest.fixture(scope="module", params=NAMES)
def book(request):
    return read_codebook(request.param)


@pytest.fixture(scope="module")
def report(book):
    """What lint says of the codebook, the rules run on its bank."""
    return qda.lint_codebook(book.id)


@pytest.fixture(scope="module")
def run(book, tmp_path_factory):
    """The results of a run over four interviews."""
    folder = tmp_path_factory.mktemp(book.id)
    for name in DOCUMENTS:
        (folder / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_shipped.corpus() / name, folder / "corpus" / name)
    for name in ("documents.csv", "speakers.csv"):
        table = pd.read_csv(_shipped.corpus() / name, dtype=str, keep_default_na=False)
        table[table["file"].isin(DOCUMENTS)].to_csv(folder / "corpus" / name, index=False)
    run_study(folder / "corpus", codebook=book.id, out=folder / "out")
    return folder / "out"


def suggested(book, text, language):
    document = Document(id="d", text=text, language=language)
    found = qda.RuleTagger(book, threshold=None).tag(segments(document))
    found = found[found["code"] != ""]
    return {axis: set(codes) for axis, codes in found.groupby("axis")["code"]}


def test_every_scheme_of_the_field_is_shipped_and_final(book):
    assert (book.state, book.languages) == ("final", ("en", "de"))
    assert set(_shipped.codebooks()) == {"integration", *NAMES}


def test_lint_has_nothing_to_say(report):
    assert [str(finding) for finding in report.findings] == []


def test_anchor_examples_stand_in_the_documents_they_name(book, texts):
    assert [str(finding) for finding in lint_anchors(book, texts)] == []
    assert sum(bool(anchor.document) for code in book.codes() for anchor in code.anchor_examples) >= 5


def test_definitions_name_their_source_and_rules_their_neighbours(book):
    for code in book.codes():
        assert re.search(r"[A-ZØ][\w\- ]+ (19|20)\d\d", code.definition) or book.axis(code.axis).residual == code.id, code.id
        assert " Not: " in code.rule, code.id
        assert all(code.patterns[language] for language in book.languages), code.id


def test_the_bank_has_every_code_and_its_near_misses_in_all_voices(book):
    bank = bank_for(book.id)
    for language, least in (("en", 60), ("de", 30)):
        assert sum(example.language == language for example in bank) >= least
    assert {example.voice for example in bank} == {"interview", "report", "document"}
    for code in book.codes():
        assert any(code.id in example.near.get(code.axis, ()) for example in bank), code.id


def test_the_figures_on_the_bank_hold(report):
    codes = report.figures[report.figures["level"] == "code"]
    assert codes["right"].sum() / codes["fired"].sum() >= 0.8
    assert codes["right"].sum() / codes["labelled"].sum() >= 0.8


@pytest.mark.parametrize(("name", "language", "text", "codes"), SENTENCES, ids=range(len(SENTENCES)))
def test_sentences_get_exactly_their_codes(name, language, text, codes):
    assert suggested(read_codebook(name), text, language) == codes


def test_a_run_over_documents_fills_the_matrix_and_writes_the_workbook(book, run):
    matrix = pd.read_csv(run / "matrix.csv", keep_default_na=False)
    keys = [*book.matrix["rows"], book.matrix["cell"]]
    assert FOUND[book.id] <= set(matrix[["case", *keys]].itertuples(index=False, name=None))
    assert {"Matrix", "Quotes", "Codebook"} <= set(openpyxl.load_workbook(run / "matrix.xlsx", read_only=True).sheetnames)
    codings = pd.read_csv(run / "codings.csv", keep_default_na=False)
    assert {axis.id for axis in book.axes} <= set(codings["axis"])


LADDER = """\
Case managers phone each other and refer clients, each family has a key worker.

Case management is paid from a pooled fund, and every household has a named worker.

The case managers of the two agencies are one seamless, fully integrated service.
"""


@pytest.fixture
def ladder(tmp_path):
    """A project with one document that says three levels of one form."""
    (tmp_path / "corpus" / "aldermoor").mkdir(parents=True)
    (tmp_path / "corpus" / "aldermoor" / "plan.txt").write_text(LADDER, encoding="utf-8")
    book = read_codebook("coordination")
    with qda.Project.create(tmp_path / "study.qda", book) as project:
        project.add(tmp_path / "corpus")
        project.segment(book.unit)
        project.tag(qda.RuleTagger(book))
        yield project


def test_levels_keep_their_order_and_a_cell_shows_several(ladder):
    levels = ["information", "cooperation", "collaboration", "consolidation", "integration", "not_determinable"]
    matrix = ladder.matrix()
    assert list(matrix.order["intensity"]) == levels
    found = matrix.table().query("form == 'individualisation'")["intensity"].tolist()
    assert found == ["cooperation", "consolidation", "integration"]
    cell = matrix.wide().loc["individualisation", "aldermoor"]
    assert {part.split(" ")[0] for part in cell.split("; ")} == set(found)


def test_a_person_gives_one_level_but_several_forms(ladder):
    unit = ladder.segments.head(1)[["doc_id", "start", "end"]]
    both = pd.concat([unit.assign(axis="form", code=code) for code in ("individualisation", "decentralisation")])
    ladder.add_codings(both, coder="AB")
    mine = ladder.codings.query("coder == 'AB'")
    assert set(mine["code"]) == {"individualisation", "decentralisation"}
    levels = pd.concat([unit.assign(axis="intensity", code=code) for code in ("cooperation", "integration")])
    with pytest.raises(QdaError, match="allowed: one code"):
        ladder.add_codings(levels, coder="AB")
