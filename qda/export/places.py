"""Where a span stands and who speaks there, looked up in the grid and the table of speakers."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qda.export.labels import clock
from qda.export.tables import Tables

NOWHERE: Mapping[str, Any] = {}
_LOOKED_UP = ["doc_id", "start", "end", "page", "time", "speaker", "role", "heading", "question"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Whereabouts:
    """What a quote is attributed to: function and kind of organisation, never a name."""

    page: str = ""
    time: str = ""
    role: str = ""
    organisation_kind: str = ""
    heading: str = ""
    question: str = ""


class Places:
    """Finds the whereabouts of spans."""

    def __init__(self, tables: Tables) -> None:
        self._rows: dict[str, list[dict[str, Any]]] = {}
        ordered = tables.segments[_LOOKED_UP].sort_values(["doc_id", "start", "end"])
        for row in ordered.to_dict("records"):
            self._rows.setdefault(row["doc_id"], []).append({str(k): v for k, v in row.items()})
        self._starts = {doc_id: [row["start"] for row in rows] for doc_id, rows in self._rows.items()}
        speakers = tables.speakers.to_dict("records")
        self._speakers = {(s["doc_id"], s["speaker"]): s for s in speakers}

    def of(self, doc_id: str, start: int, end: int) -> Whereabouts:
        """Return the whereabouts of a span: speaker and time where it begins, pages from first to last."""
        rows = self._under(doc_id, start, end)
        if not rows:
            return Whereabouts()
        first = rows[0]
        speaker = self._speakers.get((doc_id, first["speaker"]), NOWHERE)
        pages = list(dict.fromkeys(row["page"] for row in rows if row["page"]))
        return Whereabouts(
            page="–".join(dict.fromkeys((pages[0], pages[-1]))) if pages else "",
            time=clock(first["time"]),
            role=first["role"] or speaker.get("role", ""),
            organisation_kind=speaker.get("organisation_kind", ""),
            heading=first["heading"],
            question=first["question"],
        )

    def _under(self, doc_id: str, start: int, end: int) -> list[dict[str, Any]]:
        rows, starts = self._rows.get(doc_id, []), self._starts.get(doc_id, [])
        last = bisect_right(starts, max(start, end - 1))
        first = max(0, bisect_right(starts, start) - 1)
        while first > 0 and rows[first - 1]["end"] > start:
            first -= 1
        return [row for row in rows[first:last] if row["end"] > start]
