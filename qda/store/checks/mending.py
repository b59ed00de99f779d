"""A project is repaired where what is wrong follows from the rest."""

from dataclasses import dataclass

import sqlalchemy as sa

from qda._wording import many
from qda.errors import Damaged
from qda.frames import Frame
from qda.store import schema
from qda.store.backups.shelf import advice
from qda.store.checks.checking import is_index
from qda.store.checks.journal_checks import journal_lines, undone_by, untold_acts
from qda.store.checks.problems import BACKUP, REPAIR
from qda.store.coding.staging import abandoned, drop, staged
from qda.store.databases.database import Database
from qda.store.journal.acts import Act
from qda.store.material.reanchoring import reanchor

SAID = ["table", "where", "problem"]
"""What makes two lines of a check the same; its remedy may be another after a repair."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """What a repair did.

    Attributes
    ----------
    mended, left
        What was wrong and is right now, and what is still wrong: ``table, where, problem, remedy``.
    backup
        Where the state before is kept; empty if nothing was wrong, or on a server.
    """

    mended: Frame
    left: Frame
    backup: str


def require_mendable(wrong: Frame, database: Database) -> None:
    """Refuse a file that is damaged below its tables, indexes apart: whatever is done to it might make it worse.

    Raises
    ------
    Damaged
        With what is wrong and the newest sound backup.
    """
    deep = [str(line) for line in wrong[wrong["table"] == "file"]["problem"] if not is_index(str(line))]
    if deep:
        helps = f"; {advice(database.path)}" if database.path is not None else ""
        raise Damaged(f"{database.name}: cannot be repaired, the file itself is damaged ({deep[0]}){helps}")


def mend(act: Act, wrong: Frame, *, alone: bool, kept: str) -> None:
    """Repair what can be; the act says what was done."""
    done: list[str] = []
    if "file" in set(wrong["table"]):
        act.connection.exec_driver_sql("REINDEX")
        done.append("indexes made anew")
    batches = staged(act.connection) if alone else abandoned(act.connection)
    drop(act.connection, batches)
    marks = _settle(act.connection)
    act.keep = bool(done or batches or marks)
    reanchor(act)
    done += [f"{many(len(batches), 'unfinished batch', 'unfinished batches')} removed"] if batches else []
    done += [f"{many(marks, 'mark')} of undone acts"] if marks else []
    act.what = "; ".join([*done, act.what, *([kept] if kept else [])])


def _settle(connection: sa.Connection) -> int:
    """Mark as undone what the acts of undoing say, and leave alone what lost acts said; return how many marks were wrong."""
    lines = journal_lines(connection)
    undoings = connection.execute(sa.select(schema.undoings.c.act, schema.undoings.c.undone)).all()
    right, untold = undone_by(lines, undoings), untold_acts(lines, undoings)
    wrong = [line.n for line in lines.values() if line.undone_by != right.get(line.n) and line.n not in untold]
    for n in wrong:
        connection.execute(sa.update(schema.acts).where(schema.acts.c.n == n).values(undone_by=right.get(n)))
    return len(wrong)


def gone(before: Frame, after: Frame) -> Frame:
    """Return the problems that are no longer there."""
    still = set(after[SAID].itertuples(index=False, name=None))
    return before[[row not in still for row in before[SAID].itertuples(index=False, name=None)]].reset_index(drop=True)


def left_over(after: Frame) -> Frame:
    """Return the problems that a repair left; it is no remedy for them."""
    remedies = [remedy.removesuffix(REPAIR).removesuffix(", or ") or BACKUP for remedy in after["remedy"]]
    return after.assign(remedy=remedies).astype("str")
