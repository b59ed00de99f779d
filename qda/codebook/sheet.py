"""The coding guide as a sheet that people mail to each other: which columns it has, and what stands in its cells."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from qda.codebook.book import Codebook
from qda.codebook.dumping import in_a_line
from qda.codebook.load import load_yaml
from qda.errors import CodebookError
from qda.model import AnchorExample, Code

KEY, AXIS, LABEL, ID, PARENT = "key", "axis", "label", "id", "parent"
DEFINITION, ANCHORS, RULE, PATTERNS = "definition", "anchor_examples", "rule", "patterns"
HEADERS = {
    KEY: "Key",
    AXIS: "Axis",
    LABEL: "Category",
    ID: "Id",
    DEFINITION: "Definition",
    ANCHORS: "Anchor examples",
    RULE: "Coding rule",
    PARENT: "Parent",
}
"""Field -> name of its column, in the order of the sheet; after them a column of patterns per language."""

KNOWN_HEADERS = {
    KEY: ("key", "schlüssel"),
    AXIS: ("axis", "achse", "facet", "facette", "main category", "hauptkategorie", "dimension"),
    LABEL: ("category", "kategorie", "label", "name", "code name", "category name", "bezeichnung", "kategorienname"),
    ID: ("id", "code", "code id", "kürzel", "kennung"),
    DEFINITION: ("definition", "definitionen", "description", "beschreibung", "category definition"),
    ANCHORS: (
        "anchor example",
        "anchor",
        "example",
        "ankerbeispiel",
        "ankerbeispiele",
        "beispiel",
        "beispiele",
        "ankerzitat",
        "quote",
    ),
    RULE: ("coding rule", "rule", "kodierregel", "kodierregeln", "codierregel", "codierregeln", "regel", "regeln", "abgrenzung"),
    PARENT: ("parent", "parent category", "oberkategorie", "übergeordnet", "übergeordneter code"),
    PATTERNS: ("pattern", "muster", "suchmuster"),
}
"""Names under which a column is known, without the s of a plural; patterns name their language in brackets."""

ABOUT = {
    "title": "Title",
    "version": "Version",
    "state": "State",
    "research_question": "Research question",
    "technique": "Technique",
    "selection_criterion": "Selection criterion",
    "abstraction": "Level of abstraction",
    "context_unit": "Context unit",
    "recording_unit": "Recording unit",
}
"""What of the codebook itself may be edited: its key -> topic in the sheet *About*."""

MOST = 32_767
"""Characters a cell can hold."""

ABOUT_SHEET, GUIDE_SHEET, SOURCE_SHEET = "About", "Coding guide", "Codebook file"
_ANCHOR = re.compile(r"^(?P<quote>.+?)(?:\s+\((?P<document>[^\s()]+)(?:\s@(?P<start>\d+))?\))?$", re.DOTALL)
_CITED = re.compile(r"^(?P<quote>[“„\"«»‚‘].+?[“”\"«»‘’])\s+\((?P<document>[^()]*?[^()\s])(?:\s@(?P<start>\d+))?\)$", re.DOTALL)
"""A line whose quotation marks say where the quote ends: then the source is in words of any kind."""

_CONTROLS = re.compile("_x00[01][0-9A-Fa-f]_|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""What no cell holds as it is: workbooks write a control character as its number."""

_BULLET = re.compile(r"^(?:[-–•*·]\s+|\d{1,2}[.)]\s+)")
_QUOTES = "“”„\"‟«»‚‘’'"
_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "å": "a", "ł": "l"}


def cells_of(code: Code, languages: Sequence[str]) -> dict[str, str]:
    """Return what stands in the row of a code: field -> text; patterns as ``patterns.en``."""
    cells = {
        KEY: f"{code.axis}/{code.id}",
        AXIS: code.axis,
        LABEL: code.label,
        ID: code.id,
        DEFINITION: code.definition,
        ANCHORS: "\n".join(map(anchor_line, code.anchor_examples)),
        RULE: code.rule,
        PARENT: code.parent,
    }
    for language in languages:
        cells[f"{PATTERNS}.{language}"] = "\n".join(in_a_line(raw) for raw in code.patterns.get(language, ()))
    return {field: _fitting(text) for field, text in cells.items()}


def about_of(book: Codebook) -> dict[str, str]:
    """Return what of the codebook itself may be edited: key -> text."""
    return {key: str(getattr(book, key)) for key in ABOUT}


def _fitting(text: str) -> str:
    """Say of a text that no cell holds where it can be edited; unedited, it stands for the whole."""
    return text if len(text) <= MOST else f"({len(text):,} characters, more than a cell holds: edit them in the YAML file)"


def tidy(text: str) -> str:
    r"""Return a text as cells are compared: what a spreadsheet adds at the ends of lines and of the whole is no change.

    Examples
    --------
    >>> tidy(" People rely \r\non each other._x000D_\n")
    'People rely\non each other.'
    """
    text = _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = unicodedata.normalize("NFC", text)
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def anchor_line(anchor: AnchorExample) -> str:
    """Return an anchor example in one line: its quote, and where it stands.

    Examples
    --------
    >>> anchor_line(AnchorExample(quote="We trust them.", document="leeds/interview-01", start=12))
    '“We trust them.” (leeds/interview-01 @12)'
    """
    where = " @".join(str(part) for part in (anchor.document, anchor.start) if part not in {"", None})
    return f"“{' '.join(anchor.quote.split())}”" + (f" ({where})" if anchor.document else "")


