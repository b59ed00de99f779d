"""The policy documents of the sample study: what the PDF gives is what its Markdown source says."""

import sys
from itertools import pairwise
from pathlib import Path

import pytest

from qda.ingest.pdf import read_pdf

NAMES = ("aldermoor/strategy", "brackwater/action-plan", "falkenrode/arbeitsmarktprogramm")


@pytest.fixture(scope="module")
def source(root):
    """Return a function that gives the items and footnotes of a source."""
    sys.path.insert(0, str(root / "tools"))
    from policy_markdown import read_source

    yield lambda name: read_source(root / "tools" / "corpus" / f"{name}.md")
    sys.path.remove(str(root / "tools"))


@pytest.fixture(scope="module")
def drafts(root):
    paths = {name: root / "corpus" / f"{name}.pdf" for name in NAMES}
    return {name: read_pdf(path, path.read_bytes()) for name, path in paths.items()}


@pytest.mark.parametrize("name", NAMES)
def test_headings_and_paragraphs_are_those_of_the_source(name, source, drafts):
    draft = drafts[name]
    cells = {m.start for m in draft.marks if m.kind == "cell"}
    levels = {m.start: m.attributes["level"] for m in draft.marks if m.kind == "heading"}
    spans = [m for m in draft.marks if m.kind in ("heading", "paragraph") and m.start not in cells]
    got = sorted((levels.get(m.start, 0), draft.text[m.start : m.end].removeprefix("• ")) for m in spans)
    assert got == sorted((item.level, item.plain) for item in source(name)[0] if item.kind != "table")


@pytest.mark.parametrize("name", NAMES)
def test_text_keeps_the_order_of_the_source(name, source, drafts):
    items = [i.plain for i in source(name)[0] if i.kind in ("heading", "paragraph", "item")]
    places = [drafts[name].text.index(text) for text in items if drafts[name].text.count(text) == 1]
    assert places == sorted(places)


@pytest.mark.parametrize("name", NAMES)
def test_footnotes_stand_where_they_were_called_and_not_in_the_sentence(name, source, drafts):
    items, notes = source(name)
    draft = drafts[name]
    marks = {m.attributes["label"]: m for m in draft.marks if m.kind == "note"}
    assert {label: mark.value for label, mark in marks.items()} == {n: text.replace("*", "") for n, text in notes.items()}
    for item in items:
        for label in item.calls:
            before = item.text.split(f"[^{label}]")[0].replace("*", "")
            assert draft.text[: marks[label].start].endswith(before[-40:])
            assert marks[label].value not in draft.text


@pytest.mark.parametrize("name", NAMES)
def test_table_cells_are_those_of_the_source(name, source, drafts):
    draft = drafts[name]
    rows = next(item.rows for item in source(name)[0] if item.kind == "table")
    want = {f"{r},{c}": text for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)}
    assert {m.value: draft.text[m.start : m.end] for m in draft.marks if m.kind == "cell"} == want


def test_running_heads_differ_on_odd_and_even_pages_and_leave_the_text(drafts):
    draft = drafts["falkenrode/arbeitsmarktprogramm"]
    heads = {m.attributes["page"]: m.value for m in draft.marks if m.kind == "head"}
    assert heads[2] == heads[4] == "Stadt Falkenrode Dezernat III"
    assert heads[3] == "Arbeitsmarkt- und Integrationsprogramm Stadt Falkenrode"
    assert "Dezernat III\n" not in draft.text


@pytest.mark.parametrize("name", NAMES)
def test_pages_cover_the_text_one_after_the_other(name, drafts):
    draft = drafts[name]
    pages = [m for m in draft.marks if m.kind == "page"]
    assert [p.value for p in pages] == [str(i) for i in range(1, len(pages) + 1)]
    assert (pages[0].start, pages[-1].end) == (0, len(draft.text))
    assert all(a.end == b.start and a.start < a.end for a, b in pairwise(pages))


@pytest.mark.parametrize("name", NAMES)
def test_the_typesetter_gives_the_same_bytes(name, root, tmp_path, source):
    import build_policy_pdfs

    first, second = (build_policy_pdfs.build(name, tmp_path / part) for part in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    assert Path(root / "corpus" / f"{name}.pdf").read_bytes() == first.read_bytes()
