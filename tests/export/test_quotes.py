"""Tables behind the outputs: quotes, labels, layout, counts, sample, csv."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda.errors import OutputError
from qda.export import quotes_table, write_csv
from qda.export.counts import count
from qda.export.grid import Cell, lay_out, merged
from qda.export.labels import Labels, clock, sheet_names
from qda.export.places import Places
from qda.export.sample import draw_sample
from qda.export.workbook import Limits
from qda.export.workbook.limits import CUT
from qda.export.workbook.measure import height, wrapped
from qda.frames import check


def test_quotes_stand_together_cell_by_cell(tables):
    quotes = quotes_table(tables)
    keys = ["case", "dimension", "phase", "valence"]
    places = [tuple(p) for p in quotes.loc[quotes["lacks"] == "", keys].itertuples(index=False)]
    assert len(dict.fromkeys(places)) == sum(a != b for a, b in zip(places, [None, *places[:-1]], strict=True))


def test_every_piece_of_evidence_has_its_quote(tables):
    quotes, evidence = quotes_table(tables), tables.matrix.evidence
    keys = ["case", "dimension", "phase", "valence"]
    long = quotes[quotes["lacks"] == ""].explode("factor")[[*keys, "factor", "statement"]]
    assert sorted(long.itertuples(index=False, name=None)) == sorted(
        evidence[[*keys, "factor", "statement"]].itertuples(index=False, name=None)
    )
    assert set(quotes["statement"]) == set(tables.statements["statement"])


def test_quotes_are_what_stands_at_their_offsets(tables):
    texts = {(r.doc_id, r.start, r.end): r.text for r in tables.segments.itertuples()}
    for row in quotes_table(tables).itertuples():
        assert row.quote == texts[row.doc_id, row.start, row.end]


def test_a_statement_below_the_limit_says_so(make):
    quotes = quotes_table(make(min_score=0.5))
    assert list(quotes.loc[quotes["quote"].str.startswith("https"), "lacks"]) == ["evidence below the limit"]


def test_pages_run_from_first_to_last_and_speech_has_its_time(tables):
    pages = pd.DataFrame({"doc_id": "d", "start": [0, 10, 20], "end": [9, 19, 29], "page": ["iv", "1", "2"], "text": "x"})
    places = Places(replace(tables, segments=check("segments", pages)))
    assert places.of("d", 0, 5).page == "iv"
    assert places.of("d", 5, 25).page == "iv–2"
    assert places.of("d", 9, 10).page == ""
    assert places.of("e", 0, 5).page == ""


def test_the_role_may_come_from_the_table_of_speakers(tables):
    told = replace(tables, segments=tables.segments.assign(role="Mayor"))
    assert set(quotes_table(told)["role"]) == {"Mayor"}
    assert Places(tables).of("leeds/interview-1", 0, 4).role == "Head of Work"


@pytest.mark.parametrize(
    ("ms", "shown"), [(0.0, "00:00:00"), (999.0, "00:00:00"), (360_000_000.0, "100:00:00"), (float("nan"), "")]
)
def test_times_are_clocks(ms, shown):
    assert clock(ms) == shown


def test_labels_fall_back_to_ids_and_plurals_are_english_only(tables):
    labels = Labels(tables)
    assert labels.of("case", "leeds") == "Leeds"
    assert labels.of("case", "hull") == "hull"
    assert labels.plural("valence", "barrier") == "Barriers"
    german = replace(tables.codebook, languages=("de", "en"))
    assert Labels(replace(tables, codebook=german)).plural("valence", "barrier") == "Barrier"


@given(st.lists(st.text(max_size=40), max_size=8))
def test_names_of_sheets_are_allowed_and_unique(wanted):
    names = sheet_names(wanted, reserved=["Matrix"])
    assert len({n.casefold() for n in names} | {"matrix"}) == len(names) + 1
    assert all(0 < len(n) <= 31 and not set(n) & set("[]:*?/\\") for n in names)


@given(st.text(max_size=60), st.integers(12, 40))
def test_cut_texts_fit_and_begin_like_the_text(text, most):
    cut = Limits(text=most).cut(text)
    assert len(cut.encode("utf-16-le", "surrogatepass")) // 2 <= most
    assert cut == text or (cut.endswith(CUT) and text.startswith(cut.removesuffix(CUT)))


def cells(*proofs):
    return [Cell(place=(str(i),), findings=("x",) if p else (), proofs=frozenset(p), documents=1) for i, p in enumerate(proofs)]


@given(st.lists(st.sampled_from([(), (("f", "s1"),), (("f", "s2"),)]), max_size=8))
def test_merging_keeps_every_column_and_joins_equals_only(proofs):
    line = cells(*proofs)
    widths = merged(line)
    assert sum(width for _, width in widths) == len(line)
    at = 0
    for cell, width in widths:
        assert {c.proofs for c in line[at : at + width]} == {cell.proofs}
        assert width == 1 or cell.findings
        at += width


def test_equal_lists_of_different_statements_are_not_merged():
    assert [width for _, width in merged(cells((("f", "s1"),), (("f", "s2"),)))] == [1, 1]


def test_blocks_follow_the_order_of_the_codebook(tables):
    grid = lay_out(tables)
    assert (grid.outer, grid.inner) == (("dimension", "phase"), "valence")
    assert [block.title for block in grid.blocks][:2] == ["Multi-level · Development", "Multi-level · Implementation"]
    assert [cell.place for cell in grid.blocks[0].lines[1].cells] == [
        (case, "multi_level", "development", "enabler") for case in ("leeds", "york")
    ]


def test_counts_are_those_of_the_matrix(tables):
    counts, matrix = count(tables.matrix), tables.matrix
    assert counts.of("statements") == matrix.count() == 7
    for case in ("leeds", "york"):
        assert counts.of("statements", case=case) == matrix.count(case=case)
        assert counts.of("statements", factor="trust", case=case) == matrix.count(factor="trust", case=case)
    assert counts.of("documents", factor="money", valence="barrier") == 3
    assert counts.of("documents", factor="money", valence="enabler") == 0


def test_organisations_without_a_name_count_once_an_interview(tables):
    unnamed = replace(tables, speakers=tables.speakers.assign(organisation="", organisation_kind=""))
    assert draw_sample(unnamed).interviews[0] == ("not recorded", ((1, 1), (1, 1), (0, 0), (2, 2)))


def test_heights_grow_with_text_and_stay_below_the_highest_row():
    assert wrapped("word", 100) == 1
    assert wrapped("a\nb", 100) == 2
    assert wrapped("word " * 40, 100) > wrapped("word " * 40, 300) > 1
    assert wrapped("w" * 200, 100) > 5
    assert height([("word " * 4000, 100)]) == 409.0


def test_csv_is_the_frame_in_the_columns_asked_for(tmp_path):
    path = tmp_path / "m.csv"
    write_csv(path, pd.DataFrame({"b": [0.5], "a": ['ü, "x"'], "c": [1]}), ["a", "b"])
    assert path.read_bytes() == 'a,b\n"ü, ""x""",0.500000\n'.encode()
    with pytest.raises(OutputError, match="no such folder"):
        write_csv(tmp_path / "nowhere" / "m.csv", pd.DataFrame({"a": []}), ["a"])
