"""What earlier questions of a talk still say when a follow-up ("And then?") says nothing.

An interviewer who has turned to implementation stays there until a question turns to something else: codes of a single axis hold until another question says
one. Codes of a multi axis hold only over questions that say nothing at all: a new topic takes nothing over.
"""

from collections.abc import Mapping, Sequence

from qda.model import Axis

Row = tuple[str, str, str, str]
QUESTION = "question"


class Talk:
    """Follows the questions of one talk after the other, in reading order."""

    def __init__(self, axes: Sequence[Axis]) -> None:
        self._lasting = {axis.id for axis in axes if axis.kind != "multi"}
        self._place: tuple[str, str] = ("", "")
        self._asked = ""
        self._said: Mapping[str, tuple[Row, ...]] = {}

    def rows(self, doc_id: str, heading: str, question: str, own: Sequence[Row]) -> tuple[Row, ...]:
        """Return what a unit may take over: what its own context says, and what earlier questions said on the other axes."""
        if (doc_id, heading) != self._place:
            self._place, self._asked, self._said = (doc_id, heading), "", {}
        if not question:  # the interviewer speaks
            return tuple(own)
        if question != self._asked:
            self._turn_to(question, [row for row in own if row[2] == QUESTION])
        told = {row[0] for row in own}
        return (*own, *(_earlier(row) for axis, rows in self._said.items() if axis not in told for row in rows))

    def _turn_to(self, question: str, asked: Sequence[Row]) -> None:
        self._asked = question
        if asked:
            kept = {axis: rows for axis, rows in self._said.items() if axis in self._lasting}
            new: dict[str, tuple[Row, ...]] = {}
            for row in asked:
                new[row[0]] = (*new.get(row[0], ()), row)
            self._said = {**kept, **new}


def _earlier(row: Row) -> Row:
    axis, code, source, evidence = row
    return axis, code, source, f"earlier {evidence}"
