"""Which segments a model was trained on, without their text."""

import hashlib

from qda.errors import BadInput
from qda.frames import Frame

_SHORT = 5
"""A text of fewer words may well stand in several documents; it is known by its place, too."""


def row_hashes(segments: Frame) -> list[str]:
    """Return a hash per segment, by its text; of short ones by their place, too."""
    rows = segments[["doc_id", "start", "text"]].itertuples(index=False, name=None)
    return [_hash(str(doc_id), int(start), " ".join(str(text).split())) for doc_id, start, text in rows]


def _hash(doc_id: str, start: int, text: str) -> str:
    said = text if len(text.split()) >= _SHORT else f"{doc_id}\x1f{start}\x1f{text}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def require_unseen(segments: Frame, trained_on: set[str]) -> None:
    """Refuse segments that a model was trained on.

    Raises
    ------
    BadInput
        It was; the message names the first of them.
    """
    seen = [n for n, found in enumerate(row_hashes(segments)) if found in trained_on]
    if seen:
        first = segments.iloc[seen[0]]
        raise BadInput(
            f"{len(seen)} of {len(segments)} segments belong to what this model was trained on (first: {first['doc_id']} "
            f"[{first['start']}-{first['end']}]); figures on them say nothing. Give others, or have the tagger trained anew without each document in turn"
        )
