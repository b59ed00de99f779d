"""A document becomes the table ``segments``."""

import pandas as pd

from qda.errors import BadInput, nearest
from qda.frames import Frame, check, empty
from qda.model import UNITS, Document
from qda.segment.places import Places, Roles
from qda.segment.units import Window, is_window, units


def segments(
    document: Document, unit: str = "sentence", *, speakers: Frame | None = None, window: tuple[int, int] = Window()
) -> Frame:
    """Cut a document into the units of the grid.

    Parameters
    ----------
    document
        Its marks say where paragraphs, turns, cells, headings and preamble are; headings and preamble are no units.
        Text under no such mark is cut at blank lines.
    unit
        ``sentence``; ``paragraph``; ``turn`` (what stands outside of turns comes by paragraphs); ``window``: some sentences in a row, which may cross
        paragraphs but never turns, headings or cells.
    speakers
        The table ``speakers``; its roles win over those of the marks.
    window
        Size and stride of a window, in sentences; the last one of a turn or section may be shorter.

    Returns
    -------
    DataFrame
        The table ``segments`` in the order of the text, with everything looked up. ``context_start`` and ``context_end`` delimit the context unit: for a
        sentence the paragraph or turn it stands in; for a turn the one before it and itself; for a paragraph its section; for a window its paragraphs.

    Raises
    ------
    BadInput
        No such unit, or a window that would leave sentences out.

    Examples
    --------
    >>> from qda.model import Mark
    >>> document = Document(id="a", text="Dr. Osei came. She left.", marks=(Mark(kind="turn", start=0, end=24, value="B1"),))
    >>> segments(document)[["start", "end", "speaker", "text"]].to_dict("records")
    [{'start': 0, 'end': 14, 'speaker': 'B1', 'text': 'Dr. Osei came.'}, {'start': 15, 'end': 24, 'speaker': 'B1', 'text': 'She left.'}]
    """
    if unit not in UNITS:
        raise BadInput(f"unit {unit!r}; {nearest(unit, UNITS)}")
    if not is_window(window):
        raise BadInput(f"window {tuple(window)}; allowed: size and stride in sentences, with 1 <= stride <= size")
    places = Places(document, _roles(speakers))
    rows = [
        {
            "doc_id": document.id,
            "start": start,
            "end": end,
            "unit": unit,
            "context_start": found.context[0],
            "context_end": found.context[1],
            "case": document.case,
            **places.at(start),
            "text": document.quote(start, end),
        }
        for found in units(document, unit, Window(*window))
        for start, end in (found.span,)
    ]
    return check("segments", pd.DataFrame(rows)) if rows else empty("segments")


def _roles(speakers: Frame | None) -> Roles:
    if speakers is None:
        return {}
    table = check("speakers", speakers)
    return {(d, s): r for d, s, r in zip(table["doc_id"], table["speaker"], table["role"], strict=True)}
