"""What was done through one open project: the last act of a coder is the one that undo means."""

from dataclasses import dataclass, field
from typing import NamedTuple

from qda.errors import ProjectError
from qda.store.journal.acts import Act


class Done(NamedTuple):
    """An act that was done, whose it is, and for an act of undoing the act that it undid; that one's coder is whose it is, whoever signed it."""

    n: int
    coder: str
    of: int = 0


@dataclass
class History:
    """The acts in force, and the acts of undoing that can be redone, both in order."""

    acts: list[Done] = field(default_factory=list)
    undoings: list[Done] = field(default_factory=list)

    def did(self, act: Act) -> None:
        """Remember an act; what this coder undid before can no longer be redone."""
        self.acts.append(Done(act.n, act.coder))
        self.undoings = [entry for entry in self.undoings if entry.coder != act.coder]

    def undid(self, act: Act, done: Done) -> None:
        """Remember that an act was undone, be it of this session or of an earlier one."""
        self.acts = [entry for entry in self.acts if entry.n != done.n]
        self.undoings.append(Done(act.n, done.coder, done.n))

    def redid(self, undoing: Done) -> None:
        """Remember that an act was redone, be it of this session or of an earlier one."""
        known = [entry for entry in self.undoings if entry.n == undoing.n]
        self.undoings = [entry for entry in self.undoings if entry.n != undoing.n]
        self.acts += [Done(entry.of, entry.coder) for entry in known]

    def last(self, coder: str | None) -> Done:
        """Return the act that undo means."""
        return _last(self.acts, coder, "undo")

    def last_undoing(self, coder: str | None) -> Done:
        """Return the act of undoing that redo means."""
        return _last(self.undoings, coder, "redo")


def _last(entries: list[Done], coder: str | None, verb: str) -> Done:
    for entry in reversed(entries):
        if coder is None or entry.coder == coder:
            return entry
    whose = f" of {coder!r}" if coder is not None else ""
    raise ProjectError(f"nothing to {verb}: no act{whose} was done since the project was opened that could be")
