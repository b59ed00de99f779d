"""Reading a codebook: what it holds, and one line with file and line number for everything that is wrong."""

import itertools
import re

import pytest
import yaml
from books import SMALL

import qda
from qda.codebook import lint, parse_codebook, read_codebook
from qda.codebook.load import MAX_DEPTH, load_yaml
from qda.errors import CodebookError, FileNotThere, UnknownName, UnreadableFile


def test_a_codebook_holds_what_its_file_says():
    book = parse_codebook(SMALL, file="small.yaml")
    assert book.axis_ids == ("dimension", "phase", "valence", "factor")
    assert book.axis("phase").inherit == ("heading", "question")
    trust = book.code("factor", "trust")
    assert (trust.label, trust.rule[:5], trust.anchor_examples[0].quote) == ("Trust", "Count", "I just ring her up.")
    assert SMALL.splitlines()[trust.line - 1].strip() == "- id: trust"
    assert book.code("factor", "money").implies == {"valence": ("barrier",)}


def test_the_hash_counts_content_and_not_layout():
    book = parse_codebook(SMALL)
    assert parse_codebook("# a comment\n" + SMALL).hash == book.hash
    assert parse_codebook(SMALL.replace("[trust]", "[trust, rely]")).hash != book.hash
    assert book.codebook_version == f"small@1.0+{book.hash[:12]}"


def test_the_codes_table_has_a_row_per_category():
    frame = parse_codebook(SMALL).codes_frame()
    assert len(frame) == 9
    assert frame.set_index(["axis", "id"]).loc[("factor", "trust"), "anchor_example"] == "I just ring her up."


def test_unknown_names_name_the_nearest():
    book = parse_codebook(SMALL)
    with pytest.raises(UnknownName, match="did you mean 'trust'"):
        book.code("factor", "thrust")
    with pytest.raises(UnknownName, match="did you mean 'factor'"):
        book.axis("factors")


