"""Files of every format, built from the description of their layout, with what must be read from them beside each."""

import io
import json
import zipfile
from dataclasses import dataclass, field

import docx
import openpyxl

BREAK = "\n"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A file: its name, its bytes, who must read it in which layout, and its turns as (speaker, t0, t1, text)."""

    name: str
    data: bytes
    importer: str
    layout: str = ""
    turns: tuple = ()
    preamble: tuple = ()
    notes: tuple = ()
    headings: tuple = ()
    askers: tuple = ()
    inner: tuple = field(default=())


def word(*blocks):
    """Return a docx: a str is a paragraph, (level, str) a heading, a list of lists a table."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, tuple):
            document.add_heading(block[1], block[0])
        elif isinstance(block, list):
            table = document.add_table(len(block), len(block[0]))
            for row, cells in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        else:
            document.add_paragraph(block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def rtf(*paragraphs):
    """Return rich text, letters beyond ASCII as its escapes."""

    def escaped(text):
        return "".join(c if ord(c) < 128 else "".join(rf"\u{u if u < 32768 else u - 65536}?" for u in _units(c)) for c in text)

    body = "\n".join(rf"\pard {escaped(p)}\par" for p in paragraphs)
    return ("{\\rtf1\\ansi\\ansicpg1252\\uc1{\\fonttbl\\f0 Arial;}\n" + body + "\n}").encode("ascii")


def _units(char):
    data = char.encode("utf-16-le")
    return [int.from_bytes(data[i : i + 2], "little") for i in range(0, len(data), 2)]


def sheet(*rows):
    """Return a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


ODF = {n: f"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0" for n in ("office", "text", "table")}


def odt(body, **parts):
    """Return an OpenDocument text with this body."""
    names = " ".join(f'xmlns:{n}="{uri}"' for n, uri in ODF.items())
    content = (
        f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def fodt(body):
    """Return an OpenDocument text in one file with this body."""
    names = " ".join(f'xmlns:{n}="{uri}"' for n, uri in ODF.items())
    inner = f"<office:body><office:text>{body}</office:text></office:body>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {names}>{inner}</office:document>'.encode()


def paragraphs(*texts):
    """Return the paragraphs of an odt."""
    return "".join(f"<text:p>{text}</text:p>" for text in texts)


def lines(*texts, end="\n"):
    return end.join(texts).encode()


INTERVIEW = (
    "Interview 7",
    "I: Wie läuft es im Jobcenter?",
    "B1: Gut. //mhm// Na ja (...) (unv.) 🙂",
    "I: Und sonst?",
    "B1: [Name] hilft.",
)
INTERVIEW_TURNS = (
    ("I", None, None, "Wie läuft es im Jobcenter?"),
    ("B1", None, None, "Gut. //mhm// Na ja (...) (unv.) 🙂"),
    ("I", None, None, "Und sonst?"),
    ("B1", None, None, "[Name] hilft."),
)
DIALOGUE = {"layout": "labelled", "turns": INTERVIEW_TURNS, "preamble": ("Interview 7",), "askers": ("I",)}

F4 = ("I: Jak jest? #00:00:05-1#", "B: Dobrze, Łukasz pomaga. #00:01:02-3#", "I: Dalej? #00:01:05-0#", "B: Nie. #01:00:00-9#")
F4_TURNS = (
    ("I", 0, 5100, "Jak jest?"),
    ("B", 5100, 62300, "Dobrze, Łukasz pomaga."),
    ("I", 62300, 65000, "Dalej?"),
    ("B", 65000, 3600900, "Nie."),
)

GROUP = (
    "Gruppe 2, Gemeindehaus",
    "Moderatorin: Was hilft Ihnen?",
    "Frau Jäger: Der Bus.",
    "Paweł: Ja, der Bus.",
    "Er fährt spät.",
    "Moderatorin: Und Ihnen, Herr Öz?",
    "Herr Öz: Nichts.",
    "Frau Jäger: Doch!",
)
GROUP_TURNS = (
    ("Moderatorin", None, None, "Was hilft Ihnen?"),
    ("Frau Jäger", None, None, "Der Bus."),
    ("Paweł", None, None, "Ja, der Bus.\nEr fährt spät."),
    ("Moderatorin", None, None, "Und Ihnen, Herr Öz?"),
    ("Herr Öz", None, None, "Nichts."),
    ("Frau Jäger", None, None, "Doch!"),
)

TEAMS = (
    (1, "Jour fixe"),
    "12. Mai 2025, 09:00",
    "Kim Lee started transcription",
    "Kim Lee   0:04\nHow do you work?",
    "Öz, Ayşe (Stadt)   0:09\nWe meet. Often 🙂.",
    "Kim Lee   1:02:03\nAnd then?",
    "Öz, Ayşe (Stadt)   1:02:09\nNothing.",
)
TEAMS_TURNS = (
    ("Kim Lee", 4000, 9000, "How do you work?"),
    ("Öz, Ayşe (Stadt)", 9000, 3723000, "We meet. Often 🙂."),
    ("Kim Lee", 3723000, 3729000, "And then?"),
    ("Öz, Ayşe (Stadt)", 3729000, None, "Nothing."),
)
TEAMS_BEFORE = ("12. Mai 2025, 09:00", "Kim Lee started transcription")


def teams(end):
    """Return what Teams writes, whatever the language of its last line."""
    return Sample(
        name="t.docx",
        data=word(*TEAMS, end),
        importer="docx",
        layout="headed",
        turns=TEAMS_TURNS,
        preamble=TEAMS_BEFORE,
        notes=(end,),
        headings=("Jour fixe",),
        askers=("Kim Lee",),
    )


OLD_TEAMS = (
    "0:0:5.100 --> 0:0:8.250\nLee, Kim\nHow is work?",
    "0:0:9.0 --> 0:0:12.250\nNowak, Zofia\nBusy.",
    "0:0:12.300 --> 0:0:14.0\nNowak, Zofia\nVery.",
    "0:1:0.0 --> 0:1:2.50\nLee, Kim\nI see.",
)
OLD_TURNS = (
    ("Lee, Kim", 5100, 8250, "How is work?"),
    ("Nowak, Zofia", 9000, 14000, "Busy. Very."),
    ("Lee, Kim", 60000, 62500, "I see."),
)

TEAMS_VTT = """WEBVTT

8a4c6b7e-1f/12-0
00:00:03.100 --> 00:00:05.250
<v Lee, Kim (City)>How do you work?</v>

8a4c6b7e-1f/13-0
00:00:06.000 --> 00:00:09.000
<v Müller, Jürgen>We meet &amp; talk,</v>

8a4c6b7e-1f/13-1
00:00:09.000 --> 00:00:12.500
<v Müller, Jürgen>every
week 🙂.</v>

8a4c6b7e-1f/14-0
00:00:12.600 --> 00:00:15.000
<v Lee, Kim (City)>Really?</v>
<v Müller, Jürgen>Yes.</v>
"""

ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
Kim Lee: Who pays?

2
00:00:02.000 --> 00:00:04.000
Ana Król: Nobody

3
00:00:04.000 --> 00:00:06.000
as far as I know.

4
01:00:06.000 --> 01:00:07.000
Kim Lee: I see.
"""

MEET = (
    (1, "Planning – 2025/05/12"),
    "Attendees Ana Cruz, Jörg Weiß",
    (2, "Notes"),
    "Summary: Ana Cruz and Jörg Weiß spoke of the budget (00:03:10).",
    "Jörg Weiß: will send the plan.",
    "Ana Cruz: will ask the county.",
    (2, "Planning – Transcript"),
    (3, "00:00:00"),
    "Ana Cruz: What is new?\nJörg Weiß: The bus 🚌.",
    (3, "00:05:00"),
    "Ana Cruz: And the money?",
    "Jörg Weiß: None: as ever.",
    (3, "Transcription ended after 00:06:32"),
    "This editable transcript was made by a program and may hold errors.",
)
MEET_TURNS = (
    ("Ana Cruz", 0, None, "What is new?"),
    ("Jörg Weiß", None, None, "The bus 🚌."),
    ("Ana Cruz", 300000, None, "And the money?"),
    ("Jörg Weiß", None, None, "None: as ever."),
)
MEET_BEFORE = (
    "Planning – 2025/05/12",
    "Attendees Ana Cruz, Jörg Weiß",
    "Notes",
    "Summary: Ana Cruz and Jörg Weiß spoke of the budget (00:03:10).",
    "Jörg Weiß: will send the plan.",
    "Ana Cruz: will ask the county.",
    "Planning – Transcript",
)
MEET_AFTER = ("Transcription ended after 00:06:32", "This editable transcript was made by a program and may hold errors.")
MEETING = {
    "layout": "meet",
    "turns": MEET_TURNS,
    "preamble": MEET_BEFORE,
    "notes": MEET_AFTER,
    "askers": ("Ana Cruz",),
}

OTTER = """Kim Lee  0:05
So, how is work?

Željko  59:59
Busy. Very busy.
Too busy.

Kim Lee  1:02:30
I see.

Transcribed by https://example.org
"""
OTTER_TURNS = (
    ("Kim Lee", 5000, 3599000, "So, how is work?"),
    ("Željko", 3599000, 3750000, "Busy. Very busy.\nToo busy."),
    ("Kim Lee", 3750000, None, "I see."),
)

NOSCRIBE = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0//EN" "http://www.w3.org/TR/REC-html40/strict.dtd">
<html ><head ><meta charset="UTF-8" /><meta name="qrichtext" content="1" /></head>
<body ><p >Gespräch mit Frau Schäfer</p><p ><span >Transcribed with noScribe vers. 0.7<br />Audio file: ./a.mp3</span></p>
<p ><a name="ts_1000_2500_S01" >S01: <span>[00:00:01]</span> How are </a><a name="ts_2500_3000_S01" >you?</a>
<a name="ts_2700_2900_//S02" > //S02: Hi. </a><a name="ts_2900_3000_S01" >// &amp; so?</a></p>
<p ><a name="ts_3000_4000_S00" >S00: <span>[00:00:03]</span> Fine 🙂.</a></p></body></html>"""
NOSCRIBE_TURNS = (("S01", 1000, 3000, "How are you?\n //S02: Hi. // & so?"), ("S00", 3000, 4000, "Fine 🙂."))

NOSCRIBE_VTT = """WEBVTT A talk

NOTE
Transcribed with noScribe vers. 0.7

1
00:00:00.000 --> 00:00:01.000
(1 second pause)

2
00:00:01.000 --> 00:00:03.000
<v S01>How are you? //S02: Hi. // And so?

3
00:00:03.000 --> 00:00:04.000
<v S00>Fine.
"""

SEGMENTS = [
    {
        "start": 0.0,
        "end": 3.1,
        "text": " Wie geht es?",
        "speaker": "SPEAKER_00",
        "words": [{"word": "Wie", "start": 0.0, "end": 0.4}],
    },
    {"start": 3.1, "end": 5.25, "text": " Gut, Paweł.", "speaker": "SPEAKER_01"},
    {"start": 5.3, "end": 7.0, "text": " Sehr gut 🙂.", "speaker": "SPEAKER_01"},
    {"start": 7.0, "end": 8, "text": " Schön?", "speaker": "SPEAKER_00"},
]
WHISPERX_TURNS = (
    ("SPEAKER_00", 0, 3100, "Wie geht es?"),
    ("SPEAKER_01", 3100, 7000, "Gut, Paweł. Sehr gut 🙂."),
    ("SPEAKER_00", 7000, 8000, "Schön?"),
)
WHISPER = [{k: v for k, v in s.items() if k not in ("speaker", "words")} for s in SEGMENTS]
WHISPER_TURNS = (
    ("", 0, 3100, "Wie geht es?"),
    ("", 3100, 5250, "Gut, Paweł."),
    ("", 5300, 7000, "Sehr gut 🙂."),
    ("", 7000, 8000, "Schön?"),
)
CHUNKS = [
    {"timestamp": [0, 3.1], "text": " The bus"},
    {"timestamp": [3.1, 4.0], "text": " is late."},
    {"timestamp": [4.0, None], "text": "No?"},
]
CHUNKS_TURNS = (("", 0, 4000, "The bus is late."), ("", 4000, None, "No?"))

ATRAIN = """Transcription of talk.mp3

SPEAKER_00
[00:00:00] - Witam, jak jest?
[00:00:04] - Proszę mówić: śmiało.

SPEAKER_01
[00:00:09] - Dobrze.

SPEAKER_00
[01:00:12] - A dalej?
"""
ATRAIN_TURNS = (
    ("SPEAKER_00", 0, 9000, "Witam, jak jest?\nProszę mówić: śmiało."),
    ("SPEAKER_01", 9000, 3612000, "Dobrze."),
    ("SPEAKER_00", 3612000, None, "A dalej?"),
)

SRT = """1
00:00:01,500 --> 00:00:02,000
Ana: Yes.
Ben: No.

2
00:00:03,000 --> 00:00:04,000
Ana: But why?

3
00:00:04,000 --> 00:00:05,000
- Ben: So.
"""
SRT_TURNS = (("Ana", 1500, 2000, "Yes."), ("Ben", 1500, 2000, "No."), ("Ana", 3000, 4000, "But why?"), ("Ben", 4000, 5000, "So."))


def stamp(seconds, shown):
    return f'<span class="timestamp" contenteditable="false" data-timestamp="{seconds}">{shown}</span>'


OTR = json.dumps(
    {
        "text": f"<p>{stamp(0, '0:00')}I: Wie &amp; wo?</p><p>{stamp(61.2, '1:01')} B: Hier 🙂.<br />{stamp(3725.5, '1:02:05')}I: Und?</p><p>B: Da.</p>",
        "media": "talk.mp3",
        "media-time": 12.5,
    }
).encode()
OTR_TURNS = (
    ("I", 0, 61200, "Wie & wo?"),
    ("B", 61200, 3725500, "Hier 🙂."),
    ("I", 3725500, None, "Und?"),
    ("B", None, None, "Da."),
)
OLD_OTR = json.dumps(
    {
        "text": '<span class="timestamp">0:05</span> First this.<br><span class="timestamp">1:01</span> Then that.<br>',
        "media": "",
        "media-time": "",
    }
).encode()

SPANS = [
    ["Timespan", "Content", "Speaker"],
    ["0:00.0 - 0:05.2", "Co słychać?", "Ewa"],
    ["0:05.2 - 1:01.0", "Nic nowego.", "Łukasz"],
    ["1:01.0 - 1:02:05.5", "Naprawdę?", "Ewa"],
]
SPANS_TURNS = (
    ("Ewa", 0, 5200, "Co słychać?"),
    ("Łukasz", 5200, 61000, "Nic nowego."),
    ("Ewa", 61000, 3725500, "Naprawdę?"),
)
SHORT = [["Who", "When", "What"], ["Ewa", "5", "So?"], ["Jan", "75", "Yes."], ["Ewa", "9203", "No?"], ["Jan", "14532", "Well."]]
SHORT_TURNS = (
    ("Ewa", 5000, 75000, "So?"),
    ("Jan", 75000, 5523000, "Yes."),
    ("Ewa", 5523000, 6332000, "No?"),
    ("Jan", 6332000, None, "Well."),
)
STAMPED_TURNS = (("", 5000, 66000, "First we met."), ("", 66000, 7503000, "Then we left."), ("", 7503000, None, "That was all."))

NUMBERED = (
    "1 Transcript 3",
    "2 Dan: So what did you do when the office",
    "3 was closed for so long?",
    "4 Ewa: We wrote letters. Many of them, and",
    "5 nobody ever answered.",
    "6 Dan: Nobody?",
    "7 Ewa: Nobody.",
)
NUMBERED_TURNS = (
    ("Dan", None, None, "So what did you do when the office was closed for so long?"),
    ("Ewa", None, None, "We wrote letters. Many of them, and nobody ever answered."),
    ("Dan", None, None, "Nobody?"),
    ("Ewa", None, None, "Nobody."),
)

HTML = """<!DOCTYPE html><html><head><title>A talk</title><style>p { color: red }</style><script>I: no</script></head><body>
<h1>A talk</h1><p>Recorded in May</p>
<p><b>I:</b> How
 is it?</p><p>B1: Well &amp; good 🙂.<br>Very.</p><p>I: Why?</p><p>B1: So.</p></body></html>"""
HTML_TURNS = (
    ("I", None, None, "How is it?"),
    ("B1", None, None, "Well & good 🙂.\nVery."),
    ("I", None, None, "Why?"),
    ("B1", None, None, "So."),
)

ODT_TALK = '<text:h text:outline-level="1">Rozmowa</text:h>' + paragraphs(
    "I: Jak\n   jest?",
    'B: Do<text:span>brze</text:span>,<text:s text:c="1"/>Zosiu<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>Po cichu.</text:p></text:note-body></text:note>.<text:line-break/>Tak.",
    "I: A dalej?",
    "B: Nic.",
)
ODT_TURNS = (
    ("I", None, None, "Jak jest?"),
    ("B", None, None, "Dobrze, Zosiu.\nTak."),
    ("I", None, None, "A dalej?"),
    ("B", None, None, "Nic."),
)

ANSWERS = (
    ("Respondent", "Question", "Answer"),
    ("R1", "Was fehlt?", "Die Zeit, wie immer."),
    ("R2", "Was fehlt?", "Nichts 🙂."),
    ("R1", "Wer hilft?", "Zofia, die Kollegin."),
)
ANSWERS_TURNS = (
    ("R1", None, None, "Die Zeit, wie immer."),
    ("R2", None, None, "Nichts 🙂."),
    ("R1", None, None, "Zofia, die Kollegin."),
)

SAMPLES = {
    "dialogue txt": Sample(name="a.txt", data=lines(*INTERVIEW), importer="txt", **DIALOGUE),
    "dialogue txt crlf": Sample(name="a.txt", data=lines(*INTERVIEW, end="\r\n\r\n"), importer="txt", **DIALOGUE),
    "dialogue txt utf-16": Sample(name="a.txt", data="\n".join(INTERVIEW).encode("utf-16"), importer="txt", **DIALOGUE),
    "dialogue md": Sample(name="a.md", data=lines(*INTERVIEW, end="\n\n"), importer="markdown", **DIALOGUE),
    "dialogue docx": Sample(name="a.docx", data=word(*INTERVIEW), importer="docx", **DIALOGUE),
    "dialogue odt": Sample(name="a.odt", data=odt(paragraphs(*INTERVIEW)), importer="odt", **DIALOGUE),
    "dialogue fodt": Sample(name="a.fodt", data=fodt(paragraphs(*INTERVIEW)), importer="fodt", **DIALOGUE),
    "dialogue rtf": Sample(name="a.rtf", data=rtf(*INTERVIEW), importer="rtf", **DIALOGUE),
    "f4 rtf": Sample(name="f.rtf", data=rtf(*F4), importer="rtf", layout="labelled", turns=F4_TURNS, askers=("I",)),
    "f4 docx": Sample(name="f.docx", data=word(*F4), importer="docx", layout="labelled", turns=F4_TURNS, askers=("I",)),
    "f4 without labels": Sample(
        name="f.txt",
        data=lines("First this. #00:00:05-1#", "Then that. #00:01:02-3#"),
        importer="txt",
        layout="ended",
        turns=(("", 0, 5100, "First this."), ("", 5100, 62300, "Then that.")),
    ),
    "maxqda group": Sample(
        name="g.docx",
        data=word(*GROUP),
        importer="docx",
        layout="labelled",
        turns=GROUP_TURNS,
        preamble=("Gruppe 2, Gemeindehaus",),
        askers=("Moderatorin",),
    ),
    "teams docx": teams("Kim Lee hat die Transkription beendet"),
    "teams docx polish": teams("Kim Lee zatrzymał(a) transkrypcję"),
    "teams docx old": Sample(
        name="t.docx",
        data=word("Jour fixe", *OLD_TEAMS),
        importer="docx",
        layout="teams-old",
        turns=OLD_TURNS,
        preamble=("Jour fixe",),
    ),
    "teams vtt": Sample(
        name="t.vtt",
        data=TEAMS_VTT.encode(),
        importer="vtt",
        turns=(
            ("Lee, Kim (City)", 3100, 5250, "How do you work?"),
            ("Müller, Jürgen", 6000, 12500, "We meet & talk, every week 🙂."),
            ("Lee, Kim (City)", 12600, 15000, "Really?"),
            ("Müller, Jürgen", 12600, 15000, "Yes."),
        ),
        askers=("Lee, Kim (City)",),
    ),
    "zoom vtt": Sample(
        name="z.vtt",
        data=ZOOM.replace("\n", "\r\n").encode(),
        importer="vtt",
        turns=(
            ("Kim Lee", 1000, 2000, "Who pays?"),
            ("Ana Król", 2000, 6000, "Nobody as far as I know."),
            ("Kim Lee", 3606000, 3607000, "I see."),
        ),
        askers=("Kim Lee",),
    ),
    "meet docx": Sample(name="m.docx", data=word(*MEET), importer="docx", **MEETING),
    "meet txt": Sample(name="m.txt", data=lines(*(p[1] if isinstance(p, tuple) else p for p in MEET)), importer="txt", **MEETING),
    "otter txt": Sample(
        name="o.txt",
        data=OTTER.encode(),
        importer="txt",
        layout="headed",
        turns=OTTER_TURNS,
        notes=("Transcribed by https://example.org",),
        askers=("Kim Lee",),
    ),
    "noscribe html": Sample(
        name="n.html",
        data=NOSCRIBE.encode(),
        importer="noscribe",
        turns=NOSCRIBE_TURNS,
        preamble=("Gespräch mit Frau Schäfer", "Transcribed with noScribe vers. 0.7\nAudio file: ./a.mp3"),
    ),
    "noscribe vtt": Sample(
        name="n.vtt",
        data=NOSCRIBE_VTT.encode(),
        importer="vtt",
        turns=(
            ("", 0, 1000, "(1 second pause)"),
            ("S01", 1000, 3000, "How are you? //S02: Hi. // And so?"),
            ("S00", 3000, 4000, "Fine."),
        ),
        notes=("NOTE\nTranscribed with noScribe vers. 0.7",),
    ),
    "whisper json": Sample(
        name="w.json",
        data=json.dumps({"text": "x", "segments": WHISPER, "language": "de"}).encode(),
        importer="json",
        layout="whisper",
        turns=WHISPER_TURNS,
    ),
    "whisperx json": Sample(
        name="w.json",
        data=json.dumps({"segments": SEGMENTS, "word_segments": []}, ensure_ascii=False).encode(),
        importer="json",
        layout="whisper",
        turns=WHISPERX_TURNS,
        askers=("SPEAKER_00",),
    ),
    "atrain json": Sample(
        name="transcription.json",
        data=json.dumps({"segments": SEGMENTS}, indent=2).encode("utf-8-sig"),
        importer="json",
        layout="whisper",
        turns=WHISPERX_TURNS,
        askers=("SPEAKER_00",),
    ),
    "plain array": Sample(name="c.json", data=json.dumps(CHUNKS).encode(), importer="json", layout="whisper", turns=CHUNKS_TURNS),
    "atrain txt": Sample(
        name="at.txt",
        data=ATRAIN.encode(),
        importer="txt",
        layout="atrain",
        turns=ATRAIN_TURNS,
        preamble=("Transcription of talk.mp3",),
    ),
    "srt": Sample(
        name="s.srt", data=SRT.replace("\n", "\r\n").encode("utf-8-sig"), importer="srt", turns=SRT_TURNS, askers=("Ana",)
    ),
    "srt called txt": Sample(name="s.txt", data=SRT.encode(), importer="srt", turns=SRT_TURNS, askers=("Ana",)),
    "otr": Sample(name="o.otr", data=OTR, importer="otr", layout="labelled", turns=OTR_TURNS, askers=("I",)),
    "otr called json": Sample(name="o.json", data=OTR, importer="otr", layout="labelled", turns=OTR_TURNS, askers=("I",)),
    "otr of old": Sample(
        name="o.otr",
        data=OLD_OTR,
        importer="otr",
        layout="stamped",
        turns=(("", 5000, 61000, "First this."), ("", 61000, None, "Then that.")),
    ),
    "nvivo docx table": Sample(
        name="nv.docx",
        data=word("Talk 4", SPANS),
        importer="docx",
        layout="table",
        turns=SPANS_TURNS,
        preamble=("Talk 4", "Timespan\nContent\nSpeaker"),
        askers=("Ewa",),
    ),
    "nvivo txt table": Sample(
        name="nv.txt",
        data=lines(*("\t".join(row) for row in SPANS)),
        importer="txt",
        layout="table",
        turns=SPANS_TURNS,
        preamble=("Timespan\nContent\nSpeaker",),
        askers=("Ewa",),
    ),
    "nvivo shorthand": Sample(
        name="nv.docx",
        data=word(SHORT),
        importer="docx",
        layout="table",
        turns=SHORT_TURNS,
        preamble=("Who\nWhen\nWhat",),
        askers=("Ewa",),
    ),
    "nvivo paragraphs": Sample(
        name="nv.docx",
        data=word("[0:05] First we met.", "[1:6] Then we left.", "[2:5:3] That was all."),
        importer="docx",
        layout="stamped",
        turns=STAMPED_TURNS,
    ),
    "nvivo paragraphs bare": Sample(
        name="nv.txt",
        data=lines("0:05 First we met.", "1:6 Then we left.", "2:5:3 That was all."),
        importer="txt",
        layout="stamped",
        turns=STAMPED_TURNS,
    ),
    "two columns": Sample(
        name="c.docx",
        data=word([["I", "How?"], ["B1", "Well."], ["I", "Why?"], ["B1", "So."]]),
        importer="docx",
        layout="labelled",
        turns=(("I", None, None, "How?"), ("B1", None, None, "Well."), ("I", None, None, "Why?"), ("B1", None, None, "So.")),
        askers=("I",),
    ),
    "two columns with times": Sample(
        name="c.docx",
        data=word([["0:01", "Kim: How?"], ["0:05", "Žan: Well."], ["0:09", "Kim: Why?"], ["1:00:00", "Žan: So."]]),
        importer="docx",
        layout="table",
        turns=(
            ("Kim", 1000, 5000, "How?"),
            ("Žan", 5000, 9000, "Well."),
            ("Kim", 9000, 3600000, "Why?"),
            ("Žan", 3600000, None, "So."),
        ),
        askers=("Kim",),
    ),
    "three columns": Sample(
        name="c.docx",
        data=word([["1", "I", "How?"], ["2", "B1", "Well."], ["3", "I", "Why?"], ["4", "B1", "So."]]),
        importer="docx",
        layout="table",
        turns=(("I", None, None, "How?"), ("B1", None, None, "Well."), ("I", None, None, "Why?"), ("B1", None, None, "So.")),
        askers=("I",),
    ),
    "numbers at the margin": Sample(
        name="p.txt",
        data=lines(*NUMBERED),
        importer="txt",
        layout="labelled",
        turns=NUMBERED_TURNS,
        preamble=("Transcript 3",),
        askers=("Dan",),
    ),
    "html": Sample(
        name="h.html",
        data=HTML.encode(),
        importer="html",
        layout="labelled",
        turns=HTML_TURNS,
        preamble=("Recorded in May",),
        headings=("A talk",),
        askers=("I",),
    ),
    "odt": Sample(
        name="r.odt",
        data=odt(ODT_TALK),
        importer="odt",
        layout="labelled",
        turns=ODT_TURNS,
        notes=("Po cichu.",),
        headings=("Rozmowa",),
        askers=("I",),
    ),
    "otter without names": Sample(
        name="o.txt",
        data="Speaker 1  0:00\nHello there.\n\nDr. Ana Łuczak  0:12\nHi. And you?\n\nSpeaker 1  1:00:12\nGood.\n".encode(),
        importer="txt",
        layout="headed",
        turns=(
            ("Speaker 1", 0, 12000, "Hello there."),
            ("Dr. Ana Łuczak", 12000, 3612000, "Hi. And you?"),
            ("Speaker 1", 3612000, None, "Good."),
        ),
        askers=("Dr. Ana Łuczak",),
    ),
    "f5 with times at both ends": Sample(
        name="f.rtf",
        data=rtf("#00:00:00-0# I: Wie?", "#00:00:05-5# B: So. #00:00:07-0#", "#00:00:09-0# I: Aha."),
        importer="rtf",
        layout="labelled",
        turns=(("I", 0, 5500, "Wie?"), ("B", 5500, 7000, "So."), ("I", 9000, None, "Aha.")),
        askers=("I",),
    ),
    "several interviewers": Sample(
        name="i.txt",
        data=lines("Interviewer 1: Wie?", "IP01: So.", "Interviewer 2: Und?", "IP02: Nein.", "Interviewer 1: Gut."),
        importer="txt",
        layout="labelled",
        turns=(
            ("Interviewer 1", None, None, "Wie?"),
            ("IP01", None, None, "So."),
            ("Interviewer 2", None, None, "Und?"),
            ("IP02", None, None, "Nein."),
            ("Interviewer 1", None, None, "Gut."),
        ),
        askers=("Interviewer 1", "Interviewer 2"),
    ),
    "zoom txt": Sample(
        name="z.txt",
        data=lines("[Kim Lee] 09:00:01", "Hello there.", "", "[Ana Król] 09:00:05", "Hi.", "", "[Kim Lee] 09:00:09", "So?"),
        importer="txt",
        layout="headed",
        turns=(
            ("Kim Lee", 32401000, 32405000, "Hello there."),
            ("Ana Król", 32405000, 32409000, "Hi."),
            ("Kim Lee", 32409000, None, "So?"),
        ),
    ),
    "times before names": Sample(
        name="d.txt",
        data=lines("[00:00:00] Kim Lee: Hello.", "", "[00:00:04] Ana: Hi?", "", "[00:00:09] Kim Lee: So."),
        importer="txt",
        layout="stamped",
        turns=(("Kim Lee", 0, 4000, "Hello."), ("Ana", 4000, 9000, "Hi?"), ("Kim Lee", 9000, None, "So.")),
        askers=("Ana",),
    ),
    "names before times in brackets": Sample(
        name="t.txt",
        data=lines("Kim Lee [00:00:03]", "Hello.", "", "Ana Cruz [00:00:09]", "Hi.", "", "Kim Lee [00:00:12]", "So?"),
        importer="txt",
        layout="headed",
        turns=(("Kim Lee", 3000, 9000, "Hello."), ("Ana Cruz", 9000, 12000, "Hi."), ("Kim Lee", 12000, None, "So?")),
    ),
    "whisper txt": Sample(
        name="w.txt",
        data=lines("[00:00.000 --> 00:04.000]  Hello there.", "[00:04.000 --> 00:08.000]  Well."),
        importer="txt",
        layout="stamped",
        turns=(("", 0, 4000, "Hello there."), ("", 4000, 8000, "Well.")),
    ),
    "answers csv": Sample(name="s.csv", data=lines(*map(";".join, ANSWERS)), importer="csv", turns=ANSWERS_TURNS),
    "answers xlsx": Sample(name="s.xlsx", data=sheet(*ANSWERS), importer="xlsx", turns=ANSWERS_TURNS),
    "whisper tsv": Sample(
        name="w.tsv",
        data=lines("start\tend\ttext", "0\t4000\tHello there.", "4000\t8000\tWell."),
        importer="csv",
        layout="whisper",
        turns=(("", 0, 4000, "Hello there."), ("", 4000, 8000, "Well.")),
    ),
}
