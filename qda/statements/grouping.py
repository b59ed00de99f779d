"""Which codings belong to one statement."""

import pandas as pd

from qda.codebook import Codebook
from qda.frames import Frame
from qda.model import statement_id

UNIT = ["doc_id", "start", "end", "coder", "round"]


def assign(codings: Frame, book: Codebook) -> Frame:
    """Give every coding the statement it belongs to.

    Codings that name their statement keep it. The others of one span, coder and round are one statement; where they hold several codes of the axis
    that splits (``book.split``), there is one statement per such code, and every other coding stands in each of them.

    Parameters
    ----------
    codings
        The table ``codings``; rows with an empty code (read, nothing found) fall away.

    Returns
    -------
    DataFrame
        The table ``codings`` with ``statement`` filled; a coding that stands in two statements stands in two rows.
    """
    coded = codings[codings["code"] != ""]
    named, open_ = coded[coded["statement"] != ""], coded[coded["statement"] == ""]
    if open_.empty:
        return coded.reset_index(drop=True)
    splitting = open_.loc[open_["axis"] == book.split, [*UNIT, "code"]].drop_duplicates().rename(columns={"code": "_split"})
    merged = open_.merge(splitting, on=UNIT, how="left")
    merged["_split"] = merged["_split"].fillna("")
    kept = merged[(merged["axis"] != book.split) | (merged["code"] == merged["_split"])].copy()
    kept["statement"] = [
        statement_id(doc_id=d, start=s, end=e, coder=c, round_=r, split=v)
        for d, s, e, c, r, v in kept[[*UNIT, "_split"]].itertuples(index=False, name=None)
    ]
    return pd.concat([named, kept.drop(columns="_split")], ignore_index=True)
