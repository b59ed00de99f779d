"""Which codes heading and question of a segment carry: what statements may inherit."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from qda.codebook import Codebook
from qda.frames import Frame, check, empty
from qda.model import Axis
from qda.rules.around import LEVEL_SEPARATOR
from qda.rules.engine import Engine
from qda.rules.followups import Talk
from qda.rules.rule import language_of, rules_of
from qda.rules.scoring import noisy_or

Carried = tuple[tuple[str, str, str, str], ...]


def context_codes(book: Codebook, segments: Frame) -> Frame:
    """Return the table ``context``: the codes that the heading or the question of each segment carries.

    For each axis the first source of `Axis.inherit` that says something is taken. Of a heading's levels the innermost that says something counts. A level that
    says two things on an axis that allows one says nothing there. Where a question says nothing, earlier questions of the same talk may still hold
    (`qda.rules.followups`).

    Parameters
    ----------
    book
        The codebook; `Code.context` holds what is looked for.
    segments
        The table ``segments``, in reading order.

    Returns
    -------
    DataFrame
        The table ``context``: source ``heading`` or ``question``, evidence such as ``heading “Policy development”``.
    """
    reader, talk = _Reader(book), Talk(book.axes)
    rows: list[dict[str, Any]] = []
    for segment in check("segments", segments)[["doc_id", "start", "end", "heading", "question", "language"]].to_dict("records"):
        span = {name: segment[name] for name in ("doc_id", "start", "end")}
        own = reader.carried(segment["heading"], segment["question"], segment["language"])
        for axis, code, source, evidence in talk.rows(segment["doc_id"], segment["heading"], segment["question"], own):
            rows.append({**span, "axis": axis, "code": code, "source": source, "evidence": evidence})
    return check("context", pd.DataFrame(rows)) if rows else empty("context")


class _Reader:
    """Reads each distinct context once."""

    def __init__(self, book: Codebook) -> None:
        self._book = book
        self._engines: dict[tuple[str, str], Engine] = {}
        self._known: dict[tuple[str, str, str], Carried] = {}

    def carried(self, heading: str, question: str, language: str) -> Carried:
        """Return (axis, code, source, evidence) for a context."""
        key = (heading, question, language)
        if key not in self._known:
            self._known[key] = tuple(
                row
                for axis in self._book.axes
                for row in self._of_axis(axis, {"heading": heading, "question": question}, language)
            )
        return self._known[key]

    def _of_axis(self, axis: Axis, context: Mapping[str, str], language: str) -> Carried:
        for source in axis.inherit:
            levels = context[source].split(LEVEL_SEPARATOR) if source == "heading" else [context[source]]
            for level in reversed(levels):
                codes = self._codes(axis, level, source, language)
                if codes:
                    return tuple((axis.id, code, source, f"{source} “{' '.join(level.split())}”") for code in codes)
        return ()

    def _codes(self, axis: Axis, text: str, source: str, language: str) -> tuple[str, ...]:
        hits = self._engine(source, language).find(text) if text.strip() else []
        scores = {code: noisy_or(h.score for h in hits if (h.axis, h.code) == (axis.id, code)) for code in axis.code_ids}
        return _best(axis, {code: score for code, score in scores.items() if score})

    def _engine(self, source: str, language: str) -> Engine:
        chosen = language_of(language, self._book)
        if (source, chosen) not in self._engines:
            found = (
                (axis, code, code.context.get(source, {}).get(chosen, ())) for axis in self._book.axes for code in axis.codes
            )
            self._engines[source, chosen] = Engine(
                (rule for axis, code, raw in found for rule in rules_of(axis, code, raw)), chosen
            )
        return self._engines[source, chosen]


def _best(axis: Axis, scores: Mapping[str, float]) -> tuple[str, ...]:
    if axis.kind == "multi" or len(scores) < 2:
        return tuple(scores)
    best = max(scores.values())
    found = tuple(code for code, score in scores.items() if score == best)
    return found if len(found) == 1 else ()
