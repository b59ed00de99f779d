"""Every version of the codebook that a project had; its text is kept for ever."""

import pandas as pd
import sqlalchemy as sa

from qda.codebook import version_of
from qda.frames import Frame
from qda.store import schema
from qda.store.views import holds

COLUMNS = ("codebook_version", "time", "coder", "text")


def codebooks_frame(connection: sa.Connection) -> Frame:
    """Return the versions, the one that holds last: ``codebook_version, time, coder, text``; one that the project went back to stands where it did so."""
    c, acts = schema.codebooks.c, schema.acts
    query = (
        sa.select(c.id, c.version, c.hash, acts.c.time, acts.c.coder, c.text)
        .join(acts, acts.c.n == c.act)
        .where(holds(acts))
        .order_by(acts.c.clock, acts.c.id, c.n)
    )
    rows = [(version_of(id_, version, hash_), *rest) for id_, version, hash_, *rest in connection.execute(query)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")
    return frame.drop_duplicates("codebook_version", keep="last", ignore_index=True)
