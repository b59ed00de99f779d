"""The gate of the tables: what passes `check` is whole, typed and valid; what does not is refused with row, column and what is allowed."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda import frames, model
from qda.errors import BadTable, FileNotThere, UnreadableFile
from qda.frames import TABLES, check, csv_text, empty, read_csv, read_rows

SPAN = {"doc_id": ["a", "a"], "start": [0, 5], "end": [5, 9]}
CODINGS = {**SPAN, "axis": ["valence"] * 2, "code": ["barrier", ""]}
CELLS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])),
    st.text(alphabet="a\"',;=+-@\n\r\t 🙂é\u0301\\#"),
    st.sampled_from(
        [
            "=1+1",
            "+49 30",
            "-",
            "@cmd",
            "NA",
            "nan",
            "null",
            "None",
            "",
            " ",
            '"',
            '""',
            "1.0",
            "007",
            "👩🏽‍🔬",
            "a\r\nb",
            "a\rb",
            "\n",
        ]
    ),
)


def segments(**columns):
    return pd.DataFrame({**SPAN, **columns})


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_every_column_typed(table):
    frame = empty(table)
    assert list(frame.columns) == TABLES[table].names
    assert len(frame) == 0
    for column in TABLES[table].columns:
        kind = {"int": "i", "float": "f", "json": "O"}.get(column.type)
        assert kind is None or frame[column.name].dtype.kind == kind
    pd.testing.assert_frame_equal(check(table, frame), frame)


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_column_is_named_with_what_is_there_and_what_is_needed(table):
    lost = TABLES[table].required[0]
    with pytest.raises(BadTable) as error:
        check(table, pd.DataFrame({"colour": ["red"]}), source="mine.csv")
    assert str(error.value) == f"mine.csv: column {lost!r} is missing; found 'colour'; needed {', '.join(TABLES[table].required)}"


def test_columns_come_in_order_with_their_defaults_and_strangers_are_dropped():
    frame = check("segments", segments(colour=["red", "blue"], text=["x", None])[["colour", "text", "end", "start", "doc_id"]])
    assert list(frame.columns) == TABLES["segments"].names
    assert frame["unit"].tolist() == ["sentence", "sentence"]
    assert frame["context_start"].tolist() == [-1, -1]
    assert frame["text"].tolist() == ["x", ""]
    assert frame["time"].isna().all()


def test_open_tables_keep_strangers_as_attributes_behind_their_columns():
    frame = check("cases", pd.DataFrame({"population": [500], "id": ["leeds"]}))
    assert list(frame.columns) == ["id", "label", "aliases", "population"]
    assert frame["population"].tolist() == [500]


def test_the_frame_handed_over_stays_as_it_was_and_the_index_is_fresh():
    given_frame = segments(start=["0", "5"]).set_index(pd.Index([7, 3]))
    before = given_frame.copy(deep=True)
    assert check("segments", given_frame).index.tolist() == [0, 1]
    pd.testing.assert_frame_equal(given_frame, before)


def test_check_is_idempotent():
    once = check("codings", pd.DataFrame({**CODINGS, "score": ["0.5", ""], "certainty": [None, 2]}))
    pd.testing.assert_frame_equal(check("codings", once), once)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"start": [0, "x"]}, "line 3: start 'x' is not a whole number"),
        ({"start": ["", 5]}, "line 2: start '' is not a whole number"),
        ({"end": [5, 8.5]}, "line 3: end 8.5 is not a whole number"),
        ({"end": [5, float("inf")]}, "line 3: end inf is not a whole number"),
        ({"end": [5, "1e30"]}, "line 3: end '1e30' is not a whole number"),
        ({"context_start": [1, "far"]}, "line 3: context_start 'far' is not a whole number"),
        ({"time": ["1:30", ""]}, "line 2: time '1:30' is not a number"),
        ({"start": [0, -1]}, r"line 3: \[-1, 9\) is no span; start and end are code points with 0 <= start < end"),
        ({"end": [5, 2]}, r"line 3: \[5, 2\) is no span"),
        (
            {"unit": ["turn", "sentense"]},
            "line 3: unit 'sentense'; did you mean 'sentence'\\? Allowed: 'paragraph', 'sentence', 'turn', 'window'",
        ),
        (
            {"start": [0, 0], "end": [5, 5]},
            "line 3: doc_id='a', start=0, end=5 occurs twice; a row is identified by doc_id, start, end$",
        ),
    ],
)
def test_a_wrong_value_is_named_with_line_and_column(columns, message):
    with pytest.raises(BadTable, match=message) as error:
        check("segments", segments(**columns), source="segments.csv")
    assert str(error.value).startswith("segments.csv: line ")
    assert len(str(error.value).splitlines()) == 1


def test_without_a_file_the_table_is_named():
    with pytest.raises(BadTable, match=r"^table 'segments': row 1: start 'x'"):
        check("segments", segments(start=["x", 5]))


def test_an_empty_code_is_allowed_because_it_says_read_and_nothing_found():
    assert check("codings", pd.DataFrame(CODINGS))["code"].tolist() == ["barrier", ""]


@pytest.mark.parametrize(("column", "allowed"), [("origin", model.ORIGINS), ("status", model.STATUSES)])
def test_closed_lists_of_codings(column, allowed):
    for value in allowed:
        assert check("codings", pd.DataFrame({**CODINGS, column: [value, ""]}))[column].iloc[0] == value
    with pytest.raises(BadTable, match=rf"row 1: {column} 'humann'") as error:
        check("codings", pd.DataFrame({**CODINGS, column: ["humann", allowed[0]]}))
    assert all(repr(value) in str(error.value) for value in allowed)


def test_numbers_may_come_as_text_and_gaps_get_the_default():
    frame = check("codings", pd.DataFrame({**CODINGS, "start": ["0", "5"], "round": ["2", ""], "score": ["0.25", ""]}))
    assert frame["start"].tolist() == [0, 5]
    assert frame["round"].tolist() == [2, 1]
    assert frame["score"].iloc[0] == 0.25
    assert math.isnan(frame["score"].iloc[1])


def test_records_become_rows():
    segment = model.Segment(doc_id="a", start=0, end=4, unit="turn", context_start=0, context_end=9)
    assert frames.from_records("segments", [segment])["context_end"].tolist() == [9]
    coding = model.Coding(id="1", doc_id="a", start=0, end=4, statement="s", axis="x", code="y", coder="AB")
    row = frames.from_records("codings", [coding]).iloc[0]
    assert (row["coder"], row["origin"], row["round"]) == ("AB", "human", 1)
    assert math.isnan(row["score"])
    pd.testing.assert_frame_equal(frames.from_records("codings", []), empty("codings"))


NAMES = st.text(alphabet="abcdeäß🙂 .-", min_size=1).map(str.strip).filter(bool)


@given(st.lists(st.builds(model.Case, id=NAMES, label=NAMES, aliases=st.lists(NAMES).map(tuple)), unique_by=lambda case: case.id))
def test_cases_come_back(cases):
    assert frames.cases_of(frames.cases_frame(cases)) == tuple(cases)


def test_cases_keep_attributes_and_a_case_without_label_is_called_by_its_id():
    (case,) = frames.cases_of(frames.cases_frame([model.Case(id="leeds", attributes={"population": 500})]))
    assert case == model.Case(id="leeds", label="leeds", attributes={"population": 500})


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_what_is_written_is_read_again(tmp_path_factory, rows):
    frame = pd.DataFrame(rows, columns=["quote", "memo"], dtype="str")
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_text(csv_text(frame, ["quote", "memo"]), encoding="utf-8", newline="")
    assert read_rows(path).to_numpy().tolist() == frame.to_numpy().tolist()


def test_codings_come_back_whole(tmp_path):
    quotes = ['=HYPERLINK("x")', '🙂 first\nsecond, “quoted” "twice"']
    frame = check(
        "codings", pd.DataFrame({**CODINGS, "quote": quotes, "score": [0.5, None], "status": ["suggested", "accepted"]})
    )
    path = tmp_path / "codings.csv"
    path.write_text(csv_text(frame, frame.columns), encoding="utf-8", newline="")
    pd.testing.assert_frame_equal(read_csv(path, "codings"), frame)


def test_the_same_frame_gives_the_same_text():
    frame = pd.DataFrame({"score": [1 / 3, None], "quote": ["a,b", "=1"], "n": [1, 2]})
    assert csv_text(frame, ["quote", "score", "n"]) == 'quote,score,n\n"a,b",0.333333,1\n=1,,2\n'


def write(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_names_of_the_file_become_names_of_the_table(tmp_path):
    path = write(tmp_path, "\ufeffcase,aliases,region\nleeds,Leeds;City,North\n")
    frame = read_csv(path, "cases", rename={"case": "id"})
    assert frame.to_dict("records") == [{"id": "leeds", "label": "", "aliases": "Leeds;City", "region": "North"}]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        (b"a,b\n\xe9,1\n", "byte 4 is not UTF-8"),
        ('a,b\n"1,2\n', "no comma separated table"),
        ("a,b\n1,2\n1,2,3\n", "no comma separated table.*line 3"),
        ("a,b\n1,2,3\n", "more cells than the line of column names, 'a', 'b'"),
    ],
)
def test_a_file_that_is_no_table_says_why(tmp_path, content, message):
    path = write(tmp_path, content)
    with pytest.raises(UnreadableFile, match=message) as error:
        read_rows(path)
    assert str(path) in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("case,id,label\nleeds,1,Leeds\n", "line 1: the columns 'case' and 'id' are two names of one column; keep 'case'$"),
        ("case,label\nleeds,A\nyork,B\nleeds,C\n", "line 4: case='leeds' occurs twice; a row is identified by case$"),
        ("id,label\nleeds,A\nleeds,C\n", "line 3: id='leeds' occurs twice; a row is identified by id$"),
        ("name,label\nleeds,A\n", "column 'case' is missing; found 'name', 'label'; needed case$"),
    ],
)
def test_messages_use_the_names_of_the_file(tmp_path, content, message):
    with pytest.raises(BadTable, match=message) as error:
        read_csv(write(tmp_path, content), "cases", rename={"case": "id"})
    assert len(str(error.value).splitlines()) == 1


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotThere, match="no such file"):
        read_csv(tmp_path / "none.csv", "cases")


def test_a_wrong_row_of_a_file_is_named_with_the_file(tmp_path):
    path = write(tmp_path, "doc_id,start,end\na,0,5\na,five,9\n")
    with pytest.raises(BadTable, match=r"t\.csv: line 3: start 'five' is not a whole number"):
        read_csv(path, "segments")


def test_a_table_without_rows_is_a_table(tmp_path):
    pd.testing.assert_frame_equal(read_csv(write(tmp_path, "doc_id,start,end\n"), "segments"), empty("segments"))


@given(st.data())
def test_check_answers_every_table_of_text_with_a_table_or_one_line(data):
    schema = TABLES[data.draw(st.sampled_from(sorted(TABLES)))]
    names = [name for name in schema.names if data.draw(st.booleans())]
    value = st.one_of(
        st.sampled_from(["", "0", "1", "-1", "2.5", "1e400", "-inf", "nan", "turn", "page", "human", None, 3, True]),
        st.text(max_size=5),
    )
    rows = data.draw(st.integers(0, 3))
    frame = pd.DataFrame({name: pd.Series([data.draw(value) for _ in range(rows)], dtype=object) for name in names})
    try:
        found = check(schema.name, frame)
    except BadTable as refused:
        said = str(refused)
    else:
        said = "a table"
        assert list(found.columns) == schema.names
        assert len(found) == len(frame)
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(("column", "value"), [("score", 1.2), ("score", -0.1), ("certainty", 4)])
def test_numbers_stay_within_what_they_mean(column, value):
    row = {"doc_id": "a", "start": 0, "end": 1, "axis": "x", "code": "y", column: value}
    with pytest.raises(BadTable, match=rf"row 1: {column} {value} lies outside"):
        frames.check("codings", pd.DataFrame([row]))


def test_a_unit_holds_at_least_one_character_and_a_mark_may_hold_none():
    span = {"doc_id": "a", "start": 3, "end": 3}
    with pytest.raises(BadTable, match="no span"):
        frames.check("segments", pd.DataFrame([span]))
    assert len(frames.check("marks", pd.DataFrame([{**span, "kind": "note"}]))) == 1


def test_a_table_may_be_parted_by_semicolons(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text('case;label\nleeds;Leeds, the city\nyork;"York; old"\n', encoding="utf-8-sig")
    assert frames.read_rows(path).to_dict("list") == {"case": ["leeds", "york"], "label": ["Leeds, the city", "York; old"]}
    path.write_text("case;label\nleeds;Leeds;too much\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="more cells"):
        frames.read_rows(path)


def test_memos_may_stand_nowhere_but_not_half_anywhere():
    memo = {"kind": ["project"], "coder": ["AB"], "text": ["t"]}
    assert check("memos", pd.DataFrame(memo))[["start", "end"]].to_numpy().tolist() == [[-1, -1]]
    assert check("memos", pd.DataFrame({**memo, "start": [0], "end": [4]}))["end"].tolist() == [4]
    for start, end in ((-1, 4), (4, -1), (4, 4), (-2, -1)):
        with pytest.raises(BadTable, match="is no span"):
            check("memos", pd.DataFrame({**memo, "start": [start], "end": [end]}))
    with pytest.raises(BadTable, match="kind 'statement'"):
        check("memos", pd.DataFrame({**memo, "kind": ["statement"]}))
