"""What was settled on single axes: it takes the place of what the reading that counts says there."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from qda.frames import Frame
from qda.statements.stretches import Covered, covered

SETTLED = "settled"
"""The origin of what coders who disagreed agreed on."""

Claim = tuple[str, int, int, str]
"""Document, start, end, axis."""
STATEMENT = ["coder", "round", "statement", "start", "end"]


def lay_over(codings: Frame, readings: Frame, whole: Mapping[str, Covered]) -> Frame:
    """Put settled codes into the statements of every other reading that lie under them, in place of what these say on the axis.

    Parameters
    ----------
    codings, readings
        The tables of these names.
    whole
        Coder -> the stretches that were settled so far that they count by themselves; these are left alone.

    Returns
    -------
    DataFrame
        The table ``codings``. A code that was put in has the place, coder and origin of the statement it now belongs to, and its evidence says who settled
        it. Settled codes under which nobody else says anything stay as they are.
    """
    claims = _claims(codings, readings, whole)
    others = codings[(codings["origin"] != SETTLED) & codings["doc_id"].isin({claim[0] for claim in claims})]
    by_document = {str(doc_id): own for doc_id, own in others.groupby("doc_id", sort=False)}
    gone: set[Any] = set()
    put: list[dict[Any, Any]] = []
    for (doc_id, start, end, axis), settled in claims.items():
        under = by_document.get(doc_id, others.iloc[:0])
        inside = [covered([(start, end)], s, e) for s, e in under[["start", "end"]].itertuples(index=False, name=None)]
        statements = [own for _, own in under.loc[inside].groupby(STATEMENT, sort=False)]
        for own in statements:
            said = own[own["axis"] == axis]
            codes = {row["code"] for row in settled}
            if len(statements) > 1 and len(said) and set(said["code"]) <= codes:
                continue  # of a barrier and an enabler that both hold, each statement keeps its own
            gone |= set(said.index)
            put += [_put(row, own.iloc[0]) for row in settled]
        if statements:
            gone |= {row["_index"] for row in settled}
    kept = codings.drop(index=list(gone))
    return pd.concat([kept, pd.DataFrame(put)[list(codings.columns)]], ignore_index=True) if put else kept.reset_index(drop=True)


def _claims(codings: Frame, readings: Frame, whole: Mapping[str, Covered]) -> dict[Claim, list[dict[Any, Any]]]:
    """Return what was settled on single axes: place and axis -> the codings; none says that no code holds."""
    found: dict[Claim, list[dict[Any, Any]]] = {}
    rows = codings[codings["origin"] == SETTLED].reset_index(names="_index").to_dict("records")
    for row in [*readings[readings["origin"] == SETTLED].to_dict("records"), *rows]:
        if not covered(whole.get(row["coder"], {}).get(row["doc_id"], ()), row["start"], row["end"]):
            claim = found.setdefault((row["doc_id"], row["start"], row["end"], row["axis"]), [])
            if "code" in row:
                claim.append(row)
    return found


def _put(row: Mapping[Any, Any], into: "pd.Series[Any]") -> dict[Any, Any]:
    """Return a settled coding as one of another statement."""
    place = {name: into[name] for name in (*STATEMENT, "doc_id", "quote", "origin")}
    return {**row, **place, "evidence": f"settled by {row['coder']}"}
