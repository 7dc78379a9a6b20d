"""The circular for Word as it lies on paper: rows, heads, charts, the issuer's name, the annex."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from matplotlib.figure import Figure

from pipeline.reports.letter import Issue
from pipeline.reports.quarterly import ReportFiles, write_report
from pipeline.reports.word.tables import Need, shares
from pipeline.reports.word.writing import write_word
from pipeline.warehouse.reader import Reader
from tests.answer.office import needs_libreoffice, needs_pdftotext, saved_again

from . import county
from .test_word import AT, PAGE

ISSUED = date(2024, 10, 12)


@pytest.fixture(scope="module")
def files(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> ReportFiles:
    out = tmp_path_factory.mktemp("issued")
    return write_report(reader, county.COUNTY, county.LAST, out, issue=Issue(issued=ISSUED))


@pytest.fixture
def word(files: ReportFiles) -> Word:
    return Document(str(files.word))


def test_rows_are_whole_and_as_high_as_what_is_in_them(word: Word) -> None:
    rows = [row for table in word.tables for row in table.rows]
    assert rows
    for row in rows:
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None
        assert row._tr.trPr.find(qn("w:trHeight")) is None
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_figure_gets_its_room_before_words_do() -> None:
    figures, words = shares([Need(least=12, asked=12), Need(least=4, asked=200)], 100)
    assert figures > 12 * 2
    assert figures + words == pytest.approx(100)


def test_nothing_in_a_table_or_picture_stands_in_lines_of_one_height(word: Word) -> None:
    for name in ("Cell", "Remark", "Chart"):
        assert word.styles[name].paragraph_format.line_spacing_rule != 4
    drawn = [p for p in word.paragraphs if p._p.findall(f".//{qn('w:drawing')}")]
    assert drawn
    assert {p.style.name for p in drawn if p.style} == {"Chart"}


def test_a_low_chart_stays_with_its_note_and_a_tall_one_goes_to_the_end(tmp_path: Path) -> None:
    chart = '<section class="below"><figure></figure><p class="note">说明</p></section><p>'
    page = PAGE.replace("<p>第一行", f"{chart}第一行")
    for height, last in ((1, "第一行\n第二行"), (4, "说明")):
        Figure(figsize=(3, height)).savefig(tmp_path / "c.png")
        write_word(tmp_path / "a.docx", page, {"ranking": tmp_path / "c.png"}, "t", AT,
                   later="在文末")  # fmt: skip
        written = Document(str(tmp_path / "a.docx"))
        said = [p.text for p in written.paragraphs]
        assert said[-1] == last
        assert said.count("说明") == 1
        assert ("在文末" in said) == (height == 4)
        drawn = said.index("说明") - 1
        assert written.paragraphs[drawn].paragraph_format.keep_with_next


@pytest.mark.parametrize(
    ("unit", "set_apart"), [("persons", True), ("%", False), ("人", False), ("", False)]
)
def test_words_alone_are_set_apart_from_their_figure(
    tmp_path: Path, unit: str, set_apart: bool
) -> None:
    figure = f'<p><b>7</b><span class="unit">{unit}</span></p>'
    write_word(tmp_path / "a.docx", PAGE.replace("<p>第一行", f"{figure}<p>第一行"), {}, "t", AT)
    said = [p.text for p in Document(str(tmp_path / "a.docx")).paragraphs]
    assert ("7\u00a0" if set_apart else "7") + unit in said


def test_in_a_table_an_english_unit_may_stand_under_its_figure(tmp_path: Path) -> None:
    """So a long unit leaves the names of the rows their room."""
    cells = '<td class="n"><b>1,234,567</b><span class="unit">participations</span></td>' * 2
    row = f"<tr><th>Collective bargaining coverage rate of unions</th>{cells}</tr>"
    head = "<thead><tr><th>Name</th><th>Actual</th><th>Target</th></tr></thead>"
    page = f"<html><body><table>{head}<tbody>{row}</tbody></table></body></html>"
    write_word(tmp_path / "a.docx", page, {}, "t", AT)
    (made,) = Document(str(tmp_path / "a.docx")).tables
    assert made.rows[1].cells[1].text == "1,234,567 participations"
    assert made.rows[1].cells[0].width.mm > 55


def issuer(word: Word) -> Paragraph:
    """The paragraph of the issuer's name and the day."""
    (found,) = [p for p in word.paragraphs if p.text.endswith("2024年10月12日")
                or p.text.endswith("2024 年 10 月 12 日")]  # fmt: skip
    return found


def test_the_unit_that_issues_it_stands_over_the_day_where_the_seal_goes(word: Word) -> None:
    found = issuer(word)
    assert found.text.startswith("示例县总工会\n")
    assert found.alignment == 1
    day, width = 7 * 16, 156 / 25.4 * 72  # 2024年10月12日 is seven characters wide
    left = found.paragraph_format.left_indent.pt
    assert (width - left) / 2 == pytest.approx((4 * 16) + day / 2, abs=1)
    assert not any("签发人：" in p.text for p in word.paragraphs)


def test_the_page_says_the_same(files: ReportFiles) -> None:
    said = files.html.read_text(encoding="utf-8")
    assert said.index('class="signature"><span>示例县总工会<br>2024') < said.index(
        '"definitions annex"'
    )


def test_definitions_are_an_annex_on_a_page_of_their_own(word: Word) -> None:
    texts = [p.text for p in word.paragraphs]
    named, annex = (i for i, text in enumerate(texts) if text == "附件：口径说明")
    assert named < texts.index(issuer(word).text) < annex
    assert word.paragraphs[annex].paragraph_format.page_break_before


@needs_libreoffice
@needs_pdftotext
def test_writer_sets_no_figure_in_two_lines_and_says_on_every_page_what_is_generated(
    files: ReportFiles, tmp_path: Path
) -> None:
    pdf = saved_again([files.word], "pdf", tmp_path)[files.word.stem]
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    pages = done.stdout.decode("utf-8").split("\f")[:-1]
    assert len(pages) > 2
    assert all("示例数据（程序生成）" in page for page in pages)
    said = "".join(" ".join(pages).split(" "))
    table = Document(str(files.word)).tables[0]
    for row in table.rows[1:]:
        (figure,) = re.findall(r"[\d.,]+", row.cells[1].paragraphs[0].text) or ["—"]
        assert figure in said
