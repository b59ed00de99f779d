import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.store.anchoring import Anchor, Cascade, Place
from qda.store.anchoring.folding import cuts

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def anchor(old, quote, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = old.index(quote, start + 1)
    return Anchor(start=start, end=start + len(quote), quote=quote)


def placed(old, new, quote, nth=0):
    """Return how a quote is placed and what stands there."""
    place = Cascade(old, new).place(anchor(old, quote, nth))
    return place and (place.how, new[place.start : place.end])


def prose(seed, words=400):
    """Return sentences of words that nobody uses."""
    rng = random.Random(seed)  # noqa: S311  no secret
    said = ["".join(rng.choices(LETTERS, k=rng.randrange(2, 9))) for _ in range(words)]
    return " ".join(word + ("." if rng.random() < 0.1 else "") for word in said)


def test_the_same_text():
    assert Cascade("We trust.", "We trust.").place(anchor("We trust.", "trust")) == Place(start=3, end=8, how="same")


@pytest.mark.parametrize(
    ("old", "new", "quote", "found"),
    [
        ("We trust.", "Now we trust them.", "trust", ("exact", "trust")),
        ("The transition is slow.", "THE TRANSI-\nTION IS SLOW.", "transition is", ("folded", "TRANSI-\nTION IS")),
        ("We met at the café.", "We met at the cafe\u0301. ", "the café", ("folded", "the cafe\u0301")),
        ("Yes. No.", "Yes. Yes. No.", "Yes.", None),  # which of the two is new?
        ("Yes. No. Yes.", "No. Yes.", "Yes.", None),  # which of the two is gone?
        ("A fine trust.", "A fine trustee.", "trust", None),  # another word
        ("A fine trust.", "A fine e\u0301.", "trust", None),
        ("A bare e is.", "A bare e\u0301 is.", "e is", None),
        ("We trust.", "", "trust", None),
        ("We trust.", "We – trust.", " ", None),
        ("We\ttrust.", "Well, we\ttrust.", "\t", ("exact", "\t")),
    ],
)
def test_steps(old, new, quote, found):
    assert placed(old, new, quote) == found


def test_what_stands_more_than_once_is_told_by_its_surroundings():
    one, two, three = prose(1, 20), prose(2, 20), prose(3, 20)
    old = f"{one} We do not. {two} We do not. {three}"
    new = f"{three} {one}\nWe do not. {two} {prose(4)} {two} We do\nnot. {three}"
    found = [Cascade(old, new).place(anchor(old, "We do not.", nth)) for nth in (0, 1)]
    assert [(place.how, place.start) for place in found] == [
        ("context", new.index("We do not.")),
        ("context", new.index("We do\nnot.")),
    ]
    assert placed(old, new.replace("do\nnot", "don't"), "We do not.", 1) is None  # one stands there, but it is the other


def test_blanks_at_the_ends_stay_where_they_are():
    one, two = prose(1, 20), prose(2, 20)
    old = f"{one} yes {two} yes {prose(3, 20)}"
    place = Cascade(old, "New. " + old + " new").place(anchor(old, " yes ", 1))
    assert (place.how, place.start) == ("context", old.index(" yes ", len(one) + 2) + 5)


def test_a_place_as_seen_from_the_beginning_or_the_end():
    old = "No. " * 20 + "Why?"
    assert placed(old, old + " " + prose(1), "No.", 7) == ("context", "No.")
    assert Cascade(old, prose(1) + old).place(anchor(old, "No.", 7)).start == len(prose(1)) + 28
    assert placed(old, "No. " + old, "No.", 7) is None  # a line of a list that is the same in every line
    assert placed(old, old.replace("Why?", "How?"), "No.", 7) == ("context", "No.")
    assert placed(old, old.replace("Why?", "How?"), "No.", 19) is None  # what follows is another


def test_a_passage_that_was_corrected():
    before, after = prose(1), prose(2)
    quote = "The board lacks a budget for the transition and it knows so."
    wanted = "The board has no budget for the transition, and it knows so."
    assert placed(f"{before} {quote} {after}", f"{prose(5)} {before} {wanted} {after}", quote) == ("fuzzy", wanted)


def test_two_passages_that_are_nearly_as_like():
    old = prose(1) + " The board lacks a budget for the transition. " + prose(2)
    second = "The board lacks a budget for a transition."
    new = old.replace("a budget", "the budget") + second
    assert placed(old, new, "The board lacks a budget for the transition.") is None


def test_a_passage_that_is_gone_is_not_placed_on_one_like_it():
    """The sister of the passage stood in the old text, too."""
    gone, sister = "The board of Leeds lacks a budget for 2030.", "The board of Leeds lacks a budget for 2035."
    old = " ".join([prose(1), gone, prose(2), sister, prose(3)])
    assert placed(old, old.replace(gone, "").replace("Leeds", "Leed"), gone) is None


def test_a_label_that_went_is_not_replaced_by_what_stands_before():
    old = "Is that true? Participant: Some people call it a marginal plot, but so be it. Yes. " + prose(1)
    new = "Is that true?\n\nSome people call it a marginal plot, but so be it.\n\nYes. " + prose(2)
    assert placed(old, new, old[14:77])[1] == "Some people call it a marginal plot, but so be it."


def test_long_quotes_are_placed_by_their_ends():
    words = prose(1, 600).split(" ")
    quote = " ".join(words[50:450])
    rng = random.Random(2)  # noqa: S311  no secret
    changed = [word if rng.random() > 0.05 else "".join(rng.choices(LETTERS, k=4)) for word in words]
    changed[50], changed[449] = words[50], words[449]
    place = Cascade(" ".join(words), prose(3) + " ".join(changed)).place(anchor(" ".join(words), quote))
    assert place.how == "fuzzy"
    assert (prose(3) + " ".join(changed))[place.start : place.end] == " ".join(changed[50:450])


def test_an_anchor_that_does_not_fit_is_looked_for_by_its_quote():
    text = prose(1) + " We trust them. " + prose(2)
    wrong = Anchor(start=3, end=9, quote="We trust\nthem.")
    assert Cascade(text, text).place(wrong) == Place(start=len(prose(1)) + 1, end=len(prose(1)) + 15, how="folded")
    assert Cascade(text, text).place(Anchor(start=3, end=9, quote="")) is None


@given(
    old=st.text("ab c\n-", min_size=1, max_size=30),
    added=st.text("ab cA-", min_size=1, max_size=12),
    ends=st.tuples(st.integers(0, 29), st.integers(1, 30)),
    data=st.data(),
)
def test_what_is_added_elsewhere_never_leads_to_a_wrong_place(old, added, ends, data):
    """The texts repeat themselves wherever they can; still the place is the shifted one, or none."""
    start, end = min(ends) % len(old), max(ends)
    end = min(len(old), max(end, start + 1))
    at = data.draw(st.integers(0, start) | st.integers(end, len(old)))
    new = old[:at] + added + old[at:]
    shift = len(added) if at <= start else 0
    place = Cascade(old, new).place(Anchor(start=start, end=end, quote=old[start:end]))
    assert place is None or (place.start, place.end) == (start + shift, end + shift)


@given(
    seed=st.integers(0, 1000),
    cut=st.integers(0, 300),
    size=st.integers(1, 120),
    places=st.lists(st.floats(0, 1), min_size=1, max_size=8),
)
def test_in_prose_it_is_found_after_many_insertions(seed, cut, size, places):
    """Where the surroundings are untouched and the quote is long enough to stand alone, it is found; else found rightly or not at all."""
    old = prose(seed, 120)
    start, end = cut, min(len(old), cut + size)
    rng = random.Random(seed)  # noqa: S311  no secret
    spots = sorted(int(p * len(old)) for p in places)
    new, shift, last = "", 0, 0
    for spot in spots:
        outside = spot if not start < spot < end else end
        added = " ".join(rng.sample(old.split(), 3)) + " "
        new += old[last:outside] + added
        last = outside
        shift += len(added) if outside <= start else 0
    new += old[last:]
    place = Cascade(old, new).place(Anchor(start=start, end=end, quote=old[start:end]))
    assert place is None or (place.start, place.end) == (start + shift, end + shift)
    assert place or size < 12


@given(old=st.text(max_size=60), new=st.text(max_size=60), ends=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_any_texts_give_a_place_within_the_new_one_that_cuts_no_character(old, new, ends):
    start, end = min(ends), min(max(ends), len(old))
    if start >= end or old == new:
        return
    place = Cascade(old, new + old[start:end]).place(Anchor(start=start, end=end, quote=old[start:end]))
    if place:
        text = new + old[start:end]
        assert 0 <= place.start < place.end <= len(text)
        assert not cuts(text, place.start)
        assert not cuts(text, place.end)


@pytest.mark.parametrize("quotes", [200, pytest.param(2000, marks=pytest.mark.soak)])
def test_a_long_document_takes_seconds(quotes):
    old = prose(7, 52_000)
    rng = random.Random(7)  # noqa: S311  no secret
    new = "".join(c if rng.random() > 0.01 else rng.choice(LETTERS) for c in old)
    cascade, found, size = Cascade(old, new), 0, 80
    started = time.process_time()
    for i in range(quotes):
        at = i * (len(old) - size) // quotes
        place = cascade.place(Anchor(start=at, end=at + size, quote=old[at : at + size]))
        found += place is not None and abs(place.start - at) < 5
    assert len(old) > 300_000
    assert found > 0.95 * quotes
    assert time.process_time() - started < 5 + quotes / 100
