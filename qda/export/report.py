"""Tables -> one html page: the matrices with quotes that fold out. Nothing is loaded from elsewhere, nothing runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from qda._wording import many
from qda.export.atomic import write_whole
from qda.export.counts import Counts, count
from qda.export.grid import LEGEND, Cell, Finding, Grid, Place, lay_out, merged
from qda.export.memos import memo_lines
from qda.export.method import method_rows
from qda.export.pages import page, templates
from qda.export.quotes import quotes_of
from qda.export.sample import draw_sample
from qda.export.tables import CASE, Tables
from qda.export.trail import act_lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """A quote as the page shows it: the text, its language, who said it and where, what was taken over."""

    text: str
    language: str
    source: str
    taken: str


def write_report(path: str | Path, tables: Tables) -> None:
    """Write the report: the matrices with the quotes behind every finding, sample, coding guide, method.

    The page stands alone: no scripts, no fonts or images from elsewhere, and a content security policy that forbids them.

    Raises
    ------
    OutputError
        The file cannot be written; what stood there is untouched.
    """
    write_whole(path, report_text(tables).encode("utf-8"))


def report_text(tables: Tables) -> str:
    """Return the report as html."""
    content = _content(tables)
    style = templates().get_template("report.css.j2").render(columns=len(content["grid"].columns))
    return page("report.html.j2", style, **content)


def _content(tables: Tables) -> dict[str, Any]:
    grid = lay_out(tables)
    shelf = _Shelf(tables, grid)
    return {
        "tables": tables,
        "grid": grid,
        "legend": LEGEND,
        "merged": merged,
        "many": many,
        "quotes": shelf.quotes,
        "more": shelf.more,
        "count": _counter(count(tables.matrix), tables),
        "statements": many(tables.matrix.evidence["statement"].nunique(), "statement"),
        "documents": many(tables.matrix.evidence["doc_id"].nunique(), "document"),
        "sample": draw_sample(tables),
        "guide": _guide(tables, grid),
        "memos": memo_lines(tables),
        "acts": act_lines(tables.journal),
        "method": [(topic, text) for topic, text in method_rows(tables) if text],
    }


def _counter(counts: Counts, tables: Tables) -> Any:
    """Return a function of a line's codes and a column: the number of distinct statements; None for all columns."""
    matrix = tables.matrix

    def number(codes: Sequence[str], column: str | None) -> int:
        where = dict(zip(matrix.rows, codes, strict=True)) | ({} if column is None else {matrix.columns: column})
        return counts.of("statements", **where)

    return number


def _guide(tables: Tables, grid: Grid) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return the coding guide axis by axis."""
    rows = [{str(k): v for k, v in row.items()} for row in tables.codebook.codes_frame().to_dict("records")]
    return [(grid.labels.axis(axis), list(codes)) for axis, codes in groupby(rows, key=lambda row: row["axis"])]


class _Shelf:
    """Hands out the quotes of a finding, best first."""

    def __init__(self, tables: Tables, grid: Grid) -> None:
        matrix = tables.matrix
        self._most = tables.most_quotes
        self._found: dict[tuple[Place, str], list[Quote]] = {}
        languages = dict(zip(tables.documents["id"], tables.documents["language"], strict=True))
        frame = quotes_of(tables, grid)
        keys = [matrix.columns, *matrix.rows]
        placed = frame[frame["lacks"] == ""].sort_values("score", ascending=False, kind="stable")
        for row in placed.to_dict("records"):
            place = tuple(str(row[k]) for k in keys)
            quote = _quote({str(k): v for k, v in row.items()}, grid, languages.get(row["doc_id"], ""))
            for code in row[matrix.cell]:
                self._found.setdefault((place, code), []).append(quote)

    def quotes(self, cell: Cell, finding: Finding) -> list[Quote]:
        return self._found.get((cell.place, finding.code), [])[: self._most]

    def more(self, cell: Cell, finding: Finding) -> int:
        return max(0, len(self._found.get((cell.place, finding.code), [])) - self._most)


def _quote(row: Mapping[str, Any], grid: Grid, language: str) -> Quote:
    labels = grid.labels
    cases = ", ".join(labels.of(CASE, case) for case in str(row[CASE]).split("; ") if case)
    page = f"p. {row['page']}" if row["page"] else ""
    source = [row["role"], row["organisation_kind"], cases, row["title"] or row["doc_id"], page, row["time"]]
    taken = ", ".join(f"{labels.axis(axis)} from the {where}" for axis, where in row["inherited"].items())
    return Quote(text=row["quote"], language=language, source=", ".join(filter(None, source)), taken=taken)
