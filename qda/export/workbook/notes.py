"""The sheets *Memos* and *Journal*: what people noted, and who did what."""

from collections.abc import Mapping
from typing import Any

from qda.export.memos import MemoLine, memo_lines
from qda.export.trail import act_lines
from qda.export.workbook.listing import Column, Listing, texts
from qda.export.workbook.plan import HEADER, Plan


def list_memos(plan: Plan) -> Listing:
    """Return the memos; one on a coding or a stretch of text leads to a quote that holds it, if the list of quotes has one, else to the coding."""
    columns = [
        Column(key="where", title="Where", width=16, kind="link"),
        *texts(("kind", "On", 10), ("label", "Title or code", 24), ("text", "Memo", 56), ("quote", "Quote", 50)),
        *texts(("coder", "By", 10), ("created", "When", 20), ("doc_id", "Document", 20), ("target", "Id", 24)),
    ]
    targets = _Targets(plan)
    rows = []
    for line in memo_lines(plan.tables):
        link, where = targets.of(line)
        row = {name: getattr(line, name) for name in MemoLine.__slots__} | {"where": where}
        rows.append(row | ({"_link": link} if link else {}))
    note = "What people noted on the project, documents, cases, codes, stretches of text and codings; of a coder's memos on one thing the last."
    return Listing(title="Memos", note=note, columns=columns, rows=rows, frozen=1, printed=7)


class _Targets:
    """Finds the row of the workbook that a memo is on."""

    def __init__(self, plan: Plan) -> None:
        quotes, codings = plan.quotes, plan.tables.codings
        self._quotes: dict[tuple[str, int, int], int] = {}
        for i, place in enumerate(quotes[["doc_id", "start", "end"]].itertuples(index=False, name=None)):
            self._quotes.setdefault(place, HEADER + 2 + i)
        self._documents: dict[str, int] = {}
        for i, doc_id in enumerate(quotes["doc_id"]):
            self._documents.setdefault(doc_id, HEADER + 2 + i)
        self._codings = {id_: HEADER + 2 + i for i, id_ in enumerate(codings["id"]) if id_}
        self._last = plan.limits.rows

    def of(self, line: MemoLine) -> tuple[str, str]:
        """Return link and text; both are empty where there is nothing to lead to."""
        row, sheet = self._quotes.get((line.doc_id, line.start, line.end)), "Quotes"
        if row is None and line.kind == "coding":
            row, sheet = self._codings.get(line.target), "Codings"
        if row is None and line.kind == "document":
            row = self._documents.get(line.target)
        return (f"internal:'{sheet}'!A{row}", f"{sheet}, row {row}") if row is not None and row <= self._last else ("", "")


def list_journal(plan: Plan) -> Listing:
    """Return the journal, an act a row."""
    columns = [
        *texts(
            ("time", "When", 20), ("coder", "Who", 10), ("kind", "Act", 10), ("what", "What", 56), ("documents", "Documents", 36)
        ),
        Column(key="added", title="Rows added", width=9, kind="count"),
        Column(key="retracted", title="Rows taken back", width=9, kind="count"),
        *texts(("undone", "Undone", 9), ("codebook", "Codebook", 28), ("id", "Id", 36)),
    ]
    rows: list[Mapping[str, Any]] = act_lines(plan.tables.journal)
    note = "Every act since the project was made. What was undone stays listed, with the act that undid it. Times are in UTC."
    return Listing(title="Journal", note=note, columns=columns, rows=rows, frozen=0, printed=8)
