"""Summarising (Mayring): the table of paraphrases, generalisations and reductions, with the place of every passage."""

from typing import TYPE_CHECKING, Any

from qda.frames import Frame, empty
from qda.segment.places import Places

if TYPE_CHECKING:
    from qda.project.tables import Tables

COLUMNS = (
    "case",
    "doc_id",
    "page",
    "line",
    "time",
    "number",
    "quote",
    "paraphrase",
    "generalisation",
    "reduction",
    "coder",
    "start",
    "end",
)


def summary_table(project: "Tables", summaries: Frame) -> Frame:
    """Return Mayring's table: a row per passage and coder, numbered case by case.

    Returns
    -------
    DataFrame
        `COLUMNS`: ``page`` as printed, ``line`` of the text from 1, ``time`` in a recording as hh:mm:ss, ``number`` within the case and coder.
    """
    if summaries.empty:
        return empty("summaries").reindex(columns=list(COLUMNS))
    from qda.export.labels import clock

    documents = {doc_id: project.document(str(doc_id)) for doc_id in summaries["doc_id"].unique()}
    places = {doc_id: Places(document, {}) for doc_id, document in documents.items()}
    rows: list[dict[str, Any]] = []
    for row in ({str(name): value for name, value in found.items()} for found in summaries.to_dict("records")):
        document, start = documents[row["doc_id"]], row["start"]
        at = places[row["doc_id"]].at(start)
        own = {"case": document.case or document.id, "page": at["page"], "time": clock(at["time"])}
        rows.append({**row, **own, "line": document.text.count("\n", 0, start) + 1})
    import pandas as pd

    frame = pd.DataFrame(rows).sort_values(["case", "coder", "doc_id", "start", "end"], kind="stable", ignore_index=True)
    return frame.assign(number=frame.groupby(["case", "coder"]).cumcount() + 1)[list(COLUMNS)]
