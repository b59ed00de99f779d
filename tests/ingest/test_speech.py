"""Transcripts are recognised by their structure, and nothing else is."""

import pytest

from qda.ingest.plain import from_text
from qda.ingest.speech import Paragraph, recognise
from qda.ingest.transcript import transcript


def turns(text):
    draft = from_text(text)
    return [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == "turn"]


def times(text):
    draft = from_text(text)
    return [(int(m.value), draft.text[m.start : m.end]) for m in draft.marks if m.kind == "time"]


def test_labels_take_turns():
    assert turns("I: How is it?\n\nB1: Well. //mhm// Quite (...) well.\n\nI: And there?\n\nB1: No: never.") == [
        ("I", "How is it?"),
        ("B1", "Well. //mhm// Quite (...) well."),
        ("I", "And there?"),
        ("B1", "No: never."),
    ]


def test_names_as_labels_and_paragraphs_without():
    text = "Interviewer: What is new?\nMargaret Osei: A lot.\nEverything, really.\nInterviewer: Such as?\nMargaret Osei: The bus."
    assert turns(text)[1] == ("Margaret Osei", "A lot.\nEverything, really.")
    assert [m.kind for m in from_text(text).marks].count("paragraph") == 5


def test_a_single_question_and_answer():
    assert turns("I: Why?\n\nB: Because.") == [("I", "Why?"), ("B", "Because.")]


def test_a_remark_belongs_to_its_label():
    text = "I: Was?\nB1 (w): Nichts.\nI: Wer?\nB2 (m): Ich.\nI: Wann?\nB1 (w): Gestern."
    assert turns(text)[1::2] == [("B1 (w)", "Nichts."), ("B2 (m)", "Ich."), ("B1 (w)", "Gestern.")]


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_times_between_label_and_colon(gap):
    text = f"Ana (00:02):{gap}What is new?\n\nSpeaker 2 [00:09]:{gap}A lot.\n\nAna (1:02:00):{gap}Such as?\n\nSpeaker 2 (1:02:09):{gap}No."
    said = ["What is new?", "A lot.", "Such as?", "No."]
    assert turns(text) == list(zip(["Ana", "Speaker 2"] * 2, said, strict=True))
    assert times(text) == list(zip([2000, 9000, 3720000, 3729000], said, strict=True))


@pytest.mark.parametrize(
    "fields", ["ID: 12\nDate: 12.05.2024\nLength: 00:45:12\nInterviewer: Ana", "Date: 12 May\nRemark: It rained."]
)
def test_fields_above_a_talk_are_no_speech(fields):
    text = f"Interview 7\n\n{fields}\n\nI: Why?\n\nB: So.\n\nI: And?\n\nB: No."
    assert turns(text) == [("I", "Why?"), ("B", "So."), ("I", "And?"), ("B", "No.")]
    draft = from_text(text)
    kept = " ".join(draft.text[m.start : m.end] for m in draft.marks if m.kind == "preamble")
    assert all(line in kept for line in fields.split("\n"))


def test_those_who_speak_but_once_at_the_beginning_are_heard():
    text = "B3: I am Cleo.\n\nB4: I am Dan, from the council.\n\nI: Shall we?\n\nB1: Yes.\n\nI: Well?\n\nB1: Well."
    assert [who for who, _ in turns(text)] == ["B3", "B4", "I", "B1", "I", "B1"]


def test_labels_on_their_own_line_in_brackets_or_bold():
    assert turns("[Ana]: Yes.\n[Ben]: No.\n[Ana]: Yes!\n[Ben]: No!")[0] == ("Ana", "Yes.")
    assert turns("**Ana:** Yes.\n\n**Ben:** No.\n\n**Ana:** Yes!\n\n**Ben:** No!")[1] == ("Ben", "No.")
    assert turns("I:\nHow so?\nB:\nWell.\nI:\nAnd?\nB:\nSo so.")[:2] == [("I", "How so?"), ("B", "Well.")]


@pytest.mark.parametrize(
    "text",
    [
        "The plan\n\nGoal: more work.\nActor: the city.\nMeans: money.\n\nGoal: less rent.\nActor: the state.\nMeans: laws.\n\nGoal: a bus.\nActor: us.",
        "Note: this is a draft.\n\nThe city has two offices. They do not talk.\n\nThe county has one. It is closed.",
        "We met at 10:30. It was late: too late.\nThen we met at 11:45.\nAll was said: nothing was done.",
        "One plain sentence.",
        "Welcome  9:00\nCoffee  10:30\nLunch  12:00\nWorkshops  13:30\n\nAll are welcome.",
        "Board: who decides.\nPanel: who advises.\nPanel: who pays.\nCouncil: who votes.\nOffice: who works.",
        "The first part is long.\nSource: our survey.\nNote: in euro.\nThe second is not.\nSource: our survey.\nNote: in euro.",
        "Tip: talk to us.\nWe are here.\nTip: come early.\nWe are busy.\nTip: bring papers.",
        "",
    ],
)
def test_what_is_no_transcript(text):
    assert turns(text) == []


