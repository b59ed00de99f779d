import json
import random

import pandas as pd
import pytest
from claims import FIRST, SECOND, TEXT, THIRD, coding, document, rows

from qda.store.material.memos import Target
from qda.store.material.moving import moves_frame

NEW = "Well. " + TEXT.replace("The board lacks", "The board\nlacks").replace("is far", "is rather far")
HEALED, GONE = (44, 67), (44, len(TEXT))


@pytest.fixture
def coded(filled):
    found = [coding(FIRST), coding(SECOND, code="boards"), coding(HEALED, code="money"), coding((72, 79), code="money")]
    filled.add_codings(rows(*found), coder="AB")
    return filled


def lost(store):
    problems = store.check()
    return problems[problems["table"] == "codings"]


def changed(store, text):
    return store.add_documents([document(text)], coder="CD").moved[0]


def test_every_coding_is_told_of(coded):
    before = coded.codings().set_index("start")["id"]
    moved = changed(coded, NEW.replace("Nothing else is said", "Not a word"))
    assert [(m.coding, m.how, m.old, m.new, m.healed) for m in moved.moves] == [
        (before[0], "exact", FIRST, (6, 22), False),
        (before[17], "folded", SECOND, (23, 49), True),
        (before[44], "orphaned", HEALED, None, False),
        (before[72], "exact", (72, 79), (68, 75), False),
    ]
    assert [len(part) for part in (moved.kept, moved.moved, moved.healed, moved.orphans)] == [0, 2, 1, 1]
    assert str(moved) == (
        "4 codings of people: 2 moved, 1 healed (the quote reads differently now), 1 orphaned (listed by `qda check`); "
        "no place for 1 reading, mention or memo"
    )


def test_the_table_holds_what_moved_was_healed_or_is_orphaned(coded):
    ids = coded.codings()["id"].tolist()
    frame = moves_frame([changed(coded, TEXT.replace("Nothing else is said", "Not a word") + " Indeed.")])
    assert list(frame) == ["doc_id", "coding", "how", "score", "old_start", "old_end", "new_start", "new_end"]
    first, second = frame.to_dict("records")
    assert first == first | {"coding": ids[2], "how": "orphaned", "old_start": 44, "old_end": 67}
    assert frame.iloc[0][["score", "new_start", "new_end"]].isna().all()
    assert second == second | {"coding": ids[3], "how": "exact", "score": 1.0, "old_start": 72, "new_start": 62, "new_end": 69}
    assert frame["doc_id"].tolist() == ["leeds/a"] * 2
    assert moves_frame([]).dtypes.equals(frame.dtypes)


def test_codings_keep_what_they_are(coded):
    columns = ["id", "axis", "code", "coder", "round", "origin", "status", "memo", "created", "codebook_version", "statement"]
    before = coded.codings().iloc[:2]
    changed(coded, NEW)
    after = coded.codings().iloc[:2]
    assert after[columns].to_dict("records") == before[columns].to_dict("records")
    assert after["quote"].tolist() == ["We trust them 😀.", "The board\nlacks a budget. "]


def test_the_journal_says_how_and_where_but_not_what(coded):
    ids = coded.codings()["id"].tolist()
    changed(coded, NEW.replace("Nothing else is said", "Not a word"))
    details = coded.journal().iloc[-1]["details"]
    assert details["changed"] == ["leeds/a"]
    (told,) = details["moved"]
    assert told == {
        "doc_id": "leeds/a",
        "ways": {"exact": 2, "folded": 1, "orphaned": 1},
        "codings": [[ids[1], "folded", 1.0, 17, 43, 23, 49], [ids[2], "orphaned", None, 44, 67, None, None]],
        "left": 1,
    }
    assert not any(word in json.dumps(told) for word in ("board", "Nothing", "trust"))


def test_an_orphan_stays_listed_and_comes_back_with_its_text(coded):
    changed(coded, TEXT.replace("Nothing else is said", "Not a word"))
    assert len(coded.codings()) == 3
    assert lost(coded)["problem"].str.contains("lost its place").tolist() == [True]
    assert changed(coded, TEXT).orphaned == 0
    assert len(coded.codings()) == 4
    assert lost(coded).empty


def test_moving_is_undone_with_the_new_text(coded):
    before = coded.codings()
    changed(coded, NEW)
    coded.undo()
    pd.testing.assert_frame_equal(coded.codings(), before)


def test_what_stands_beside_codings_goes_along(coded):
    coded.add_mentions(pd.DataFrame([{"doc_id": "leeds/a", "start": 17, "end": 43, "case": "leeds"}]))
    coded.add_codings(rows(coding(THIRD, code="")), coder="EF")
    changed(coded, NEW)
    assert coded.mentions()[["start", "end", "case"]].to_numpy().tolist() == [[23, 49, "leeds"]]
    read = coded.readings()
    assert read[read["coder"] == "EF"][["start", "end"]].to_numpy().tolist() == [[50, len(NEW)]]


def test_memos_on_segments_go_along(coded):
    for span, text in ((SECOND, "Why?"), (SECOND, "Why so?"), (THIRD, "Far from where?")):
        coded.note(Target(kind="segment", id="leeds/a", start=span[0], end=span[1]), text, coder="AB")
    changed(coded, NEW.replace("Nothing else is said", "Not a word"))
    found = coded.memos()
    assert found[["start", "end", "text"]].to_numpy().tolist() == [[-1, -1, "Far from where?"], [23, 49, "Why so?"]]
    changed(coded, TEXT)
    assert sorted(coded.memos()["text"]) == ["Far from where?", "Why so?"]


def test_machines_read_again_and_are_not_carried_over(coded):
    from claims import run, suggestion

    run(coded, suggestion(FIRST), suggestion(SECOND, code="boards"))
    assert len(changed(coded, NEW).moves) == 4
    assert set(coded.codings()["origin"]) == {"human"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_quotes_are_true_whatever_changes(filled, seed):
    """After each of several changes, every coding that is shown has the quote that stands at its place, and none is lost."""
    rng = random.Random(seed)  # noqa: S311  no secret
    words = ["trust", "Trust", "budget", "no", "no\u0301", "board-", "member", "\n", "😀", "the"]
    text = " ".join(rng.choices(words, k=60))
    filled.add_documents([document(text)])
    starts = [rng.randrange(len(text) - 20) for _ in range(12)]
    filled.add_codings(rows(*(coding((a, a + rng.randrange(1, 20))) for a in sorted(set(starts)))), coder="AB")
    ids = set(filled.codings()["id"])
    for _ in range(4):
        at = rng.randrange(len(text))
        text = text[:at] + " ".join(rng.choices(words, k=3)) + text[at + rng.randrange(10) :]
        changed(filled, text)
        shown, current = filled.codings(), filled.document("leeds/a").text
        assert [current[s:e] for s, e in shown[["start", "end"]].itertuples(index=False)] == shown["quote"].tolist()
        assert len(shown) + len(lost(filled)) == len(ids)
        assert set(shown["id"]) <= ids
