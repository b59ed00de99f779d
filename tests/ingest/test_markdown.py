"""Markdown."""

from pathlib import Path

from qda.ingest.plain import read_markdown

HERE = Path("a.md")


def spans(draft, kind):
    return [draft.text[m.start : m.end] for m in draft.marks if m.kind == kind]


def test_headings_soft_lines_and_items():
    text = "# A plan\n\nMore work\nfor all.  \nAnd rent.\n\n## Goals ##\n- courses\n- buses\n\n```\n# no heading\nx\n```\n"
    draft = read_markdown(HERE, text.encode())
    assert [(m.value, m.attributes["level"]) for m in draft.marks if m.kind == "heading"] == [("A plan", 1), ("Goals", 2)]
    assert spans(draft, "paragraph")[:3] == ["More work for all.\nAnd rent.", "- courses", "- buses"]
    assert "# no heading\nx" in draft.text


def test_dialogue_with_headings():
    text = "# Interview 3\n\n**I:** How?\n\n**B1:** Well,\nfine.\n\n## Part two\n\n**I:** Why?\n\n**B1:** So."
    draft = read_markdown(HERE, text.encode())
    assert [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == "turn"] == [
        ("I", "How?"),
        ("B1", "Well, fine."),
        ("I", "Why?"),
        ("B1", "So."),
    ]
    assert spans(draft, "heading") == ["Interview 3", "Part two"]
    assert spans(draft, "preamble") == []