def test_f4_times_tell_the_end_and_their_last_digit_is_tenths():
    text = "I: Wie läuft es? #00:00:05-1#\n\nB: Gut. Also eher #00:00:30-0# mäßig. #00:01:02-3#"
    assert turns(text) == [("I", "Wie läuft es?"), ("B", "Gut. Also eher mäßig.")]
    assert times(text) == [(0, "Wie läuft es?"), (5100, "Gut. Also eher mäßig."), (30000, "mäßig.")]
    assert [m.attributes.get("t1") for m in from_text(text).marks if m.kind == "time"] == [5100, 62300, None]


def test_f4_goes_on_below_a_heading():
    paragraphs = [
        Paragraph(text="A town", level=1),
        Paragraph(text="I: How? #00:00:05-0#"),
        Paragraph(text="B: Well. #00:00:09-0#"),
        Paragraph(text="Later", level=2),
        Paragraph(text="Or not. #00:00:20-0#"),
    ]
    draft = transcript(recognise(paragraphs))
    assert [(m.value, m.attributes["level"]) for m in draft.marks if m.kind == "heading"] == [("A town", 1), ("Later", 2)]
    assert [(m.value, draft.text[m.start : m.end]) for m in draft.marks if m.kind == "turn"][1:] == [
        ("B", "Well."),
        ("B", "Or not."),
    ]
    assert [(int(m.value), m.attributes["t1"]) for m in draft.marks if m.kind == "time"] == [
        (0, 5000),
        (5000, 9000),
        (9000, 20000),
    ]


def test_times_before_labels_and_after_them():
    assert turns("[00:00:05] A: Yes.\n[00:00:09] B: No.") == [("A", "Yes."), ("B", "No.")]
    assert times("[00:00:05] A: Yes.\n[00:00:09] B: No.") == [(5000, "Yes."), (9000, "No.")]
    assert times("S01: [00:01:05] Yes.\n\nS02: [00:01:09] No.") == [(65000, "Yes."), (69000, "No.")]


def test_a_clock_in_speech_is_speech():
    assert turns("I: When?\nB: At 10:30.\nI: Sure?\nB: Or at 11:00")[1::2] == [("B", "At 10:30."), ("B", "Or at 11:00")]


def test_otter():
    text = "Kim Lee  0:05\nSo, how is work?\n\nDanny Adeyemi  1:02:05\nBusy. Very busy.\nToo busy.\n\nKim Lee  1:02:30\nI see.\n"
    assert turns(text) == [
        ("Kim Lee", "So, how is work?"),
        ("Danny Adeyemi", "Busy. Very busy.\nToo busy."),
        ("Kim Lee", "I see."),
    ]
    assert [t for t, _ in times(text)] == [5000, 3725000, 3750000]


def test_a_clock_on_its_own_line_belongs_to_the_next_turn():
    text = "Notes\n\nThe group spoke of money.\n\n00:00:00\n\nAna: Yes.\n\nBen: No.\n\n00:05:00\n\nAna: Why?\n\nBen: So."
    assert turns(text) == [("Ana", "Yes."), ("Ben", "No."), ("Ana", "Why?"), ("Ben", "So.")]
    assert times(text) == [(0, "Yes."), (300000, "Why?")]


def test_long_answers_of_many_paragraphs():
    answer = "\n".join(f"This is paragraph {n} of a long story." for n in range(12))
    text = "\n".join(f"Interviewer: And then?\nMargaret Osei: Well.\n{answer}" for _ in range(3))
    assert [who for who, _ in turns(text)] == ["Interviewer", "Margaret Osei"] * 3


def test_the_trailer_of_a_program_is_no_speech():
    text = "Kim Lee  0:05\nSo?\n\nDanny Adeyemi  0:09\nBusy.\n\nTranscribed by https://example.org"
    draft = from_text(text)
    assert draft.text == "So?\n\nBusy."
    assert [m.value for m in draft.marks if m.kind == "note"] == ["Transcribed by https://example.org"]


def test_lines_broken_within_a_sentence():
    text = "Kim Lee   0:05\nSo you told me to be careful,\nand you are, in the\nDepartment.\nRight?\nDanny   0:09\nRight."
    assert turns(text)[0] == ("Kim Lee", "So you told me to be careful, and you are, in the Department.\nRight?")


