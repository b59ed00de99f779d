"""The table of what can be read."""

import pandas as pd

from qda.frames import Frame
from qda.ingest.registry import READERS


def formats() -> Frame:
    """Return the formats that can be read: name, suffixes, what it is, and the version of its reader.

    Examples
    --------
    >>> "docx" in set(formats()["name"])
    True
    """
    rows = [{"name": r.name, "suffixes": " ".join(r.suffixes), "what": r.what, "version": r.version} for r in READERS]
    return pd.DataFrame(rows)
