"""What is left out together when suggestions are judged: whole documents or whole cases, never segments of one text."""

from typing import Literal

import numpy as np

from qda.errors import BadInput, nearest
from qda.frames import Frame
from qda.learn.material import Ints, folds_of

By = Literal["document", "case"]
_COLUMN = {"document": "doc_id", "case": "case"}


def groups_by(segments: Frame, by: str) -> tuple[Ints, list[str]]:
    """Return the document or case of each segment as a number, and their names.

    Raises
    ------
    BadInput
        There is one only, or a document has no case.
    """
    if by not in _COLUMN:
        raise BadInput(f"by={by!r}: {nearest(by, _COLUMN)}; segments of one text are never parted")
    names = segments[_COLUMN[by]].to_numpy(str)
    if by == "case" and (names == "").any():
        raise BadInput(
            f"the document {segments['doc_id'].to_numpy(str)[names == ''][0]!r} has no case; split by document, or give it one"
        )
    known, numbers = np.unique(names, return_inverse=True)
    if len(known) < 2:
        raise BadInput(
            f"there is one {by} only ({known[0] if len(known) else 'none'}); to judge suggestions, leave out one and learn from others"
        )
    return np.asarray(numbers, np.int64), [str(name) for name in known]


def folds_by(groups: Ints, n: int) -> Ints:
    """Return the fold of each segment; whole groups lie in one."""
    if n < 2:
        raise BadInput(f"{n} folds: at least 2, so that something is left out and something is learnt from")
    return folds_of(groups, n)
