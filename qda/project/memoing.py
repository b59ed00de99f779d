"""Memos of a project: where they belong, and how they are found again."""

import unicodedata
from typing import TYPE_CHECKING

from qda.errors import BadInput, nearest
from qda.frames import Frame
from qda.model import MEMO_KINDS

if TYPE_CHECKING:
    from qda.store.material.memos import Target

SEARCHED = ("text", "quote", "target", "label")

Place = tuple[str, int, int]
"""Document, start and end."""


def target_of(*, document: str, case: str, code: str, coding: str, segment: Place | None) -> "Target":
    """Return what a memo is on; nothing named is the project as a whole.

    Raises
    ------
    BadInput
        Several things are named.
    """
    from qda.store.material.memos import Target

    named = {"document": document, "case": case, "code": code, "coding": coding}
    given = [kind for kind, id_ in named.items() if id_] + (["segment"] if segment is not None else [])
    if len(given) > 1:
        raise BadInput(f"a memo is on one thing; named are {' and '.join(given)}")
    if segment is not None:
        return Target(kind="segment", id=segment[0], start=segment[1], end=segment[2])
    return Target(kind=given[0], id=named[given[0]]) if given else Target(kind="project")


def about(memos: Frame, words: str, *, kind: str = "") -> Frame:
    """Return the memos (of one kind) in which words stand: in the memo, the quote, or what it is on; case and accents do not matter."""
    if kind and kind not in MEMO_KINDS:
        raise BadInput(f"memos on {kind!r}; {nearest(kind, MEMO_KINDS)}")
    memos = memos[memos["kind"] == kind] if kind else memos
    wanted = folded(words)
    found = [any(wanted in folded(value) for value in row) for row in memos[list(SEARCHED)].itertuples(index=False, name=None)]
    return memos.loc[found].reset_index(drop=True)


def folded(text: str) -> str:
    """Return a text as it is compared in a search.

    Examples
    --------
    >>> folded("Vertrauens-Größe, naïve"), folded("VERTRAUENS-GRÖSSE, Naive")
    ('vertrauens-grosse, naive', 'vertrauens-grosse, naive')
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)).split())
