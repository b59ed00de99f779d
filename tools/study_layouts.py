"""The layouts of the programs that write transcripts: f4, Teams, Zoom, Otter, and people who type."""

import io
import textwrap
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from study_sources import SECONDS_A_WORD, Interview, Turn, seconds

CUE_SECONDS = (5.0, 11.0)  # a caption is closed at a pause after 5 s, and after 11 s wherever it is
LINE = 44  # characters of a caption line
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
RTF_WORDS = {
    "‘": r"\lquote ",
    "’": r"\rquote ",
    "“": r"\ldblquote ",
    "”": r"\rdblquote ",
    "–": r"\endash ",
    "—": r"\emdash ",
    "\t": r"\tab ",
}
RTF_LANGUAGES = {"en": 2057, "de": 1031}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """A caption: a stretch of one turn, `first` where the turn begins."""

    turn: int
    part: int
    label: str
    start: float
    end: float
    text: str

    @property
    def first(self) -> bool:
        """Whether the turn begins here."""
        return self.part == 0


def jitter(text: str) -> int:
    """Return milliseconds from 0 to 999 that a text always gets: recordings do not keep to whole seconds."""
    return zlib.crc32(text.encode("utf-8")) % 1000


def clock(time: float, *, hours: bool = True) -> str:
    """Write a time as HH:MM:SS, or as [H:]MM:SS where `hours` may be left out."""
    minutes, rest = divmod(int(time), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}" if hours or minutes >= 60 else f"{minutes:02}:{rest:02}"


def stamp(time: float) -> str:
    """Write a time with milliseconds, as captions have it."""
    whole = round(time * 1000)
    return f"{clock(whole // 1000)}.{whole % 1000:03}"


def f4_mark(turn: Turn) -> str:
    """Write the end of a turn as f4 does, with tenths of a second after the hyphen."""
    return f"#{clock(turn.end)}-{jitter(turn.text) // 100}#"


def cut(text: str, per_word: float) -> Iterator[list[str]]:
    """Cut a text into captions, where the speaker pauses if possible."""
    least, most = CUE_SECONDS
    words: list[str] = []
    for word in text.split():
        words.append(word)
        length = len(words) * per_word
        if length >= most or (length >= least and word[-1] in ".,;:?!…"):
            yield words
            words = []
    if words:
        yield words


def captions(turn: Turn, number: int) -> Iterator[Cue]:
    """Cut a turn into captions of about 5 to 12 seconds; the first begins within the second the source names."""
    begin = turn.start + jitter(turn.text) / 1000
    per_word = min(SECONDS_A_WORD, (turn.end - begin) / len(turn.text.split()))
    for part, words in enumerate(cut(turn.text, per_word)):
        end = begin + len(words) * per_word
        yield Cue(turn=number, part=part, label=turn.label, start=begin, end=end, text=" ".join(words))
        begin = end


def cues(interview: Interview) -> Iterator[Cue]:
    """Cut an interview into captions."""
    for number, turn in enumerate(interview.turns):
        yield from captions(turn, number)


# Layouts of text files


def plain_txt(interview: Interview) -> bytes:
    """Write dialogue as an editor on Windows saves it: label and colon, an empty line between turns."""
    blocks = [*interview.preamble, *(f"{interview.shown(t.label)}: {t.text}" for t in interview.turns)]
    return ("\r\n\r\n".join(blocks) + "\r\n").encode(interview.options["encoding"])


def otter_txt(interview: Interview) -> bytes:
    """Write a text export of Otter: speaker, two blanks, time; the speech; an empty line; the advertisement at the end."""
    blocks = [f"{interview.shown(t.label)}  {clock(t.start, hours=False)}\n{t.text}\n\n" for t in interview.turns]
    return ("".join(blocks) + "Transcribed by https://otter.ai\n").encode()


def teams_vtt(interview: Interview) -> bytes:
    """Write captions of Teams: ids of the meeting's guid, turn and part, the voice in every cue, lines broken."""
    meeting = uuid.uuid5(uuid.NAMESPACE_URL, interview.file)
    blocks = ["WEBVTT"]
    for cue in cues(interview):
        speech = "\n".join(wrapped(cue.text)).replace("&", "&amp;").replace("<", "&lt;")
        voice = f"<v {interview.shown(cue.label)}>{speech}</v>"
        blocks.append(f"{meeting}/{cue.turn}-{cue.part}\n{stamp(cue.start)} --> {stamp(cue.end)}\n{voice}")
    return ("\n\n".join(blocks) + "\n").encode()


def zoom_vtt(interview: Interview) -> bytes:
    """Write captions of Zoom: CRLF, numbered, the name only where a turn begins."""
    blocks = ["WEBVTT"]
    for number, cue in enumerate(cues(interview), start=1):
        name = f"{interview.shown(cue.label)}: " if cue.first else ""
        blocks.append(f"{number}\r\n{stamp(cue.start)} --> {stamp(cue.end)}\r\n{name}{cue.text}")
    return ("\r\n\r\n".join(blocks) + "\r\n").encode()


