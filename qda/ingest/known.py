"""The table of what can be read."""

import pandas as pd

from qda.frames import Frame
from qda.ingest.registry import READERS

_TEXTS = ".txt .docx .odt .fodt .rtf .html .md .otr"
_STRUCTURED = ".txt .docx .odt .fodt .rtf .html"
_TABLES = ".docx .odt .fodt .html .txt"
_LAYOUTS = (
    ("maxqda-structured", _STRUCTURED, "structured text of MAXQDA, several documents in one file", "#TEXT and a name begin each document"),
    ("table", _TABLES, "tables of NVivo and others: times, speakers, speech in any order", "a column of times, timespans or rising digits"),
    ("teams-old", _TEXTS, "older transcripts of Teams", "lines 0:0:5.100 --> 0:0:8.250, below them name and speech"),
    ("meet", _TEXTS, "Google Meet, its notes kept apart", "lines that hold a time alone, from the first minute on, and labels below"),
    ("atrain", _TEXTS, "transcripts of aTrain as text", "[00:00:05] - text, the speaker on a line of its own"),
    ("headed", _TEXTS, "transcripts of Teams and Otter", "Name and time alone on a line, speech below"),
    ("labelled", _TEXTS, "interviews and groups, f4, f5, MAXQDA, numbered lines", "labels and names before a colon that take turns"),
    ("stamped", _TEXTS, "NVivo paragraphs, monologues with times", "paragraphs that begin with a time or timespan"),
    ("ended", _TEXTS, "f4 without labels", "paragraphs that end with #00:01:02-3#"),
)  # fmt: skip


def formats() -> Frame:
    """Return the formats that can be read, and the layouts of transcripts within them.

    Returns
    -------
    DataFrame
        Columns ``name``, ``suffixes``, ``what`` it is, ``recognised`` by what, and the ``version`` of its reader; layouts have none.
        Both are in the order in which they are tried. A document says in its attributes ``importer`` and ``layout`` which it was.

    Examples
    --------
    >>> {"docx", "json", "meet"} <= set(formats()["name"])
    True
    """
    rows = [
        {"name": r.name, "suffixes": " ".join(r.suffixes), "what": r.what, "recognised": r.sign, "version": r.version}
        for r in READERS
    ]
    rows += [{"name": n, "suffixes": s, "what": w, "recognised": sign, "version": ""} for n, s, w, sign in _LAYOUTS]
    return pd.DataFrame(rows)
