"""Broken and hostile files of every format but PDF, made here, and what must become of each."""

import io
import zipfile
from dataclasses import dataclass

from transcripts import SAMPLES, fodt, odt, paragraphs, sheet, word

READ = "read"
"""It is read; anything else is the name of the exception."""

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CELLS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """A file, what becomes of it, and words that must be in its text or in the message."""

    name: str
    data: bytes
    ends: tuple[str, ...]
    says: str = ""


def repacked(data, *, stored=False, **parts):
    """Return a container with parts put in the place of its own, or beside them."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.pop(name) if name in parts else old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


DOCX = word("I: Why?", "B1: So.")
ODT = odt(paragraphs("I: Why?", "B1: So."))
XLSX = sheet(("id", "answer"), ("1", "Yes, it is so."))


def document(inner, *, before='<?xml version="1.0" encoding="UTF-8"?>', **options):
    """Return a docx with this body."""
    xml = f"{before}<w:document {WORD}><w:body>{inner}</w:body></w:document>"
    return repacked(DOCX, **{"word/document.xml": xml}, **options)


def related(target, *, mode="Internal"):
    """Return a docx whose text is said to lie elsewhere."""
    with zipfile.ZipFile(io.BytesIO(DOCX)) as archive:
        rels = archive.read("_rels/.rels").decode()
    return repacked(DOCX, **{"_rels/.rels": rels.replace('Target="word/document.xml"', f'TargetMode="{mode}" Target="{target}"')})


def rows(inner, **options):
    """Return a workbook with these rows."""
    xml = f"<worksheet {CELLS}><sheetData>{inner}</sheetData></worksheet>"
    return repacked(XLSX, **{"xl/worksheets/sheet1.xml": xml}, **options)


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def said(text="Vis &c;"):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def locked(data):
    """Return a container whose parts claim to be encrypted."""
    out = bytearray(data)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 8] |= 1
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def repeated(times, depth=1):
    """Return tables within tables, each row and cell of which is repeated so many times."""
    row = f'<table:table><table:table-row table:number-rows-repeated="{times}"><table:table-cell table:number-columns-repeated="{times}">'
    shut = "</table:table-cell></table:table-row></table:table>"
    return odt(row * depth + paragraphs("abcdefghij") + shut * depth)


NOTES = f"<w:footnotes {WORD}><w:footnote w:id='1'><w:p><w:r><w:t>{'y' * 100_000}</w:t></w:r></w:p></w:footnote></w:footnotes>"
SEVEN_BITS = (
    '<?xml version="1.0" encoding="UTF-7"?><+ACE-DOCTYPE a +AFsAPAAh-ENTITY c "secret"+AD4AXQA+-'
    f"<w:document {WORD}><w:body>{said('Vis +ACY-c;')}</w:body></w:document>"
)
SIGN = '<w:footnoteReference w:id="1"/>'
REPEATED_NOTE = f"<w:p><w:r>{SIGN * 20_000}<w:t>Why.</w:t></w:r></w:p>"
FAR_ROW = f'<row r="1">{cell("A1", "answer")}</row><row r="999999999">{cell("A999999999", "Yes.")}</row>'
FAR_COLUMN = f'<row r="1">{cell("A1", "answer")}</row><row r="2">{cell("A2", "Yes.")}{cell("ZZZ2", "No.")}</row>'

CONTAINERS = {
    "zip bomb docx": ("a.docx", repacked(DOCX, **{"word/media/a.bin": bytes(30_000_000)}), "HostileFile", "200 times"),
    "zip bomb odt": ("a.odt", repacked(ODT, **{"Pictures/a.bin": bytes(30_000_000)}), "HostileFile", "200 times"),
    "zip bomb xlsx": ("a.xlsx", repacked(XLSX, **{"xl/media/a.bin": bytes(30_000_000)}), "HostileFile", "200 times"),
    "zip in zip docx": ("a.docx", repacked(DOCX, **{"word/document.xml": DOCX}), "UnreadableFile", ""),
    "zip around docx": ("a.docx", repacked(repacked(DOCX), **{"word/document.xml": "", "b.docx": DOCX}), "UnreadableFile", ""),
    "zip in zip beside the text": ("a.docx", repacked(DOCX, **{"word/embeddings/a.docx": DOCX}), READ, "So."),
    "billion laughs docx": ("a.docx", document(said(), before=LAUGHS), "HostileFile", "DOCTYPE"),
    "billion laughs odt": ("a.odt", repacked(ODT, **{"content.xml": f"{LAUGHS}<a>&c;</a>"}), "HostileFile", "DOCTYPE"),
    "billion laughs xlsx": ("a.xlsx", repacked(XLSX, **{"xl/sharedStrings.xml": f"{LAUGHS}<a>&c;</a>"}), "HostileFile", "DOCTYPE"),
    "external entity docx": ("a.docx", document(said(), before=OUTSIDE), "HostileFile", "DOCTYPE"),
    "external entity in notes": ("a.docx", repacked(DOCX, **{"word/footnotes.xml": f"{OUTSIDE}<a>&c;</a>"}), "HostileFile", "DOCTYPE"),
    "billion laughs fodt": ("a.fodt", LAUGHS.encode() + fodt(paragraphs("&c;")), "HostileFile", "DOCTYPE"),
    "tags without end fodt": ("a.fodt", fodt("<text:p/>" * 1_500_000), "HostileFile", "tags"),
    "a sheet called fodt": ("a.fodt", fodt("").replace(b"office:text", b"office:spreadsheet"), "UnreadableFile", "no OpenDocument text"),
    "external entity odt": ("a.odt", repacked(ODT, **{"meta.xml": f"{OUTSIDE}<a>&c;</a>"}), "HostileFile", "DOCTYPE"),
    "external entity in utf-16": (
        "a.docx",
        repacked(DOCX, **{"word/document.xml": f"{OUTSIDE}<a>&c;</a>".encode("utf-16")}),
        "HostileFile",
        "DOCTYPE",
    ),
    "entity hidden by utf-7": ("a.docx", repacked(DOCX, **{"word/document.xml": SEVEN_BITS}), "HostileFile", "UTF-7"),
    "entity hidden by ebcdic": (
        "a.docx",
        repacked(DOCX, **{"word/document.xml": f'<?xml version="1.0" encoding="cp037"?>{OUTSIDE}<a>&c;</a>'.encode("cp037")}),
        "UnreadableFile",
        "",
    ),
    "text lies outside": ("a.docx", related("file:///etc/passwd", mode="External"), "UnreadableFile", ""),
    "text lies above": ("a.docx", related("../../../../etc/passwd"), "UnreadableFile", ""),
    "traversal docx": ("a.docx", repacked(DOCX, **{"../../evil.xml": "x"}), "HostileFile", "points outside"),
    "traversal odt": ("a.odt", repacked(ODT, **{"/etc/evil": "x"}), "HostileFile", "points outside"),
    "traversal xlsx": ("a.xlsx", repacked(XLSX, **{"..\\evil": "x"}), "HostileFile", "points outside"),
    "encrypted docx": ("a.docx", locked(DOCX), "PasswordRequired", "encrypted"),
    "encrypted odt": ("a.odt", locked(ODT), "PasswordRequired", "encrypted"),
    "encrypted xlsx": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "PasswordRequired", "encrypted"),
    "tags without end docx": ("a.docx", document("<w:p/>" * 1_500_000, stored=True), "HostileFile", "tags"),
    "tags without end odt": ("a.odt", odt("<text:p/>" * 1_500_000), "HostileFile", "tags"),
    "one note at 20,000 places": (
        "a.docx",
        repacked(DOCX, **{"word/document.xml": f"<w:document {WORD}><w:body>{REPEATED_NOTE}</w:body></w:document>", "word/footnotes.xml": NOTES}),
        READ,
        "Why.",
    ),
    "numbers that are none": (
        "a.docx",
        document('<w:p><w:pPr><w:outlineLvl w:val="²"/></w:pPr><w:r><w:sym w:char="-1"/><w:sym w:char="FFFFFFFFFF"/><w:t>So.</w:t></w:r></w:p>'),
        READ,
        "So.",
    ),
    "half a character in xml": ("a.docx", document(said("So. &#xD800;")), "UnreadableFile", ""),
    "deep tables docx": ("a.docx", document("<w:tbl><w:tr><w:tc>" * 400 + said("x") + "</w:tc></w:tr></w:tbl>" * 400), "UnreadableFile", ""),
    "deep sections odt": ("a.odt", odt("<text:section>" * 5000 + paragraphs("x") + "</text:section>" * 5000), "UnreadableFile", "deeply"),
    "repeated cells": ("a.odt", repeated(9), READ, "abcdefghij"),
    "repeated cells in repeated cells": ("a.odt", repeated(99, depth=5), "HostileFile", "repeated cells"),
    "a row beyond the last": ("a.xlsx", rows(FAR_ROW), "HostileFile", "rows"),
    "a column beyond the last": ("a.xlsx", rows(FAR_COLUMN), "HostileFile", "columns"),
    "rows without end": ("a.xlsx", rows("<row/>" * 1_100_000, stored=True), "HostileFile", "rows"),
}  # fmt: skip

GERMAN, POLISH = "Jürgen Weiß prüft die Straße für später.", "Łukasz ćwiczył żółtą gęślą jaźń w kąciku."
ENCODINGS = {"utf-8-sig": GERMAN, "utf-16": GERMAN, "utf-16-be": GERMAN, "cp1252": GERMAN, "mac_roman": GERMAN, "cp1250": POLISH}
TEXTS = {
    "a.txt": "I: {0}\n\nB: {0}\n\nI: Ja?\n\nB: Nein.\n",
    "a.md": "# {0}\n\n{0}\n",
    "a.csv": "answer\n{0}\n",
    "a.html": "<html><body><p>{0}</p></body></html>",
    "a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n{0}\n",
    "a.srt": "1\n00:00:01,000 --> 00:00:02,000\n{0}\n",
    "a.json": '{{"segments": [{{"start": 0, "end": 1, "text": "{0}"}}]}}',
    "a.otr": '{{"text": "<p>{0}</p>", "media": ""}}',
}
ENCODED = {
    f"{name.removeprefix('a.')} in {encoding}": (name, text.format(said_in).encode(encoding), READ, said_in)
    for name, text in TEXTS.items()
    for encoding, said_in in ENCODINGS.items()
}

ODD = {
    "billion laughs html": ("a.html", LAUGHS.encode() + b"<html><p>&c;</p></html>", "HostileFile", "entities"),
    "external entity html": ("a.html", OUTSIDE.encode() + b"<html><p>&c;</p></html>", "HostileFile", "entities"),
    "half a character in json": ("a.json", b'{"segments": [{"start": 1, "end": 2, "text": "So \\ud83d it is."}]}', READ, "it is."),
    "half a character in utf-8": ("a.txt", f"{GERMAN} ".encode() + b"\xed\xa0\xbd.", READ, GERMAN),
    "half a character in utf-16": ("a.txt", b"\xff\xfea\x00\x3d\xd8b\x00", "UnreadableFile", ""),
    "half a character in rtf": ("a.rtf", rb"{\rtf1 So \u-10179? it is.}", "UnreadableFile", "damaged"),
    "half a character in html": ("a.html", b"<html><p>So &#xD83D; it is.</p></html>", READ, "it is."),
    "deep json": ("a.json", b"[" * 100_000, "UnreadableFile", "deeply"),
    "a number without end": ("a.json", b'{"segments": [' + b"9" * 100_000 + b"]}", "UnreadableFile", ""),
    "a time without end": ("a.json", b'{"segments": [{"start": 1e999, "end": 2, "text": "a"}]}', "UnreadableFile", "'inf'"),
    "a word without end": ("a.txt", b"a" * 1_000_000, READ, "aaa"),
    "deep rtf": ("a.rtf", rb"{\rtf1 " + rb"{\b " * 20_000 + b"x", READ, "x"),
    "deep html": ("a.html", b"<html>" + b"<b>" * 100_000 + b"x", READ, "x"),
    "a file without a reader": ("a.exe", b"MZ\x90\x00", "UnsupportedFormat", ""),
    "cues without their head": ("a.txt", SAMPLES["teams vtt"].data.replace(b"WEBVTT", b"xWEBVTT"), READ, "every week"),
    "cues without names": ("a.txt", b"x\n\n0:0:1.5 --> 0:0:2.5\nHello there.\n\n0:0:2.5 --> 0:0:3.5\nWell.\n", READ, "Hello there."),
}  # fmt: skip


def broken():
    """Return what may happen to any file, for one file of each reader."""
    anything = (READ, "UnreadableFile", "PasswordRequired", "UnsupportedFormat", "HostileFile")
    for sample in {sample.importer: sample for sample in SAMPLES.values()}.values():
        kind, data = sample.importer, sample.data
        half = len(data) // 2
        yield f"{kind} empty", (sample.name, b"", "UnreadableFile", "empty")
        yield f"{kind} of NUL bytes", (sample.name, bytes(1000), "UnreadableFile", "")
        yield f"{kind} with a NUL byte", (sample.name, data[:half] + b"\x00" + data[half:], "UnreadableFile", "")
        yield f"{kind} cut in two", (sample.name, data[:half], anything, "")
        yield f"{kind} without its beginning", (sample.name, data[half:], anything, "")
        yield f"{kind} of random bytes", (sample.name, bytes(i * i * 7919 % 251 for i in range(3000)), "UnreadableFile", "")
        for suffix in (".docx", ".odt", ".xlsx", ".rtf", ".vtt", ".srt", ".csv", ".html", ".otr", ".json", ".md", ".txt", ""):
            yield f"{kind} called {suffix or 'nothing'}", (f"a{suffix}", data, anything, "")


FILES = {
    title: Hostile(name=name, data=data, ends=(ends,) if isinstance(ends, str) else ends, says=says)
    for title, (name, data, ends, says) in {**CONTAINERS, **ENCODED, **ODD, **dict(broken())}.items()
}
SURROGATES = ("half a character in json", "half a character in utf-8")