def anchors_in(text: str, known: Mapping[str, Any]) -> list[Any]:
    r"""Return the anchor examples of a cell, a line each; `known` are those that were there, by their lines.

    Examples
    --------
    >>> anchors_in("- „Wir vertrauen ihnen.“ (leeds/interview-01)\n\nNobody asks.", {})
    [{'quote': 'Wir vertrauen ihnen.', 'document': 'leeds/interview-01'}, 'Nobody asks.']
    >>> anchors_in("„Keiner fragt.“ (Interview 3, Z. 14)", {})
    [{'quote': 'Keiner fragt.', 'document': 'Interview 3, Z. 14'}]
    """
    return [known[line] if line in known else _anchor(line) for line in _lines(text)]


def _anchor(line: str) -> Any:
    line = _BULLET.sub("", line)
    found = _CITED.match(line) or _ANCHOR.match(line)
    quote, document, start = found.group("quote", "document", "start") if found else (line, None, None)
    if quote[:1] in _QUOTES and quote[-1:] in _QUOTES and len(quote) > 2:
        quote = quote[1:-1].strip()
    if not document:
        return quote
    return {"quote": quote, "document": document} | ({"start": int(start)} if start else {})


def patterns_in(text: str, known: Mapping[str, Any]) -> list[Any]:
    r"""Return the patterns of a cell, a line each: a phrase, or YAML in braces or double quotes.

    Raises
    ------
    CodebookError
        A line is no YAML.

    Examples
    --------
    >>> patterns_in("trust*\n{any: [board, committee], score: 0.3}", {})
    ['trust*', {'any': ['board', 'committee'], 'score': 0.3}]
    """
    return [known[line] if line in known else _pattern(line, number) for number, line in enumerate(_lines(text), start=1)]


def _pattern(line: str, number: int) -> Any:
    if line[:1] not in {"{", "[", '"'}:
        return line
    try:
        return load_yaml(f"pattern: {line}", "").data["pattern"]
    except CodebookError as error:
        why = str(error).partition(": ")[2].removeprefix("not YAML: ")
        raise CodebookError(
            f"line {number} of the cell is no pattern: {why}; write a phrase, or {{any: [...], near: [...], within: 6}}"
        ) from None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def known_lines(text: str, values: Sequence[Any]) -> dict[str, Any]:
    """Return values by the lines that stand for them in a cell."""
    return dict(zip(_lines(tidy(text)), values, strict=False))


def id_of(label: str) -> str:
    """Return an id made of a label; empty where no letter is in it.

    Examples
    --------
    >>> id_of("Trust & relations (informal)"), id_of("Öffentliche Gelder"), id_of("2nd chance")
    ('trust_relations_informal', 'oeffentliche_gelder', 'c_2nd_chance')
    """
    text = "".join(_LETTERS.get(letter, letter) for letter in label.casefold())
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    name = "_".join(re.findall(r"[a-z0-9]+", plain))[:80].rstrip("_")
    return f"c_{name}"[:80] if name[:1].isdigit() else name


def field_of(header: str) -> str:
    """Return the field that a column's name means, patterns with their language; empty where it is none of ours.

    Examples
    --------
    >>> [field_of(h) for h in ("Ankerbeispiele", "CODING RULES:", "Patterns (DE)", "Category / Kategorie", "Notes")]
    ['anchor_examples', 'rule', 'patterns.de', 'label', '']
    """
    parts = [" ".join(re.sub(r"[^\w() ]", " ", part.casefold()).split()) for part in re.split(r"[/|;\n]", header)]
    return next((field for part in parts if (field := _field(part))), "")


def _field(name: str) -> str:
    language = re.fullmatch(r"(\w+) \(?([a-z]{2,3})\)?", name)
    if language and language[1].removesuffix("s") in KNOWN_HEADERS[PATTERNS]:
        return f"{PATTERNS}.{language[2]}"
    wanted = {name, name.removesuffix("s"), name.split(" (", maxsplit=1)[0]}
    return next((field for field, names in KNOWN_HEADERS.items() if field != PATTERNS and wanted & set(names)), "")


def source_lines(text: str) -> list[str]:
    """Return a file's text in lines that cells can hold; `source_text` joins them."""
    lines = []
    for line in text.split("\n"):
        parts = [line[i : i + MOST - 10] for i in range(0, len(line), MOST - 10)] or [""]
        lines += ["|" + part for part in parts[:1]] + ["+" + part for part in parts[1:]]
    return lines


def source_text(lines: Sequence[str]) -> str:
    """Return the text that `source_lines` cut."""
    return "".join(("\n" if line[:1] == "|" else "") + line[1:] for line in lines).removeprefix("\n")
