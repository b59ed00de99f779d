"""The share of the reports' cleaned sentences that stand, folded, in one rebuilt paragraph under the right heading."""

import re
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from qda.ingest.draft import Draft
from qda.ingest.prose import prose


def fold(text: str) -> str:
    return re.sub(r"[\s\-‐‑–—]+", "", unicodedata.normalize("NFKC", text)).casefold()


def paragraphs(draft: Draft) -> list[tuple[str, tuple[str, ...]]]:
    """Return every paragraph with the headings above it, outermost first."""
    path: list[tuple[int, str]] = []
    found = []
    for mark in draft.marks:
        if mark.kind == "heading":
            level = int(mark.attributes["level"])
            path = [*[h for h in path if h[0] < level], (level, mark.value)]
        elif mark.kind == "paragraph":
            found.append((draft.text[mark.start : mark.end], tuple(h for _, h in path)))
    return found


def _under(gold: list[str], path: tuple[str, ...]) -> bool:
    """Say whether a path begins with the gold headings; those of the first level are without their number there."""
    return len(path) >= len(gold) and all(have.endswith(want) for want, have in zip(gold, path, strict=False))


def shares(folder: Path) -> tuple[float, float, list[str]]:
    """Return the share of sentences found in a paragraph, the share found under the right heading too, and those not found."""
    draft = prose((folder / "corpus" / "report.txt").read_text(encoding="utf-8"))
    gold = pd.read_csv(folder / "segments.csv", keep_default_na=False)
    blocks = [(fold(text), tuple(map(fold, path))) for text, path in paragraphs(draft)]
    inside = placed = 0
    lost = []
    for sentence, heading in zip(gold["text"], gold["heading"], strict=True):
        hits = [path for text, path in blocks if fold(sentence) in text]
        inner = [fold(h) for h in heading.split(" > ")]
        inside += bool(hits)
        right = any(_under(inner, path) for path in hits)
        placed += right
        if not right:
            lost.append(sentence)
    return inside / len(gold), placed / len(gold), lost


@pytest.mark.shared
@pytest.mark.parametrize(("country", "least"), [("UK", 0.95), ("Germany", 0.99), ("Italy", 0.99), ("France", 0.97)])
def test_sentences_stand_in_one_paragraph_under_their_heading(shared, country, least):
    inside, placed, lost = shares(shared / "data" / "localise" / country)
    assert placed >= least, lost[:5]
    assert inside >= placed


def test_the_measure_sees_a_lost_sentence_and_a_wrong_heading(tmp_path):
    (tmp_path / "corpus").mkdir()
    text = "1. Goals\n\nThe board meets in May.\n\n2. Means\n\nThere is no money.\n"
    (tmp_path / "corpus" / "report.txt").write_text(text, encoding="utf-8")
    rows = ["heading,text", "Goals,The board meets in May.", "Goals,There is no money.", "Means,There is a bus."]
    (tmp_path / "segments.csv").write_text("\n".join(rows), encoding="utf-8")
    assert shares(tmp_path) == (2 / 3, 1 / 3, ["There is no money.", "There is a bus."])


if __name__ == "__main__":
    import sys

    for country in sorted(Path("/work/shared/data/localise").glob("*/corpus")):
        found, placed, lost = shares(country.parent)
        sys.stdout.write(f"{country.parent.name:8} in one paragraph {found:.3f}, under its heading too {placed:.3f}\n")
        if len(sys.argv) > 1:
            sys.stdout.writelines(f"    {s[:150]}\n" for s in lost[:25])