def test_captions_of_one_paragraph_are_joined_and_headings_are_not_said():
    paragraphs = [
        Paragraph(text="A meeting", level=1),
        Paragraph(text="In May"),
        Paragraph(text="Kim Lee   0:05\nSo it takes two.\nOr three?"),
        Paragraph(text="Danny   0:09\nFour."),
        Paragraph(text="Money", level=2),
        Paragraph(text="And five.\nOr so."),
        Paragraph(text="Kim Lee   0:30\nWell."),
    ]
    draft = transcript(recognise(paragraphs))
    assert draft.text == "A meeting\n\nIn May\n\nSo it takes two. Or three?\n\nFour.\n\nMoney\n\nAnd five. Or so.\n\nWell."
    assert [m.value for m in draft.marks if m.kind == "turn"] == ["Kim Lee", "Danny", "Danny", "Kim Lee"]
    assert [(m.value, m.attributes["level"]) for m in draft.marks if m.kind == "heading"] == [("A meeting", 1), ("Money", 2)]
    assert [draft.text[m.start : m.end] for m in draft.marks if m.kind == "preamble"] == ["In May"]
    assert [int(m.value) for m in draft.marks if m.kind == "time"] == [5000, 9000, 30000]


def test_the_older_form_of_teams():
    text = "0:0:5.100 --> 0:0:8.250\nLee, Kim\nHow is work?\n0:0:9.0 --> 0:0:12.250\nOsei, M.\nBusy.\n0:0:12.3 --> 0:0:14.0\nOsei, M.\nVery."
    assert turns(text) == [("Lee, Kim", "How is work?"), ("Osei, M.", "Busy. Very.")]
    assert [t for t, _ in times(text)] == [5100, 9000, 12300]


def test_the_preamble_is_no_speech():
    draft = from_text("Interview 3\nDate: 1 May\n\nI: How?\nB: Well.\nI: Why?\nB: So.")
    assert [draft.text[m.start : m.end] for m in draft.marks if m.kind == "preamble"] == ["Interview 3", "Date: 1 May"]
    assert all(m.start > draft.text.index("1 May") for m in draft.marks if m.kind == "turn")


def test_wrapped_speech_is_put_together():
    said = "Well, that is a long story which began in the old days when the office"
    said += "\nstood by the harbour and nobody came to see it, and it has not ended\nyet, as far as I know."
    text = f"I: How did it begin?\n\nB: {said}\n\nI: And then?\n\nB: {said}"
    assert turns(text)[1] == ("B", said.replace("\n", " "))


def test_offsets_hold_after_decomposed_letters():
    draft = from_text("I: Wie geht’s Mu\u0308ller?\nB: Gu\u0308nther geht’s gut.\r\nI: So?\nB: Ja.")
    assert [draft.text[m.start : m.end] for m in draft.marks if m.kind == "turn"][1] == "Günther geht’s gut."


def test_every_word_of_speech_stays():
    text = "Title\n\nI: one two #00:00:01-0#\n\nB: three: four\n\nfive six\n\nI: seven\n\nB: eight"
    assert from_text(text).text.split() == ["Title", "one", "two", "three:", "four", "five", "six", "seven", "eight"]


def test_beside_a_lone_moderator_others_have_no_name():
    said = "I look at the table, and I see three rows."
    rest = "The first.\nThen the second.\nMODERATOR: Please scroll\ndown a bit."
    text = f"{said}\nMODERATOR: Which ones?\n{rest}\n{said}\nMODERATOR: Thanks."
    assert turns(text) == [
        ("", said),
        ("MODERATOR", "Which ones?"),
        ("", "The first.\nThen the second."),
        ("MODERATOR", "Please scroll\ndown a bit."),
        ("", said),
        ("MODERATOR", "Thanks."),
    ]


def test_numbers_at_every_fifth_line():
    said = [
        "I: Wie war das damals, als Sie in das Amt",
        "kamen und niemand half?",
        "B: Das war schwer. Ich kannte niemanden",
        "und war allein.",
    ]
    rows = [
        *said,
        "I: Und dann?",
        *said[2:],
        "I: Und dann?",
        "B: Nichts.",
        "I: Gut.",
        "B: Eben.",
        *said,
        "B: Ja.",
        "I: Aha.",
        "B: So.",
        "I: Danke.",
        "B: Gern.",
    ]
    text = "\n".join((f"{n} " if n % 5 == 0 else "  ") + row for n, row in enumerate(rows, 1))
    assert turns(text) == turns("\n".join(f"  {row}" for row in rows))
    assert len(turns(text)) == 15


def test_further_columns_of_a_table_with_times_are_kept_beside_the_text():
    rows = ["No\tTimespan\tContent\tSpeaker\tRemark", "1\t0:00 - 0:04\tHow is it?\tAna\t", "2\t0:04 - 0:09\tWell.\tBen\tlaughs"]
    draft = from_text("\n".join(rows))
    assert [m.value for m in draft.marks if m.kind == "turn"] == ["Ana", "Ben"]
    assert [m.value for m in draft.marks if m.kind == "note"] == ["0:04 - 0:09 laughs"]
