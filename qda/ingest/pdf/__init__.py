"""PDFs: words and boxes from pdfium, the page layout by ourselves, ruled tables with the steps of pdfplumber."""

from qda.ingest.pdf.read import read_pdf

__all__ = ["read_pdf"]
