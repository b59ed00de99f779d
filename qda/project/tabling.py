"""Tagging of a table of segments, without a project."""

from pathlib import Path

import pandas as pd

from qda.codebook import Codebook, read_codebook
from qda.frames import check, csv_text, read_csv
from qda.project.learning import tagger_for
from qda.project.outputs import CODINGS
from qda.statements import inherit


def tag_table(segments: str | Path, *, codebook: str | Path | Codebook, out: str | Path, model: str | Path | None = None) -> int:
    """Suggest codings for a table of segments and write them as a table.

    Suggestions in a table are made to be judged: they begin at the score that each axis says (`least`, 0.2 unless the codebook says otherwise), while a project
    keeps weaker candidates for its matrices to weigh.
    A unit takes over from its heading or question what it does not say itself (evidence begins with ``inherited:``); a unit without any code has one row with
    an empty code: read, nothing found. Turns of roles that the codebook skips are not read and have no row.

    Parameters
    ----------
    segments
        ``doc_id, start, end, text``, optional ``heading, question, speaker, role, language``.
    codebook
        Path, name of a shipped codebook, or a `Codebook`; a pattern that cannot be read is left out (`Codebook.broken` names it).
    out
        The file for the suggestions; replaced at the end.
    model
        A model that `qda train` wrote for this codebook; None: the rules suggest. What scores below the model's cut is no suggestion.

    Returns
    -------
    int
        The number of codes suggested.
    """
    from qda.export.atomic import replacing
    from qda.rules import context_codes

    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook, lenient=True)
    units = read_csv(segments, "segments")
    tagger = tagger_for(book, model, table=True)
    origin = str(getattr(tagger, "origin", "rule"))
    own = tagger.tag(units)
    read = units[~units["role"].isin(book.skip_roles)]
    taken = inherit(own, read, context_codes(book, units), book, coder=tagger.coder, origin=origin)
    found = pd.concat([own, taken], ignore_index=True)
    place = ["doc_id", "start", "end"]
    coded = set(found[place].itertuples(index=False, name=None))
    empty = read.loc[[key not in coded for key in read[place].itertuples(index=False, name=None)], place]
    empty = empty.assign(
        axis="", code="", coder=tagger.coder, origin=origin, status="suggested", codebook_version=book.codebook_version
    )
    table = check("codings", pd.concat([found, empty], ignore_index=True))
    order = {key: i for i, key in enumerate(units[place].itertuples(index=False, name=None))}
    table["_order"] = [order[key] for key in table[place].itertuples(index=False, name=None)]
    table = table.sort_values(["_order", "statement", "axis", "code"], kind="stable")
    with replacing(out) as beside:
        beside.write_text(csv_text(table, CODINGS), encoding="utf-8", newline="")
    return len(found)