BROKEN = {
    "unknown key of a code": ("label: Trust", "lable: Trust", "unknown key; did you mean 'label'"),
    "unknown key of an axis": ("negation: flip", "negations: flip", "unknown key; did you mean 'negation'"),
    "unknown key of the book": ("title: A", "titel: A", "unknown key; did you mean 'title'"),
    "kind that does not exist": ("kind: multi\n    inherit", "kind: many\n    inherit", "'single', 'multi' or 'ordinal'"),
    "duplicate code": ("{id: boards", "{id: trust", "code 'trust' stands twice (first in line"),
    "duplicate axis": ("- id: factor", "- id: phase", "axis 'phase' stands twice"),
    "duplicate key": ("label: Trust", "id: again", "key"),
    "id with capitals": ("{id: boards", "{id: Boards", "is not an id"),
    "pattern that does not parse": ("en: [trust]", "en: [{phrase: trust, nearby: [x]}]", "nearby"),
    "pattern with a bare star": ("en: [trust]", "en: [*ination]", "must be quoted"),
    "language that is not declared": ("en: [trust]", "fr: [confiance]", "'fr' is no language of this codebook"),
    "implied code that does not exist": ("[barrier]}}", "[barier]}}", "did you mean 'barrier'"),
    "split axis that does not exist": ("split: valence", "split: valenze", "did you mean 'valence'"),
    "matrix axis that does not exist": ("cell: factor", "cell: factors", "did you mean 'factor'"),
    "source that cannot be inherited": ("inherit: [heading, question]", "inherit: [headline]", "'heading'"),
    "matrix without rows": ("rows: [dimension, phase, valence], ", "", "matrix.rows: names no axis"),
    "matrix of empty rows": ("rows: [dimension, phase, valence]", "rows: []", "matrix.rows: names no axis"),
    "matrix without cell": (", cell: factor}", "}", "matrix.cell: is missing"),
    "matrix with an axis twice in its rows": ("phase, valence]", "phase, phase]", "matrix.rows: 'phase' stands twice"),
    "matrix with a row as cell": ("cell: factor", "cell: phase", "matrix.cell: 'phase' stands twice"),
    "matrix with a row as columns": ("columns: case", "columns: phase", "matrix.columns: 'phase' stands twice"),
    "matrix with case in rows and columns": ("rows: [dimension", "rows: [case", "matrix.columns: 'case' stands twice"),
    "matrix with case in the cells": ("cell: factor", "cell: case", "'case' is no axis of them"),
    "not YAML": ("title: A", "title: [A", "not YAML"),
    "a document after the first": ("axes:", "---\naxes:", "a second document begins"),
    "an anchor that is nowhere": ("en: [trust]", "en: [*trust]", "must be quoted"),
    "a list as a key": ("title: A small codebook", "? [title]\n: A", "a key is a word"),
    "a merge of no mapping": ("title: A small codebook", "<<: A", "`<<` takes over"),
    "a text said to be a number": ("title: A small codebook", "title: !!int A", "'A' is no int"),
    "a tag": ("title: A small codebook", "title: !!python/object:os.system x", "tag"),
    "a number for a text": ('version: "1.0"', "version: 1.0", "put it in quotes"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_error_is_one_line_with_file_and_line(name):
    old, new, message = BROKEN[name]
    assert SMALL.count(old) >= 1
    broken = SMALL.replace(old, new, 1)
    with pytest.raises(CodebookError) as error:
        parse_codebook(broken, file="study/small.yaml")
    lines = str(error.value).splitlines()
    hit = [line for line in lines if message in line]
    assert hit, lines
    place = re.match(r"study/small\.yaml:(\d+): ", hit[0])
    assert place, hit
    changed = SMALL[: SMALL.index(old) + len(old)].count("\n") + 1
    assert abs(int(place.group(1)) - changed) <= 2


MATRIX = "matrix: {rows: [dimension, phase, valence], columns: case, cell: factor}\n"


def test_without_a_matrix_rows_are_of_single_axes_and_cells_of_the_first_of_many_codes():
    book = parse_codebook(SMALL.replace(MATRIX, ""))
    assert book.matrix == {"rows": ["phase", "valence"], "columns": "case", "cell": "dimension", "least": 0.0}


@pytest.mark.parametrize(("kind", "lost"), [("multi", "rows"), ("single", "cell")])
def test_without_a_matrix_and_a_default_it_says_what_is_missing(kind, lost):
    with pytest.raises(CodebookError, match=rf"^small\.yaml:1: matrix: is missing.*`{lost}`.*$") as error:
        parse_codebook(f"codebook: b\naxes: [{{id: a, kind: {kind}, codes: [{{id: c}}]}}]\n", file="small.yaml")
    assert len(str(error.value).splitlines()) == 1


def test_a_codebook_may_have_any_suffix_or_none(tmp_path):
    for name in ("small", "small.yml", "small.txt", "small.v2"):
        (tmp_path / name).write_text(SMALL, encoding="utf-8")
        assert read_codebook(tmp_path / name).file == str(tmp_path / name)


def test_a_folder_is_no_codebook(tmp_path):
    with pytest.raises(UnreadableFile, match="this is a folder"):
        read_codebook(tmp_path)


def test_all_problems_are_named_at_once():
    broken = SMALL.replace("cell: factor", "cell: factors").replace("split: valence", "split: x")
    with pytest.raises(CodebookError) as error:
        parse_codebook(broken)
    assert len(str(error.value).splitlines()) == 2


def test_depth_is_limited():
    deep = "codebook: x\ntitle: " + "[" * (MAX_DEPTH + 5) + "]" * (MAX_DEPTH + 5)
    with pytest.raises(CodebookError, match="deeper"):
        parse_codebook(deep)


def test_aliases_may_not_multiply_without_end():
    levels = ["a: &a [x, x, x, x, x, x, x, x, x, x]"] + [
        f"{n}: &{n} [{', '.join([f'*{o}'] * 10)}]" for o, n in itertools.pairwise("abcdefgh")
    ]
    with pytest.raises(CodebookError, match="more than 200000 values"):
        parse_codebook("codebook: x\n" + "\n".join(levels))


def test_nesting_without_end_is_refused():
    with pytest.raises(CodebookError, match="deeper than"):
        parse_codebook("codebook: x\ntitle: " + "[" * 600 + "]" * 600)


PARSERS = pytest.mark.parametrize("parser", [yaml.SafeLoader, yaml.CSafeLoader])


@PARSERS
def test_scalars_are_those_of_yaml_1_2(parser):
    text = (
        "a: [no, on, 010, 0o14, 0x1F, 1e3, .5, -.inf, 1:30, 1_000, ~, '5', !!str 5, !!int '5', =]\nb: 2012-05-01\nc:\ntrue: 1\n"
    )
    assert load_yaml(text, "f", parser=parser).data == {
        "a": ["no", "on", 10, 12, 31, 1000.0, 0.5, float("-inf"), "1:30", "1_000", None, "5", "5", 5, "="],
        "b": "2012-05-01",
        "c": None,
        "True": 1,
    }


@PARSERS
def test_an_alias_brings_its_values_and_a_merge_those_that_are_not_there(parser):
    text = "a: &a {x: 1, y: [2]}\nb: *a\nc: {<<: *a, x: 3}\nd: {<<: [{x: 4}, *a]}\n'<<': e\n"
    assert load_yaml(text, "f", parser=parser).data == {
        "a": {"x": 1, "y": [2]},
        "b": {"x": 1, "y": [2]},
        "c": {"x": 3, "y": [2]},
        "d": {"x": 4, "y": [2]},
        "<<": "e",
    }


@PARSERS
def test_every_value_has_the_line_of_its_key_or_item(parser):
    text = "a:\n  - b: |\n      one\n      two\n    c: [x,\n        y]\n  - &z {d: 1}\ne: *z\n"
    loaded = load_yaml(text, "f", parser=parser)
    places = [("a",), ("a", 0), ("a", 0, "b"), ("a", 0, "c"), ("a", 0, "c", 1), ("a", 1, "d"), ("e",), ("e", "d"), ("nowhere",)]
    assert [loaded.line(place) for place in places] == [1, 2, 2, 5, 6, 7, 8, 8, 1]


@PARSERS
@pytest.mark.parametrize("odd", "\x85\u2028\u2029")
def test_line_breaks_that_editors_do_not_show_are_blanks(parser, odd):
    loaded = load_yaml(f"a: x{odd}y\nb: 1\n", "f", parser=parser)
    assert (loaded.data["a"], loaded.line(["b"])) == ("x y", 2)


@pytest.mark.parametrize("text", ["", "- a\n- b", "just words"])
def test_what_is_no_mapping_is_no_codebook(text):
    with pytest.raises(CodebookError, match="begins with `codebook: <id>`"):
        parse_codebook(text)


def test_an_unfinished_guide_warns_in_pilot_and_fails_in_final():
    findings = lint(parse_codebook(SMALL, file="small.yaml"))
    missing = [f for f in findings if "no anchor example" in f.message]
    assert {f.level for f in missing} == {"warning"}
    assert ("factor", "boards") in {(f.axis, f.code) for f in missing}
    assert ("factor", "trust") not in {(f.axis, f.code) for f in missing}
    with pytest.raises(CodebookError, match=r"small\.yaml:\d+: error: factor/boards: no definition"):
        parse_codebook(SMALL.replace("state: pilot", "state: final"), file="small.yaml")


def test_context_that_is_never_used_is_named():
    text = SMALL.replace(
        "inherit: [heading, question]\n    codes:\n      - {id: development",
        "inherit: [heading]\n    codes:\n      - {id: development",
    )
    assert any("context.question is never used" in f.message for f in lint(parse_codebook(text)))


def test_a_missing_file_says_what_there_is(tmp_path):
    with pytest.raises(FileNotThere, match="did you mean 'integration'"):
        read_codebook("integratoin")
    with pytest.raises(FileNotThere, match="no such file"):
        read_codebook(tmp_path / "none.yaml")


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "book.yaml"
    path.write_bytes("codebook: größe".encode("cp1252"))
    with pytest.raises(UnreadableFile, match="not UTF-8"):
        read_codebook(path)


def test_the_shipped_codebook_is_complete():
    book = qda.read_codebook("integration")
    assert book.state == "final"
    assert [a.id for a in book.axes] == ["dimension", "phase", "aspect", "valence", "factor", "strength"]
    assert len(book.axis("factor").codes) == 25
    assert book.axis("strength").code_ids == (
        "fragmentation",
        "convergence",
        "alignment",
        "cooperation",
        "co_production",
        "integration",
        "not_determinable",
    )
    for code in book.codes():
        assert code.definition, code.id
        assert code.rule, code.id
        assert code.anchor_examples, code.id
        if code.id != "not_determinable":
            assert code.patterns["en"], code.id
            assert code.patterns["de"], code.id


@pytest.mark.shared
def test_the_factors_carry_the_ids_of_the_reference_study(shared):
    from qda.frames import read_rows

    factors = read_rows(shared / "data/localise/factors.csv")
    ours = qda.read_codebook("integration").axis("factor").codes
    assert {c.id for c in ours} == set(factors["id"])
    theirs = set(factors["definition"]) | set(factors["coding_rule"])
    assert not theirs & ({c.definition for c in ours} | {c.rule for c in ours})
