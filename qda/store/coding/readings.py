"""Who read what: a row per unit, axis, coder and round."""

import pandas as pd
import sqlalchemy as sa

from qda.frames import Frame, check, empty
from qda.store import schema
from qda.store.coding.claims import EVERY_AXIS
from qda.store.rows import frame_of
from qda.store.views import alive_readings, current_documents

KEY = ["doc_id", "start", "end", "axis", "coder", "round"]


def readings_frame(connection: sa.Connection, axes: tuple[str, ...], doc_id: str | None = None) -> Frame:
    """Return the table ``readings``; what was read on every axis has a row for each of `axes`. A unit read again counts once, with the last reading."""
    r, s, current, version = alive_readings(), schema.spans, current_documents(), schema.phrases
    columns = (
        *(current.c.id.label("doc_id"), s.c.start, s.c.end, r.c.axis, r.c.coder, r.c.round),
        *(version.c.value.label("codebook_version"), schema.acts.c.time.label("created"), r.c.origin),
    )
    query = (
        sa.select(*columns)
        .join(s, s.c.n == r.c.span)
        .join(current, current.c.text == s.c.text)
        .join(version, version.c.n == r.c.codebook)
        .join(schema.acts, schema.acts.c.n == r.c.act)
        .order_by(schema.acts.c.clock, schema.acts.c.id, r.c.n)
    )
    frame = frame_of(connection, query if doc_id is None else query.where(current.c.id == doc_id))
    if frame.empty:
        return empty("readings")
    return check("readings", _expanded(frame, axes).drop_duplicates(KEY, keep="last").sort_values(KEY, kind="stable"))


def _expanded(frame: Frame, axes: tuple[str, ...]) -> Frame:
    every = frame["axis"] == EVERY_AXIS
    whole = frame[every].drop(columns="axis").merge(pd.DataFrame({"axis": list(axes)}), how="cross")
    return pd.concat([frame[~every], whole], ignore_index=True)
