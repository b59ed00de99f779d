"""What a workbook can hold, and how it is said where something does not fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")
CUT = " […cut]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The limits of the format: rows of a sheet, links of a sheet, UTF-16 units of a text."""

    rows: int = 1_048_576
    links: int = 65_530
    text: int = 32_767

    def cut(self, text: str) -> str:
        """Return a text as a cell can hold it, with a visible mark where it was cut.

        Examples
        --------
        >>> Limits(text=12).cut("abcdefghijklm")
        'abcde […cut]'
        """
        if len(text) * 2 <= self.text or _units(text) <= self.text:
            return text
        kept = text.encode("utf-16-le")[: 2 * (self.text - len(CUT))].decode("utf-16-le", errors="ignore")
        return kept + CUT

    def rows_that_fit(self, rows: Sequence[Row], used: int) -> tuple[Sequence[Row], str]:
        """Return the rows that fit under `used` rows, and a note on those that do not."""
        room = self.rows - used
        if len(rows) <= room:
            return rows, ""
        return rows[
            :room
        ], f"Shows the first {room:,} of {len(rows):,} rows: a sheet holds no more. All of them stand in the csv files."

    def note_on_links(self, wanted: int) -> str:
        """Return a note where more links are wanted than a sheet holds."""
        return f"Only the first {self.links:,} rows are linked: a sheet holds no more links." if wanted > self.links else ""


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
