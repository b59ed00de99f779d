"""What the marks say about a place: page, speaker, role, time, heading, question, language."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from qda.model import Document, Mark
from qda.segment.cover import Cover

Roles = Mapping[tuple[str, str], str]


class Places:
    """The looked-up columns of a document's segments.

    Parameters
    ----------
    document
        The document.
    roles
        (document, speaker) -> role; wins over what the marks say.
    """

    def __init__(self, document: Document, roles: Roles) -> None:
        self._document = document
        self._roles = roles
        self._pages = Cover(document.of_kind("page"))
        self._turns = Cover(document.of_kind("turn"))
        self._times = Cover(document.of_kind("time"))
        self._questions = Cover(document.of_kind("question"))
        self._foreign = Cover([m for m in document.marks if "language" in m.attributes])
        self._heading_starts, self._heading_paths = _heading_paths(document)

    def at(self, start: int) -> dict[str, Any]:
        """Return the looked-up columns of a segment that starts here."""
        turn, page, question = self._turns.at(start), self._pages.at(start), self._questions.at(start)
        speaker = turn.value if turn else ""
        return {
            "page": _label(page) if page else "",
            "speaker": speaker,
            "role": self._role(turn, speaker) if turn else "",
            "time": self._time(start, turn),
            "heading": "" if turn else self._heading(start),
            "question": question.value if question else "",
            "language": self._language(start),
        }

    def _language(self, start: int) -> str:
        """Return the language of the turn or paragraph where it is another than that of the document."""
        mark = self._foreign.at(start)
        return str(mark.attributes["language"]) if mark else self._document.language

    def _role(self, turn: Mark, speaker: str) -> str:
        return self._roles.get((self._document.id, speaker)) or str(turn.attributes.get("role", ""))

    def _time(self, start: int, turn: Mark | None) -> float:
        mark = self._times.at(start)
        t0 = mark.value if mark else turn.attributes.get("t0", "") if turn else ""
        return float(t0) if t0 != "" else float("nan")

    def _heading(self, start: int) -> str:
        i = bisect_right(self._heading_starts, start) - 1
        return self._heading_paths[i] if i >= 0 else ""


def _label(page: Mark) -> str:
    return page.value or str(page.attributes.get("number", ""))


def _heading_paths(document: Document) -> tuple[list[int], list[str]]:
    """Return where each heading starts and the path that holds from there on: a heading ends those of its own level and below."""
    starts, paths = [], []
    open_headings: list[tuple[int, str]] = []
    for mark in document.of_kind("heading"):
        level = int(mark.attributes.get("level", 1))
        title = " ".join((mark.value or document.text[mark.start : mark.end]).split())
        open_headings = [*(h for h in open_headings if h[0] < level), (level, title)]
        starts.append(mark.start)
        paths.append(" > ".join(t for _, t in open_headings))
    return starts, paths
