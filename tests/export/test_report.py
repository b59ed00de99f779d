"""The report: self-contained, without scripts, every finding with its quotes and their attribution."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from qda.errors import OutputError
from qda.export import write_report

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Collects elements, and sees that all are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.found, self.ids = [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.ids += [dict(attrs)["id"]] if "id" in dict(attrs) else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


@pytest.fixture(scope="module")
def text(tables, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "report.html"
    write_report(path, tables)
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def cell(text, block, line, column):
    section = text.split(f'id="block-{block}"')[1].split("</section>")[0]
    row = section.split("<tbody>")[1].split("<tr>")[line]
    return re.split(r"<td[^>]*>", row)[column]


def test_nothing_runs_and_nothing_is_loaded(text, page):
    assert not {tag for tag, _ in page.found} & {"script", "link", "img", "iframe", "object", "form"}
    assert not re.search(r'\s(on\w+|style|src)="', text)
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style


def test_text_of_documents_and_codebook_is_escaped(text):
    assert "<b>gone</b>" not in text
    assert "&lt;b&gt;gone&lt;/b&gt;" in text
    assert "<title>Barriers &amp; enablers &lt;of&gt; integration</title>" in text


def test_findings_fold_out_their_quotes_with_attribution(text):
    found = plain(cell(text, 1, 1, 1))
    assert found.startswith("=Money (2) =SUM(A1:A9) is what the ministry sends us.")
    assert "Head of Work, city administration, Leeds, On leeds/interview-1, 00:01:01" in found
    assert "Taken over: Dimension from the question" in found
    assert "On report, p. 12" in found
    assert cell(text, 1, 1, 1).count("<details>") == 1


def test_quotes_of_a_finding_are_its_own_best_first(text):
    found = plain(cell(text, 1, 1, 2))
    assert found.index("-5 % every year") < found.index("In all cities")
    assert found.index("Boards (1)") < found.rindex("-5 % every year")


def test_neighbours_that_rest_on_the_same_statements_are_one_cell(text):
    assert text.count('colspan="2"') == 2


def test_marks_and_legend(text):
    assert 'Trust <span class="n">(1)°*</span>' in text
    assert "no statement behind it names the case" in text


def test_tables_tell_readers_of_screens_what_they_are(page):
    assert page.all("html") == [{"lang": "en"}]
    assert all("scope" in th for th in page.all("th"))
    assert {q.get("lang") for q in page.all("blockquote")} == {"en"}
    assert len(page.ids) == len(set(page.ids))


def test_every_link_of_the_page_leads_somewhere(page):
    targets = {a["href"] for a in page.all("a")}
    assert targets
    assert all(t.startswith("#") and t[1:] in page.ids for t in targets)


def test_sample_guide_and_method_are_there(text):
    shown = plain(text)
    assert "city administration 1 (1) 1 (1) 0 2 (1)" in shown
    assert "Trust People rely on each other. I just ring her up." in shown
    assert "Software qda 0.1.0" in shown


def test_overview_counts_distinct_statements(text):
    overview = text.split('id="overview"')[1].split("</section>")[0]
    assert plain(overview.split("<tr>")[2]) == "Multi-level Development Barriers 2 2 3"


def test_quotes_beyond_the_limit_are_counted(tables, tmp_path):
    path = tmp_path / "r.html"
    write_report(path, replace(tables, most_quotes=1))
    assert "and 1 more; all of them stand in the workbook" in path.read_text(encoding="utf-8")


def test_the_same_tables_give_the_same_bytes(tables, text, tmp_path):
    write_report(tmp_path / "r.html", tables)
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == text


def test_without_anything_found(make, no_codings, tmp_path):
    write_report(tmp_path / "r.html", make(cases=(), coded=no_codings.codings))
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    Page(page)
    assert "0 statements from 0 documents" in page


def test_a_place_that_cannot_be_written(tables, tmp_path):
    with pytest.raises(OutputError, match="no such folder"):
        write_report(tmp_path / "nowhere" / "r.html", tables)


def contrast(one, two):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(two)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_colours_can_be_read_by_day_and_by_night(text):
    for root in re.findall(r":root \{(.*?)\}", text, re.DOTALL)[:2]:
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", root))
        for name in ("ink", "soft", "link"):
            assert contrast(colours[name], colours["paper"]) >= 4.5
        for name in ("barrier", "enabler", "other"):
            assert contrast(colours[name], colours[f"{name}-light"]) >= 4.5
