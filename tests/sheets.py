"""Pages of a PDF made for a test: lines of text, raised signs and ruled tables where the test wants them."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from qda.ingest.pdf.parse import parse

WIDTH, HEIGHT = A4
SIZE, LEAD = 10, 12


class Sheet:
    """Draws lines of text where a test wants them."""

    def __init__(self):
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1)

    def lines(self, x, y, lines, *, width=0.0, size=SIZE, font="Times-Roman", lead=LEAD):
        """Draw lines below each other; with a width all but the last are stretched to it."""
        for i, line in enumerate(lines):
            text = self.canvas.beginText(x, y - i * lead)
            text.setFont(font, size)
            if width and i < len(lines) - 1:
                text.setWordSpace((width - stringWidth(line, font, size)) / max(line.count(" "), 1))
            text.textOut(line)
            self.canvas.drawText(text)
        return y - len(lines) * lead

    def raised(self, x, y, sign, size=SIZE):
        self.canvas.setFont("Times-Roman", 0.6 * size)
        self.canvas.drawString(x, y + 0.33 * size, sign)

    def grid(self, x, y, rows, widths, height=18, *, sides=True, down=True):
        """Draw a ruled table whose first line stands at `y`."""
        across = sum(widths)
        for i in range(len(rows) + 1):
            self.canvas.line(x, y - i * height, x + across, y - i * height)
        edges = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
        for edge in edges if sides else edges[1:-1]:
            if down:
                self.canvas.line(edge, y, edge, y - len(rows) * height)
        for i, row in enumerate(rows):
            for edge, text in zip(edges, row, strict=False):
                self.lines(edge + 4, y - i * height - 12, [text], size=9)

    def page(self):
        self.canvas.showPage()

    def reading(self):
        self.canvas.save()
        return parse("made.pdf", self.buffer.getvalue())


def texts(reading, kind=None):
    return [b.text for b in reading.blocks if kind is None or b.kind == kind]
