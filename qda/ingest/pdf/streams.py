"""What a PDF's compressed parts unfold to, counted while they are inflated: a few kB can hold a page that never ends."""

import re
import zlib

from qda.errors import HostileFile

MOST = 16 << 20
"""Bytes that one part may unfold to, pictures apart; the text and lines of a crowded page take one megabyte."""
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_BEFORE = 2_000
_STEP = 1 << 20


def check_streams(name: str, data: bytes) -> None:
    """Inflate the parts of a PDF, pictures apart, to see how large they are.

    Raises
    ------
    HostileFile
        If one of them unfolds to more than `MOST`.
    """
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - _BEFORE) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        filters = len(_FLATE.findall(head))
        if not filters or _PICTURE.search(head):
            continue
        if _unfolded(data, match.end(), filters) > MOST:
            raise HostileFile(
                name, f"a part of it unfolds to more than {MOST >> 20} MB", "open it in a PDF viewer and print it into a new PDF"
            )


def _unfolded(data: bytes, start: int, filters: int) -> int:
    """Return the size after all filters, or a little more than the most allowed; what cannot be inflated counts as nothing."""
    for turn in range(filters):
        keep = turn < filters - 1
        try:
            size, data = _inflated(data, start, keep=keep)
        except zlib.error:
            return 0
        if size > MOST or not keep:
            return size
        start = 0
    return 0


def _inflated(data: bytes, start: int, *, keep: bool) -> tuple[int, bytes]:
    inflate = zlib.decompressobj()
    size, kept = 0, []
    given = memoryview(data)[start : start + _STEP]
    while size <= MOST and not inflate.eof:
        piece = inflate.decompress(given, _STEP)
        size += len(piece)
        kept += [piece] if keep else []
        given = memoryview(inflate.unconsumed_tail)
        if not given and not inflate.eof:
            start += _STEP
            given = memoryview(data)[start : start + _STEP]
            if not given:
                break
    return size, b"".join(kept)
