"""The circular for Word: what the page says, in order, with its charts."""

import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from lxml.etree import _Element
from matplotlib.figure import Figure

from pipeline.reports.quarterly import ReportFiles
from pipeline.reports.word.elements import Element, body_of
from pipeline.reports.word.writing import write_word

AT = datetime(2024, 10, 9, 8)
PAGE = """<!doctype html><html><head><title>t</title></head><body><header><h1>通报</h1></header>
<section class="targets"><h2>一、目标</h2><table class="targets"><caption>目标</caption>
<thead><tr><th>指标</th><th class="n">实际</th><th class="axis">轴</th></tr></thead>
<tbody><tr><th>会员&amp;职工<div class="note">应报 5</div></th>
<td class="n"><b>7</b><span>人</span></td><td class="axis"><svg><text>不写</text></svg></td>
</tr></tbody></table></section>
<p>第一行<br>第二行</p></body></html>"""


def written(folder: Path, page: str = PAGE) -> Word:
    path = folder / "a.docx"
    write_word(path, page, {}, "通报", AT)
    return Document(str(path))


@pytest.fixture
def word(report: ReportFiles) -> Word:
    return Document(str(report.word))


def test_the_headings_are_those_of_the_page(report: ReportFiles, word: Word) -> None:
    page = body_of(report.html.read_text(encoding="utf-8"))
    heads = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert heads == [text_of(one) for one in every(page, "h2")]
    (title,) = [p.text for p in word.paragraphs if p.style and p.style.name == "Title"]
    assert title == text_of(every(page, "h1")[0])


def test_every_row_of_every_table_is_there(report: ReportFiles, word: Word) -> None:
    page = body_of(report.html.read_text(encoding="utf-8"))
    assert [len(table.rows) for table in word.tables] == [
        len(every(one, "tr")) for one in every(page, "table")
    ]
    assert word.tables


def test_the_charts_stand_in_it(report: ReportFiles, word: Word) -> None:
    drawn = [path for path in report.charts if path.suffix == ".png"]
    assert len(word.inline_shapes) == len(drawn) > 0


def test_generated_figures_say_so(word: Word) -> None:
    assert "程序生成" in word.paragraphs[0].text


def test_every_page_has_its_number_and_says_it_too(word: Word) -> None:
    (foot,) = word.sections[0].footer.paragraphs
    assert text_in(foot._p) == "示例数据（程序生成）　第 1 页，共 1 页"
    fields = foot._p.findall(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]


def test_a_chart_taller_than_a_page_is_made_smaller(tmp_path: Path) -> None:
    tall = Figure(figsize=(2, 5))
    tall.savefig(tmp_path / "tall.png")
    page = PAGE.replace("<p>第一行", '<section class="below"><figure></figure></section><p>')
    write_word(tmp_path / "a.docx", page, {"ranking": tmp_path / "tall.png"}, "通报", AT)
    (shape,) = Document(str(tmp_path / "a.docx")).inline_shapes
    assert shape.height.mm <= 297 - 37 - 35
    assert abs(shape.height / shape.width - 2.5) < 0.01


def test_a_table_has_its_heads_on_every_page_and_no_drawn_column(tmp_path: Path) -> None:
    (table,) = written(tmp_path).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["指标", "实际"], ["会员&职工\n应报 5", "7人"],
    ]  # fmt: skip
    repeated = [
        row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows
    ]
    assert repeated == [True, False]


def test_a_column_has_room_for_what_is_in_it(word: Word, tmp_path: Path) -> None:
    (small,) = written(tmp_path).tables
    name, amount = (cell.width.mm for cell in small.rows[1].cells)
    assert name > 1.5 * amount
    assert abs(name + amount - 156) < 1
    for table in word.tables:
        assert abs(sum(cell.width.mm for cell in table.rows[0].cells) - 156) < 1


def test_counts_of_statuses_stand_apart(word: Word) -> None:
    below = next(table for table in word.tables if table.rows[0].cells[0].text == "单位")
    said = [row.cells[1].text for row in below.rows[1:]]
    assert said
    assert not any(re.search(r"[^\d\s]\d", cell) for cell in said)


def test_chinese_is_set_in_faces_that_offices_have(tmp_path: Path) -> None:
    fonts = written(tmp_path).styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "仿宋"
    assert written(tmp_path).paragraphs[-1].text == "第一行\n第二行"


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    written(tmp_path)
    written(tmp_path / "b")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b" / "a.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.docx") as packed:
        assert packed.testzip() is None


def every(one: Element, tag: str) -> list[Element]:
    """All elements of a kind, in the order of the page."""
    found = []
    for child in one.elements():
        found += [child] if child.tag == tag else every(child, tag)
    return found


def text_in(paragraph: _Element) -> str:
    """What a paragraph says, fields included."""
    return "".join(run.text or "" for run in paragraph.iter(qn("w:t")))


def text_of(one: Element) -> str:
    """What an element says."""
    return "".join(c if isinstance(c, str) else text_of(c) for c in one.children)


def test_tables_say_nothing_that_word_2007_does_not_know(word: Word) -> None:
    looks = [look for table in word.tables for look in table._tbl.tblPr.findall(qn("w:tblLook"))]
    assert len(looks) == len(word.tables) > 0
    assert {name for look in looks for name in look.attrib} == {qn("w:val")}
