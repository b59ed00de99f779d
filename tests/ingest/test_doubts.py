"""What a person should know of a document that was read."""

import pytest

from qda.ingest.doubts import doubts
from qda.model import Document


@pytest.mark.parametrize(
    ("attributes", "line"),
    [
        ({"half_characters": 2}, "half of a character was left out at 2 places"),
        (
            {"encoding": "mac_roman", "encoding_confidence": 0.3},
            "read as mac_roman, which hardly fits; save it as UTF-8 if letters are wrong",
        ),
        (
            {"needs_ocr": list(range(1, 13))},
            "no text on pages 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more; what is scanned there is read only by OCR (the extra [ocr] and the program tesseract)",
        ),
        ({"ocr": [4]}, "page 4 read by OCR; compare quotes with the scan"),
        ({"columns_left_out": ["Bemerkung"]}, "not read: 'Bemerkung'; the columns may be named in `qda.read(..., columns=...)`"),
    ],
)
def test_each_doubt_is_a_line(attributes, line):
    assert list(doubts(Document(id="a", text="Text.", attributes=attributes))) == [line]


def test_what_is_sure_is_not_told():
    sure = {"encoding": "utf-8", "encoding_confidence": 1.0, "pages": 3}
    assert list(doubts(Document(id="a", text="Text.", attributes=sure))) == []
