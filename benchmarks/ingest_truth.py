"""Character error rates of the text of PDFs, against texts that are known: for `benchmarks/ingest.py`.

The truth is the running text as a reader reads it: columns one after the other, words whole, without running heads and feet, without footnotes.
"""

import io
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = {"one column": 1, "two columns": 2, "three columns": 3}
_BLANKS = re.compile(r"\s+")


class Page(NamedTuple):
    """What one page, or a whole document, should say and what each reader says."""

    name: str
    truth: str
    said: Mapping[str, str]

    def rates(self) -> dict[str, float]:
        """Return the character error rate of each reader."""
        from rapidfuzz.distance import Levenshtein

        truth = folded(self.truth)
        return {reader: Levenshtein.distance(truth, folded(text)) / len(truth) for reader, text in self.said.items()}


def folded(text: str) -> str:
    """Return a text in NFC with single blanks; pdfium's signs for a hyphen at a line end become one."""
    plain = unicodedata.normalize("NFC", text).replace("\x02", "-").replace("\ufffe", "-")
    return _BLANKS.sub(" ", plain).strip()


def ours(data: bytes) -> dict[int, str]:
    """Return the running text of each page as we read it."""
    from qda.ingest.pdf.parse import parse

    pages: dict[int, list[str]] = {}
    for block in parse("made.pdf", data).blocks:
        ends = [at for at, _ in block.pages[1:]] + [len(block.text)]
        for (start, page), end in zip(block.pages, ends, strict=True):
            pages.setdefault(page, []).append(block.text[start:end] + ("\n" if end == len(block.text) else ""))
    return {page: "".join(texts) for page, texts in sorted(pages.items())}


def pdfium(data: bytes) -> dict[int, str]:
    """Return the text of each page as pypdfium2 gives it."""
    import pypdfium2

    texts = {}
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        texts[number + 1] = text.get_text_range() + "\n"
        text.close()
        page.close()
    document.close()
    return texts


def plumber(data: bytes) -> dict[int, str]:
    """Return the text of each page as pdfplumber gives it."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return {page.page_number: page.extract_text() + "\n" for page in document.pages}


READERS = {"ours": ours, "pypdfium2": pdfium, "pdfplumber": plumber}


def known() -> Iterator[Page]:
    """Yield the text of the sample corpus's policy documents, set in one to three columns."""
    sys.path.append(str(ROOT / "tools"))
    from policy_markdown import read_source

    for source in sorted((ROOT / "tools" / "corpus").glob("*/*.md")):
        items = [item for item in read_source(source)[0] if item.kind in ("heading", "paragraph", "item")]
        language = "de_DE" if source.parent.name == "falkenrode" else "en_GB"
        for layout, columns in LAYOUTS.items():
            data = typeset([(item.kind, item.plain) for item in items], columns, language)
            said = {reader: "".join(read(data).values()) for reader, read in READERS.items()}
            yield Page(f"{source.stem}, {layout}", "\n".join(item.plain for item in items), said)


def by_hand(folder: Path, truth: Path) -> Iterator[Page]:
    """Yield single pages of a folder's PDFs against texts checked by hand, one file `<name>.<page>.txt` each."""
    for file in sorted(truth.glob("*.*.txt")):
        stem, number = file.stem.rsplit(".", 1)
        data = (folder / f"{stem}.pdf").read_bytes()
        said = {reader: read(data).get(int(number), "") for reader, read in READERS.items()}
        yield Page(f"{stem}, page {number}", file.read_text(encoding="utf-8"), said)


def typeset(items: Sequence[tuple[str, str]], columns: int, language: str) -> bytes:
    """Set headings and paragraphs in columns, justified and with hyphens, below a running head and above a page number."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    width, height = A4
    gutter = 18
    wide = (width - 120 - (columns - 1) * gutter) / columns
    style = ParagraphStyle("text", fontName="Times-Roman", fontSize=9, leading=11, alignment=4, spaceAfter=5,
                           hyphenationLang=language, hyphenationMinWordLength=6)  # fmt: skip
    heading = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=11, leading=14, spaceBefore=8, keepWithNext=1)

    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(60, height - 40, "Report of the council" if document.page % 2 else "The town and its plan")
        canvas.drawCentredString(width / 2, 35, str(document.page))

    frames = [Frame(60 + i * (wide + gutter), 60, wide, height - 120, leftPadding=0, rightPadding=0) for i in range(columns)]
    buffer = io.BytesIO()
    template = PageTemplate(frames=frames, onPage=furniture)
    BaseDocTemplate(buffer, pagesize=A4, invariant=1, pageTemplates=[template]).build(
        [Paragraph(text, heading if kind == "heading" else style) for kind, text in items]
    )
    return buffer.getvalue()
