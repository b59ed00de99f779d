"""What people coded in a project becomes examples of a bank.

A bank is a file beside a codebook, no part of a project: adding to it is no act of the journal, and is undone by removing the lines that were added.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from qda._wording import many
from qda.codebook import LabelledExample, read_bank
from qda.codebook.bank import append_examples
from qda.codebook.bank_lines import folded
from qda.errors import BadInput
from qda.frames import Frame
from qda.project.learning import of_people
from qda.rules.rule import pairs_of
from qda.statements.units import Key, Units

if TYPE_CHECKING:
    from qda.project.tables import Tables

_VOICES = {"interview": "interview", "policy": "document", "report": "report"}

Said = dict[Key, dict[str, dict[str, set[str]]]]
"""Unit -> axis -> who says it -> codes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ExamplesReport:
    """What became of the coded sentences of a project.

    Attributes
    ----------
    file
        The bank.
    first, added
        The number of the first new line, and how many there are.
    known
        How many stand in the bank already; they are left as they are.
    disputed
        How many were left out because people say different things of them and nothing is settled, or because the same sentence is coded otherwise elsewhere.
    """

    file: Path
    first: int
    added: int
    known: int = 0
    disputed: int = 0

    def __str__(self) -> str:
        lines = f" as lines {self.first} to {self.first + self.added - 1}" if self.added else ""
        return f"{self.file}: {self.added} added{lines}, {self.known} known already, {self.disputed} left out as disputed"


def add_examples(
    project: "Tables", path: str | Path, *, coders: Sequence[str] = (), codes: Sequence[str] = (), confirm: bool = False
) -> ExamplesReport:
    """Add the units that people coded, with all axes that they were read for, to an example bank.

    What was settled counts, else what people agree on; a suggestion that somebody rejected becomes a near miss. Lines of the bank are never changed.

    Parameters
    ----------
    path
        The bank; it is made if there is none.
    coders
        Only what these people coded; none named: all people.
    codes
        Only units that carry one of these, as ``code``, ``axis/code`` or ``axis=code``.
    confirm
        Whether the sentences may leave the project: they stand in the bank as they were said, with every name in them.

    Raises
    ------
    BadInput
        `confirm` is False; nobody coded anything; or the bank has wrong lines.
    UnknownName
        No such coder or code.
    OutputError
        The bank cannot be written.
    """
    path = Path(path)
    wanted = {pair for name in codes for pair in pairs_of(project.book, name.replace("=", "/", 1))}
    said, refused = _said(project, coders)
    found = {unit: by_axis for unit, by_axis in said.items() if _carries(by_axis, wanted)}
    agreed = {unit: one for unit, by_axis in found.items() if (one := _agreed(by_axis)) is not None}
    examples = list(_examples(project, agreed, refused))
    bank = read_bank(path, project.book) if path.exists() else ()
    known = {folded(example.text) for example in bank}
    new: dict[str, list[LabelledExample]] = defaultdict(list)
    for example in examples:
        if folded(example.text) not in known:
            new[folded(example.text)].append(example)
    fresh = [same[0] for same in new.values() if all(example.codes == same[0].codes for example in same)]
    apart = sum(len(same) for same in new.values() if any(example.codes != same[0].codes for example in same))
    if fresh and not confirm:
        raise BadInput(
            f"{path}: {many(len(fresh), 'coded sentence')} would leave the project, word for word; take out names first, or confirm that they may (--yes)"
        )
    first = append_examples(path, fresh, project.book) if fresh else len(bank) + 1
    left_out = len(found) - len(agreed) + apart
    return ExamplesReport(file=path, first=first, added=len(fresh), known=len(examples) - len(fresh) - apart, disputed=left_out)


def _said(project: "Tables", coders: Sequence[str]) -> tuple[Said, dict[Key, dict[str, set[str]]]]:
    """Return what each person says of each unit, in the last round in which they read it, and which codes people rejected there."""
    codings, readings = (_by_people(frame, coders) for frame in (project.codings, project.readings))
    units = Units.of(project.segments)
    said: Said = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    refused: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    if codings.empty:
        raise BadInput(f"{project.name}: nobody coded anything yet" + (f" of {', '.join(coders)}" if coders else ""))
    last: dict[tuple[Key, str, str], int] = defaultdict(int)
    columns = ["doc_id", "start", "end", "axis", "who", "round"]
    accepted = codings[codings["status"] == "accepted"]
    for doc_id, start, end, axis, who, round_ in pd.concat([readings[columns], accepted[columns]]).itertuples(
        index=False, name=None
    ):
        for unit in units.meant(doc_id, start, end):
            last[unit, axis, who] = max(last[unit, axis, who], round_)
    for doc_id, start, end, axis, who, _ in readings[columns].itertuples(index=False, name=None):
        for unit in units.meant(doc_id, start, end):
            _ = said[unit][axis][who]
    for doc_id, start, end, axis, who, round_, code, status in codings[[*columns, "code", "status"]].itertuples(
        index=False, name=None
    ):
        for unit in units.meant(doc_id, start, end):
            if round_ == last[unit, axis, who] and status == "accepted":
                said[unit][axis][who] |= {code} - {""}
            elif round_ >= last[unit, axis, who] and status == "rejected":
                refused[unit][axis].add(code)
    return said, refused


def _by_people(frame: Frame, coders: Sequence[str]) -> Frame:
    """Keep what people say, under ``who``; what was settled is said by nobody, ``""``, and in no round."""
    kept = of_people(frame, coders or None)
    settled = kept["origin"] == "settled"
    return kept.assign(who=kept["coder"].mask(settled, ""), round=kept["round"].mask(settled, 0))


def _carries(by_axis: Mapping[str, Mapping[str, set[str]]], wanted: set[tuple[str, str]]) -> bool:
    carried = {(axis, code) for axis, by_coder in by_axis.items() for codes in by_coder.values() for code in codes}
    return bool(carried & wanted if wanted else carried)


def _agreed(by_axis: Mapping[str, Mapping[str, set[str]]]) -> dict[str, set[str]] | None:
    """Return the codes of each axis that was read: settled, or what all say; None where people differ."""
    out: dict[str, set[str]] = {}
    for axis, by_coder in by_axis.items():
        answers = [by_coder[""]] if "" in by_coder else list(by_coder.values())
        if any(answer != answers[0] for answer in answers):
            return None
        out[axis] = answers[0]
    return out


def _examples(
    project: "Tables", agreed: Mapping[Key, Mapping[str, set[str]]], refused: Mapping[Key, Mapping[str, set[str]]]
) -> Iterator[LabelledExample]:
    book, kinds = project.book, project.documents.set_index("id")["kind"].to_dict()
    order = {axis.id: axis.code_ids for axis in book.axes}
    columns = ["doc_id", "start", "end", "text", "language", "heading", "question"]
    for row in project.segments[columns].to_dict("records"):
        unit = (row["doc_id"], row["start"], row["end"])
        if unit not in agreed or not folded(row["text"]):
            continue
        given = {axis: tuple(c for c in ids if c in agreed[unit][axis]) for axis, ids in order.items() if axis in agreed[unit]}
        not_so = {axis: found - agreed[unit].get(axis, set()) for axis, found in refused.get(unit, {}).items()}
        yield LabelledExample(
            text=row["text"].strip(),
            language=row["language"] or book.languages[0],
            voice=_VOICES.get(kinds.get(row["doc_id"], ""), ""),
            codes=given,
            near={axis: tuple(c for c in ids if c in not_so[axis]) for axis, ids in order.items() if not_so.get(axis)},
            heading=row["heading"],
            question=row["question"],
        )
