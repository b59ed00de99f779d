"""One typeface, two accents that differ in grey print too, and rules instead of grids."""

from typing import Any

FONT = "Calibri"
SIZE = 10
INK, GREY, RULE, BAND, WHITE = "#1C2B33", "#5F6B73", "#C9CFD3", "#ECEFEE", "#FFFFFF"
DASH = "–"

ACCENTS: dict[str, tuple[str, str]] = {"barrier": ("#8A3A26", "#F7EDE9"), "enabler": ("#1F6B63", "#DCEBE8")}
"""Code -> strong and light tone. Barriers are set light on dark, enablers dark on light: no reader needs the colour."""

NEUTRAL = ("#44525B", "#ECEFEE")


def put(sheet: Any, at: tuple[int, int], text: str, style: Any) -> None:
    """Write a text as text, whatever it begins with; no text leaves the cell blank."""
    if text:
        sheet.write_string(*at, text, style)
    else:
        sheet.write_blank(*at, None, style)


class Styles:
    """The formats of a workbook; each is made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._texts: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """Return a format with these properties on top of the common ones."""
        every = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top"} | properties
        key = tuple(sorted(every.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(every)
        return self._made[key]

    def title(self) -> Any:
        """Return the format of a sheet's title."""
        return self.get(bold=True, font_size=15, valign="vcenter")

    def note(self) -> Any:
        """Return the format of the lines below a title."""
        return self.get(font_size=9, font_color=GREY, text_wrap=True)

    def header(self, **more: Any) -> Any:
        """Return the format of column names."""
        return self.get(**({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bottom_color": INK} | more))

    def band(self) -> Any:
        """Return the format of a line that opens a block."""
        return self.get(bold=True, font_size=11, bg_color=BAND, valign="vcenter", top=1, top_color=INK)

    def label(self, split: str) -> Any:
        """Return the format of a line's name: light on dark for barriers, dark on light for enablers."""
        strong, light = ACCENTS.get(split, NEUTRAL)
        tones = {"font_color": WHITE, "bg_color": strong} if split == "barrier" else {"font_color": strong, "bg_color": light}
        return self.get(bold=True, indent=1, valign="vcenter", right=5, right_color=WHITE, **tones)

    def tinted(self, split: str, **more: Any) -> Any:
        """Return the format of a code of the axis that splits, in a list."""
        strong, light = ACCENTS.get(split, NEUTRAL)
        return self.get(bold=True, indent=1, font_color=strong, bg_color=light, bottom=1, bottom_color=RULE, **more)

    def rule_of(self, split: str) -> dict[str, Any]:
        """Return the colour of the rule below the names of columns; none for no code."""
        return {"bottom_color": ACCENTS.get(split, NEUTRAL)[0], "bottom": 5} if split else {}

    def evidence(self, split: str) -> Any:
        """Return the format of what stands beside a line's name."""
        strong, light = ACCENTS.get(split, NEUTRAL)
        return self.get(font_size=9, font_color=strong, bg_color=light, valign="vcenter")

    def text(self, **more: Any) -> Any:
        """Return the format of a wrapped text with a hairline below."""
        asked = tuple(more.items())  # every cell of a list asks
        if asked not in self._texts:
            self._texts[asked] = self.get(**({"text_wrap": True, "bottom": 1, "bottom_color": RULE} | more))
        return self._texts[asked]

    def number(self, **more: Any) -> Any:
        """Return the format of a count; nought is a dot."""
        return self.text(**({"num_format": '0;-0;"·"', "align": "right", "indent": 1, "text_wrap": False} | more))