def wrapped(text: str) -> list[str]:
    """Break a caption into lines, at blanks only."""
    return textwrap.wrap(text, LINE, break_long_words=False, break_on_hyphens=False)


# RTF


def rtf_character(character: str, *, escapes: str) -> str:
    """Escape one character: words for quotes and dashes and cp1252 in hexadecimal as Word does, or everything by number as f4 does."""
    if character in "\\{}":
        return "\\" + character
    if character.isascii() and character != "\t":
        return character
    if escapes == "hex" and character in RTF_WORDS:
        return RTF_WORDS[character]
    code = character.encode("cp1252", errors="ignore")
    if escapes == "hex" and code:
        return f"\\'{code[0]:02x}"
    units = character.encode("utf-16-le")
    numbers = (int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2))
    return "".join(f"\\u{number}?" for number in numbers)


def rtf_text(text: str, *, escapes: str) -> str:
    """Escape a text for RTF."""
    return "".join(rtf_character(c, escapes=escapes) for c in text)


def f4_rtf(interview: Interview) -> bytes:
    """Write RTF as f4 saves it: a paragraph a turn, its end time at the end."""
    escapes = interview.options["escapes"]
    day = datetime.fromisoformat(interview.date)
    head = (
        f"{{\\rtf1\\ansi\\ansicpg1252\\deff0\\deflang{RTF_LANGUAGES[interview.language]}\r\n"
        "{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\froman\\fcharset0 Times New Roman;}}\r\n"
        "{\\colortbl ;\\red0\\green0\\blue0;}\r\n"
        f"{{\\info{{\\title {rtf_text(interview.title, escapes=escapes)}}}{{\\creatim\\yr{day.year}\\mo{day.month}\\dy{day.day}}}}}\r\n"
        "\\viewkind4\\uc1\\pard\\sa120\\f0\\fs22 "
    )
    spoken = (f"{interview.shown(t.label)}: {t.text} {f4_mark(t)}" for t in interview.turns)
    body = "\\par\r\n".join(rtf_text(paragraph, escapes=escapes) for paragraph in (*interview.preamble, *spoken))
    return (head + body + "\\par\r\n}\r\n").encode("ascii")


# docx


def new_docx(interview: Interview) -> Any:
    """Open an empty document whose properties say nothing about when and where it was built."""
    import docx

    document = docx.Document()
    day = datetime.fromisoformat(interview.date)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = interview.title, "qda sample study", "qda sample study"
    properties.comments, properties.language = "Fictional", interview.language
    properties.created = properties.modified = day
    return document


def docx_bytes(document: Any) -> bytes:
    """Save a document with fixed dates and order of its parts."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(info, source.read(name))
    return fixed.getvalue()


def f4_docx(interview: Interview) -> bytes:
    """Write a transcript of f4: header lines, then a paragraph a turn, its end time at the end."""
    document = new_docx(interview)
    for line in interview.preamble:
        document.add_paragraph(line)
    document.add_paragraph()
    for turn in interview.turns:
        document.add_paragraph(f"{interview.shown(turn.label)}: {turn.text} {f4_mark(turn)}")
    return docx_bytes(document)


def names_docx(interview: Interview) -> bytes:
    """Write a transcript typed by hand: names in bold, headings where the subject changes."""
    document = new_docx(interview)
    headings = {seconds(h["at"]): h for h in interview.headings}
    for turn in interview.turns:
        if heading := headings.get(int(turn.start)):
            document.add_heading(heading["text"], heading["level"])
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{interview.shown(turn.label)}:").bold = True
        paragraph.add_run(f" {turn.text}")
    return docx_bytes(document)


def teams_docx(interview: Interview) -> bytes:
    """Write a transcript of Teams: a whole turn in one paragraph with line breaks, between two lines about the recording."""
    document = new_docx(interview)
    recorder = interview.shown("I")
    spoken = int(interview.turns[-1].end)
    for line in (*interview.preamble, f"{spoken // 60}m {spoken % 60}s", f"{recorder} started transcription"):
        document.add_paragraph(line)
    for number, turn in enumerate(interview.turns):
        paragraph = document.add_paragraph()
        paragraph.add_run(interview.shown(turn.label)).bold = True
        paragraph.add_run(f"   {int(turn.start) // 60}:{int(turn.start) % 60:02}")
        for cue in captions(turn, number):
            run = paragraph.add_run()
            run.add_break()
            run.add_text(cue.text)
    document.add_paragraph(f"{recorder} stopped transcription")
    return docx_bytes(document)


LAYOUTS: Mapping[str, Callable[[Interview], bytes]] = {
    "f4_docx": f4_docx,
    "f4_rtf": f4_rtf,
    "names_docx": names_docx,
    "otter_txt": otter_txt,
    "plain_txt": plain_txt,
    "teams_docx": teams_docx,
    "teams_vtt": teams_vtt,
    "zoom_vtt": zoom_vtt,
}
