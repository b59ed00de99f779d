"""The audit trail of a project: the journal, asked by document, person, time and kind; and what is undone by it."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from qda.errors import BadInput
from qda.frames import Frame
from qda.project.tables import Tables

if TYPE_CHECKING:
    from qda.store.journal.audit import Asked

_AGO = re.compile(r"(\d{1,5})\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Trail(Tables):
    """Who did what, when; and undo and redo."""

    def history(
        self,
        *,
        document: str = "",
        coder: str | None = None,
        since: "str | datetime" = "",
        until: "str | datetime" = "",
        kind: str = "",
    ) -> Frame:
        """Return the table ``journal``: a row per act, in order, with the documents it touched.

        Parameters
        ----------
        document
            Only acts that touched this document.
        coder
            Only this coder's; machines act under their own names, what nobody signed under an empty one.
        since, until
            A day (``2026-01-31``; `until` takes in the whole day), a time (ISO 8601; UTC, where it names no zone), or how long ago: ``90m``, ``12h``,
            ``7d``, ``2w``.
        kind
            Only acts of this kind: ``code``, ``accept``, ``recode``, ``memo``, ``settle``, ``tag``, ``undo`` ...

        Raises
        ------
        UnknownName, BadInput
            No such document, coder or kind; a time that cannot be understood.
        """
        return self._store.history(_asked(document, coder, since, until, kind))

    def history_lines(
        self,
        *,
        document: str = "",
        coder: str | None = None,
        since: "str | datetime" = "",
        until: "str | datetime" = "",
        kind: str = "",
        text: bool = False,
    ) -> Iterator[str]:
        """Yield these acts as JSON, one a line, with the rows that each added and took back.

        Parameters
        ----------
        text
            Whether quotes, memos, reasons and evidence are written, too; else no word of an interview stands in what is written.
        """
        for line in self._store.history_lines(_asked(document, coder, since, until, kind), text=text):
            yield json.dumps(line, ensure_ascii=False)

    def undo(self, coder: str | None = None, *, act: str = "", session: bool = True, by: str = "") -> str:
        """Undo the last act of a coder since the project was opened; it stays in the journal, with the act that undid it.

        Parameters
        ----------
        coder
            Whose act; None: anybody's. A tagger's acts are under its own name.
        act
            The id of an act in the journal, or the beginning of it: that one is undone, whenever it was done.
        session
            False: the last act in force in the journal is meant, whenever it was done.
        by
            Who undoes, and signs the act of undoing in the journal; by default `coder`, if that is a person. Where nobody is named it is unsigned: nobody
            signs with somebody else's name.

        Returns
        -------
        str
            What was undone, as the journal says it.

        Raises
        ------
        ProjectError
            There is no such act, or a later one builds on it; that one is named and must be undone first. Of a tagger's run, what people judged
            stays.
        """
        return self._store.undo(coder, act=act, session=session, by=by)

    def redo(self, coder: str | None = None, *, act: str = "", session: bool = True, by: str = "") -> str:
        """Redo what was undone last of a coder's acts (None: anybody's), as long as this coder did nothing else since; return what was redone.

        `act` names one that was undone; `session` and `by` are as in `undo`.

        Raises
        ------
        ProjectError
            There is nothing to redo, or somebody did meanwhile what would come back.
        """
        return self._store.redo(coder, act=act, session=session, by=by)


def _asked(document: str, coder: str | None, since: "str | datetime", until: "str | datetime", kind: str) -> "Asked":
    from qda.store.coding.people import same_name
    from qda.store.journal.audit import Asked

    now, coder = datetime.now(UTC), None if coder is None else same_name(coder)
    return Asked(
        document=document, coder=coder, since=moment(since, now=now), until=moment(until, now=now, whole_day=True), kind=kind
    )


def moment(said: "str | datetime", *, now: datetime, whole_day: bool = False) -> str:
    """Return a time as the journal writes it: ISO text in UTC, to the millisecond; nothing for nothing.

    Examples
    --------
    >>> now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    >>> moment("7d", now=now), moment("2026-01-31", now=now, whole_day=True)
    ('2026-03-03T12:00:00.000Z', '2026-02-01T00:00:00.000Z')
    """
    if not said:
        return ""
    if isinstance(said, str) and (ago := _AGO.fullmatch(said.strip())):
        time = now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    else:
        time = said if isinstance(said, datetime) else _parsed(said.strip())
        if whole_day and isinstance(said, str) and len(said.strip()) == len("2026-01-31"):
            time += timedelta(days=1)
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _parsed(said: str) -> datetime:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        raise BadInput(
            f"time {said!r}; allowed: a day (2026-01-31), a time (2026-01-31T14:00), or how long ago (90m, 12h, 7d, 2w)"
        ) from None
