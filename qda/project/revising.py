"""The codebook of a project changes: what that means for what was coded, and what the method says of the moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qda._wording import many
from qda.codebook import Codebook
from qda.codebook.diff import MEANING
from qda.errors import BadInput
from qda.frames import Frame
from qda.model import MACHINES
from qda.statements.stretches import merged

if TYPE_CHECKING:
    from qda.codebook.diff import BookDiff
    from qda.project.tables import Tables
    from qda.store import Store

REVISE_AFTER = 0.1
"""Mayring has a system of categories that are formed inductively revised after 10 to 50 % of the material."""

_INDUCTIVE = ("inductive", "induktiv")


@dataclass(frozen=True, kw_only=True)
class BookReport:
    """What became of a project when its codebook changed.

    Attributes
    ----------
    difference
        What the new version says otherwise.
    again
        Codings of people to be looked at again, as `qda.project.affected_codings` lists them.
    round
        The round that was opened for them, in which they are assigned to their coders; 0 where the former version was not final.
    recoded, taken_back
        How many codings go on under another category, and how many suggestions of categories that went were taken back.
    share
        The share of the material that people had read.
    warnings
        What the method would have had otherwise.
    """

    difference: "BookDiff"
    again: Frame
    round: int = 0
    recoded: int = 0
    taken_back: int = 0
    share: float = 0.0
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = [str(self.difference)]
        said += [f"{many(self.recoded, 'coding')} recoded"] if self.recoded else []
        said += [f"{many(self.taken_back, 'suggestion')} taken back; `qda tag` suggests anew"] if self.taken_back else []
        where = f", in round {self.round}" if self.round and len(self.again) else ""
        said += [f"{many(len(self.again), 'coding')} made under an older text to look at again{where}"]
        return "\n".join(said)


def revise(
    project: "Tables",
    store: "Store",
    book: Codebook,
    *,
    coder: str,
    became: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    came_from: Mapping[str, Sequence[str]] | None = None,
    shape: str = "changed",
    codings: Frame | None = None,
    what: str = "",
) -> BookReport:
    """Give a project another version of its codebook; see `qda.Project.use`.

    Parameters
    ----------
    given
        Id of a coding -> the code it goes on under.
    came_from
        ``axis/code`` -> the categories it came from, beyond what `became` says, and by what `shape`: ``founded``, ``merged``, ``split``.
    codings
        What is coded in the same act.
    what
        What the journal says of it.
    """
    from qda.project.books import affected_codings
    from qda.store.material.adopting import Adoption

    old = project.book
    difference = old.diff(book)
    mapped = became_of(old, book, became or {})
    again = affected_codings(project, difference)
    again = again[~again["origin"].isin(MACHINES)].reset_index(drop=True)
    share = read_share(project)
    round_ = next_round(project, store.assigned_units()) if old.state == "final" else 0
    spans = {str(name): rows[["doc_id", "start", "end"]].drop_duplicates() for name, rows in again.groupby("coder")}
    change = Adoption(
        book=book,
        became=mapped,
        given=given or {},
        again=spans if round_ else {},
        round_=round_,
        codings=codings,
        what=what,
        details={
            "share": round(share, 4),
            "round": round_,
            "categories": steps(difference, mapped, came_from or {}, shape),
        },
    )
    recoded, taken_back = store.adopt(change, coder=coder)
    warnings = tuple(_warnings(old, book, share))
    return BookReport(
        difference=difference,
        again=again,
        round=round_,
        recoded=recoded,
        taken_back=taken_back,
        share=share,
        warnings=warnings,
    )


def steps(
    difference: "BookDiff", became: Mapping[tuple[str, str], str], came_from: Mapping[str, Sequence[str]], shape: str
) -> list[dict[str, Any]]:
    """Return what became of categories, a line each for the journal: ``what, axis, code, came_from``."""
    origins = {name: list(codes) for name, codes in came_from.items()}
    for (axis, old), code in became.items():
        if old != code and old not in origins.setdefault(f"{axis}/{code}", []):
            origins[f"{axis}/{code}"].append(old)
    changed: dict[str, str] = {
        f"{change.axis}/{change.code}": change.what if not change.field else "changed"
        for change in reversed(difference.changes)
        if change.code and (not change.field or change.field in MEANING)
    }
    found = []
    for name in dict.fromkeys((*reversed(changed), *origins)):
        what, source = changed.get(name, "changed"), origins.get(name, [])
        if name in came_from:
            what = shape
        elif source and what != "renamed":
            what = "merged"
        axis, _, code = name.partition("/")
        found.append({"what": what, "axis": axis, "code": code, "came_from": source})
    return found


def became_of(old: Codebook, new: Codebook, said: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Return which category became which: what somebody says (``factor/a`` -> ``b``), and where nothing is said, what was plainly renamed.

    Raises
    ------
    UnknownName, BadInput
        There is no such category, or an axis does not stand before it.
    """
    found = {was: code for (axis, code), was in old.diff(new).renamed.items() if was[0] == axis}
    for name, code in said.items():
        axis, slash, was = name.partition("/")
        if not slash:
            raise BadInput(f"{name!r}: name the axis, too: AXIS/CODE")
        old.code(axis, was)
        found[axis, was] = new.code(axis, code.removeprefix(f"{axis}/")).id
    return found


def read_share(project: "Tables") -> float:
    """Return the share of the material, in characters, that people have read or coded on some axis."""
    readings = project.readings
    mine = readings[~readings["origin"].isin(MACHINES)]
    total = int(project.documents["text"].str.len().sum())
    spans = [merged(rows[["start", "end"]].itertuples(index=False, name=None)) for _, rows in mine.groupby("doc_id", sort=False)]
    read = sum(end - start for stretches in spans for start, end in stretches)
    return read / total if total else 0.0


def next_round(project: "Tables", assigned: Frame) -> int:
    """Return the round after the last that anybody was assigned or coded in."""
    people = project.codings
    people = people[~people["origin"].isin((*MACHINES, "settled"))]
    rounds = [*people["round"].tolist(), *assigned["round"].tolist()]
    return int(max(rounds, default=1)) + 1


def is_inductive(book: Codebook) -> bool:
    """Say whether a codebook's categories are formed from the material."""
    return any(word in book.technique.casefold() for word in _INDUCTIVE)


def _warnings(old: Codebook, new: Codebook, share: float) -> "list[str]":
    said = []
    if is_inductive(new) and old.state == "pilot" and new.state != "pilot" and share < REVISE_AFTER:
        said.append(
            f"{new.codebook_version}: {new.state} after {100 * share:.1f} % of the material; "
            "categories that are formed inductively are revised after 10 to 50 % of it"
        )
    if new.version == old.version:
        said.append(
            f"both versions are called {new.version}; raise the version in the codebook, so that people can tell them apart"
        )
    return said


def outdated(project: "Tables") -> Frame:
    """Return the codings of people that rest on an older text of their category and that their coder has not looked at since; see `affected_codings`."""
    from qda.project.books import affected_codings

    book = project.book
    found = affected_codings(project, book.diff(book))
    found = found[~found["origin"].isin(MACHINES)]
    now = project.readings.query("codebook_version == @book.codebook_version")
    seen = set(zip(now["doc_id"], now["start"], now["end"], now["axis"], now["coder"], strict=True))
    keys = zip(found["doc_id"], found["start"], found["end"], found["axis"], found["coder"], strict=True)
    return found.loc[[key not in seen for key in keys]].reset_index(drop=True)
