"""Typeset the policy documents of the sample study: ``tools/corpus/<case>/<name>.md`` -> ``corpus/<case>/<name>.pdf``.

Needs reportlab and pyphen (``pip install reportlab pyphen``); the same source gives the same bytes.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from policy_markdown import read_source
from policy_pages import Look, Setter

ROOT = Path(__file__).resolve().parents[1]
_TIMES = ("Times-Roman", "Times-Bold", "Times-Italic")
_HELVETICA = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")


def _sides(odd: tuple[str, str], even: tuple[str, str]) -> Callable[[int], tuple[str, str]]:
    """Return the running heads, left and right, of odd and even pages."""

    def head(page: int) -> tuple[str, str]:
        left, right = odd if page % 2 else even
        return left.format(page=page), right.format(page=page)

    return head


LOOKS = {
    "aldermoor/strategy": Look(
        "Employment and Inclusion Strategy 2022–2027", 2, *_TIMES, "Helvetica-Bold", "en_GB",
        head=_sides(("Employment and Inclusion Strategy 2022–2027", "{page}"), ("{page}", "City of Aldermoor")),
        foot=lambda page: "1" if page == 1 else "", size=10.4, leading=13.2, indent=12.0, widths=(0.34, 0.26, 0.2, 0.2),
    ),
    "brackwater/action-plan": Look(
        "Brackwater Jobs and Households Action Plan 2022–2026", 1, *_HELVETICA, "Helvetica-Bold", "",
        head=_sides(("Brackwater Council", "Jobs and Households Action Plan 2022–2026"), ("Jobs and Households Action Plan 2022–2026", "First annual update")),
        foot=lambda page: f"Page {page}", size=10.0, leading=13.6, left=84.0, justified=False, widths=(0.36, 0.17, 0.22, 0.25), full_grid=False,
    ),
    "falkenrode/arbeitsmarktprogramm": Look(
        "Kommunales Arbeitsmarkt- und Integrationsprogramm der Stadt Falkenrode 2022–2026", 2, *_HELVETICA, "Times-Bold", "de_DE",
        head=_sides(("Arbeitsmarkt- und Integrationsprogramm", "Stadt Falkenrode"), ("Stadt Falkenrode", "Dezernat III")),
        foot=lambda page: f"– {page} –", size=9.9, leading=13.2, widths=(0.26, 0.19, 0.27, 0.28),
    ),
}  # fmt: skip


def build(name: str, folder: Path) -> Path:
    """Typeset one document into a folder and return its path."""
    items, notes = read_source(ROOT / "tools" / "corpus" / f"{name}.md")
    target = folder / f"{name}.pdf"
    target.parent.mkdir(parents=True, exist_ok=True)
    Setter(LOOKS[name], notes, target).set(items)
    return target


if __name__ == "__main__":
    for document in LOOKS:
        print(build(document, Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "corpus"))
