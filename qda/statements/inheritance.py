"""Values that a passage takes over from its heading or question, where the codebook allows it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from qda.codebook import Codebook
from qda.frames import Frame, check, empty
from qda.model import MACHINES

PREFIX = "inherited:"
SPAN = ["doc_id", "start", "end"]

Span = tuple[str, int, int]
Taken = tuple[str, str, str]
"""A code, the source it was taken from, and the evidence."""


def is_inherited(codings: Frame) -> "pd.Series[bool]":
    """Say of every row of ``codings`` whether it was taken over from the context."""
    return codings["evidence"].str.startswith(PREFIX)


def allowed_context(context: Frame, book: Codebook) -> Mapping[Span, Mapping[str, Sequence[Taken]]]:
    """Return what each unit may take over: span -> axis -> (code, source, evidence), from the first source of ``Axis.inherit`` that says something."""
    out: dict[Span, dict[str, list[Taken]]] = {}
    for axis in book.axes:
        for source in axis.inherit:
            mine = context[(context["axis"] == axis.id) & (context["source"] == source)]
            said: dict[Span, list[Taken]] = {}
            for doc_id, start, end, code, evidence in mine[[*SPAN, "code", "evidence"]].itertuples(index=False, name=None):
                said.setdefault((doc_id, start, end), []).append((code, source, evidence))
            for span, found in said.items():
                out.setdefault(span, {}).setdefault(axis.id, found if axis.kind == "multi" else found[:1])
    return out


def inherit(
    codings: Frame, segments: Frame, context: Frame, book: Codebook, *, coder: str, round_: int = 1, origin: str = "rule"
) -> Frame:
    """Return the inherited values of units as rows of ``codings``, for tables that leave the library.

    A unit takes a value over only on an axis where `coder` found nothing of its own on it. The evidence begins with ``inherited:``; such rows are never
    stored and never count as codings.

    Parameters
    ----------
    codings
        The table ``codings``.
    segments
        The units, of any kind.
    context
        The table ``context``: what headings and questions say.
    coder, round_, origin
        Whose reading it is.
    """
    own = codings[(codings["code"] != "") & (codings["coder"] == coder) & (codings["round"] == round_)]
    has = set(zip(own["doc_id"], own["start"], own["end"], own["axis"], strict=True))
    version = own["codebook_version"].iloc[0] if len(own) else book.codebook_version
    status = "suggested" if origin in MACHINES else "accepted"
    taken = allowed_context(context, book)
    rows = []
    for doc_id, start, end, text in segments[[*SPAN, "text"]].itertuples(index=False, name=None):
        for axis, found in taken.get((doc_id, start, end), {}).items():
            if (doc_id, start, end, axis) in has:
                continue
            rows += [
                {"doc_id": doc_id, "start": start, "end": end, "axis": axis, "code": code, "coder": coder, "round": round_, "origin": origin,
                 "status": status, "quote": text, "evidence": f"{PREFIX} {evidence or source}", "codebook_version": version}
                for code, source, evidence in found
            ]  # fmt: skip
    return check("codings", pd.DataFrame(rows)) if rows else empty("codings")
