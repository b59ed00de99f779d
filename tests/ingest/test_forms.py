"""The forms of a label."""

from qda.ingest.plain import from_text


def turns(text):
    return [(m.value, m.attributes.get("label"), text_of) for m, text_of in _marks(text)]


def _marks(text):
    draft = from_text(text)
    return [(m, draft.text[m.start : m.end]) for m in draft.marks if m.kind == "turn"]


def test_forms_of_one_label_are_one_speaker():
    text = "Int.: How?\nIP: Well.\nINT: Why?\nIP : So.\nInt.: And?\n[IP]: No.\nInt.: I see."
    assert turns(text) == [
        ("Int.", None, "How?"),
        ("IP", None, "Well."),
        ("Int.", "INT", "Why?"),
        ("IP", None, "So."),
        ("Int.", None, "And?"),
        ("IP", None, "No."),
        ("Int.", None, "I see."),
    ]


def test_a_form_that_comes_but_once_is_still_its_speaker():
    said = "And that is a long story, which nobody has ever heard to its end."
    text = "\n".join(f"Dan: So?\nMary: Well.\n{said}\n{said}" for _ in range(4)) + "\nDAN: Really?\nMary: Yes."
    assert turns(text)[-2:] == [("Dan", "DAN", "Really?"), ("Mary", None, "Yes.")]


def test_two_codes_stay_two():
    text = "I: How?\nB1: Well.\nB11: So.\nI: And?\nB1: No.\nB11: Yes."
    assert [who for who, _, _ in turns(text)] == ["I", "B1", "B11", "I", "B1", "B11"]
