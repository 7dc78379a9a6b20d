"""The rows of an analyst's query as a workbook: what a spreadsheet reads back."""

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from benchmarks.office_traps import traps
from pipeline.domain.noun import Bilingual, Language
from pipeline.domain.sheet_limits import length
from pipeline.queries import questions
from pipeline.queries.answers import NamedQuery, Parameter, Snapshot, SqlResult
from pipeline.reports.query_book import file_name, query_book
from pipeline.reports.words import Words
from pipeline.warehouse.reader import Reader
from tests.answer.office import needs_libreoffice, saved_again

from .conftest import County

KINDS = """
select '=1+1' as 公式, '+86' as 电话, 12345 as 人数, 2024 as 年, 66.25::double as 率,
       12.50::decimal(18,2) as 元, 123456789012345678 as 长号, date '2024-09-30' as 截止,
       timestamp '2024-10-08 09:30:00' as 收到, date '1899-01-01' as 早, true as 是,
       null::integer as 空, 'nan'::double as 非数, repeat('长', 40000) as 长文
"""


def book_of(
    reader: Reader,
    sql: str,
    language: Language = "zh",
    limit: int = 1000,
    given: tuple[Parameter, ...] = (),
) -> tuple[Workbook, dict[str, Any]]:
    """The workbook, and the first row by its heads."""
    result = questions.run_sql(reader, sql, limit, parameters=given)
    assert result.error is None
    content = query_book(result, sql, questions.library(reader), questions.tables(reader),
                         questions.snapshot(reader), Words(language), given)  # fmt: skip
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    first = int(sheet.freeze_panes[1:])
    return book, {sheet.cell(first - 1, c.column).value: c for c in sheet[first]}


def test_every_kind_of_value_is_a_cell_of_its_kind(reader: Reader) -> None:
    _, row = book_of(reader, KINDS)
    assert {name: cell.value for name, cell in row.items() if name != "长文"} == {
        "公式": "=1+1", "电话": "+86", "人数": 12345, "年": 2024, "率": 66.25, "元": 12.5,
        "长号": "123456789012345678", "截止": datetime(2024, 9, 30),
        "收到": datetime(2024, 10, 8, 9, 30), "早": "1899-01-01", "是": True, "空": None,
        "非数": "nan",
    }  # fmt: skip
    assert row["公式"].data_type == "s", "no formula"
    assert row["公式"].quotePrefix, "and none once somebody edits it"
    assert row["人数"].number_format == "#,##0"
    assert row["年"].number_format == "0", "a year has no separator"
    assert row["率"].number_format == "0.00"
    assert row["截止"].number_format == "yyyy-mm-dd"
    assert len(row["长文"].value) == 32767
    assert row["长文"].value.endswith("长……")


def test_named_queries_bring_their_title_note_and_text(county: County) -> None:
    (named,) = [q for q in questions.library(county.reader) if q.id == "on_time_by_township"]
    given = questions.parameters(county.reader, named, {})
    book, row = book_of(county.reader, named.sql, given=given)
    rows, asked = book.worksheets
    said = [cell.value for cell in rows["A"][:8]]
    assert said[0] == named.title.zh
    assert named.note is not None
    assert said[1] == named.note.zh
    number = questions.snapshot(county.reader).number
    assert said[2] == "参数：按什么期：季度（quarter）；报告期：各期"
    assert said[3].startswith(f"数据：第 {number} 次发布（")
    assert said[4].startswith("口径：")
    assert "示例数据（程序生成）" in said
    assert rows.auto_filter.ref
    answer = questions.run_sql(county.reader, named.sql, parameters=given)
    assert set(row) == set(answer.columns)
    lines = [cell.value for cell in asked["A"]]
    assert [line or "" for line in lines[-len(named.sql.splitlines()):]] == [
        line.rstrip() for line in named.sql.splitlines()
    ]  # fmt: skip


def test_a_file_s_name_says_of_what_was_asked(county: County) -> None:
    library, now = questions.library(county.reader), questions.snapshot(county.reader)
    (named,) = [q for q in library if q.id == "on_time_by_township"]
    given = questions.parameters(county.reader, named, {"kind": "month"})
    then = replace(now, as_of=date(2024, 10, 20))
    said = file_name(named.sql, library, then, Words("zh"), given, ".csv")
    title = named.title.zh.replace(" ", "_")
    assert said == f"{title}_month_收到截至2024-10-20_第{now.number}次发布.csv"
    own = file_name("select 1", library, now, Words("en"))
    assert own == f"Query_written_by_hand_publication_{now.number}.xlsx"


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "自己写的查询"), ("en", "Query written by hand")]
)
def test_columns_of_tables_are_named_by_their_word(
    reader: Reader, language: Language, title: str
) -> None:
    book, row = book_of(reader, "select unit, count(*) as 份数 from report group by all", language)
    assert book.worksheets[0]["A1"].value == title
    names = list(row)
    assert names[1] == "份数", "a name of the analyst's own stays as it is"
    assert names[0].endswith("\nunit")
    word = names[0].removesuffix("\nunit")
    (meant,) = [
        words.in_language(language)
        for table in questions.tables(reader) if table.name == "report"
        for column, _, words in table.columns if column == "unit"
    ]  # fmt: skip
    assert word == meant


def test_a_column_that_two_tables_explain_differently_keeps_its_bare_name(reader: Reader) -> None:
    sql = "select carried from indicator_value union all select carried from measure_value"
    _, row = book_of(reader, sql)
    assert list(row) == ["carried"]


def test_what_was_cut_says_so(reader: Reader) -> None:
    sql = "select * from range(5) as t(n)"
    assert "只取了前 3 行，后面还有" in texts(book_of(reader, sql, limit=3)[0])
    whole = texts(book_of(reader, sql)[0])
    assert "共 5 行" in whole
    assert not any("只取了" in said for said in whole)


def test_figures_of_another_day_or_tree_are_not_taken_for_the_published_ones() -> None:
    snapshot = Snapshot(7, datetime(2025, 1, 2, 3, 4), False, date(2024, 12, 31), "now")
    result = SqlResult(("n",), ("INTEGER",), ((1,),))
    content = query_book(result, "select 1 as n", (), (), snapshot, Words("zh"))
    said = " ".join(texts(load_workbook(io.BytesIO(content))))
    assert "2024-12-31" in said
    assert "现在的隶属关系" in said
    assert "示例数据" not in said
    plain = query_book(result, "select 1 as n", (), (), replace(snapshot, as_of=None, tree="then"),
                       Words("zh"))  # fmt: skip
    assert "现在的隶属关系" not in " ".join(texts(load_workbook(io.BytesIO(plain))))


def test_a_file_name_has_no_character_that_a_system_refuses() -> None:
    snapshot = Snapshot(7, datetime(2025, 1, 2), False)
    query = NamedQuery("q", Bilingual(zh="按年/季：谁*报?", en="By year"), "select 1")
    assert (
        file_name("select 1", (query,), snapshot, Words("zh")) == "按年_季：谁_报__第7次发布.xlsx"
    )
    assert file_name("select 1", (query,), snapshot, Words("zh"), ending=".csv").endswith(
        "_第7次发布.csv"
    )
    assert file_name("select 2", (query,), snapshot, Words("en")) == (
        "Query_written_by_hand_publication_7.xlsx"
    )


def texts(book: Workbook) -> list[str]:
    """What stands above the rows."""
    return [cell.value for cell in book.worksheets[0]["A"][:8] if isinstance(cell.value, str)]


@needs_libreoffice
def test_libreoffice_reads_the_same_values(reader: Reader, tmp_path: Path) -> None:
    result = questions.run_sql(reader, KINDS.replace("40000", "400"))
    path = tmp_path / "rows.xlsx"
    path.write_bytes(query_book(result, KINDS, (), (), questions.snapshot(reader), Words("zh")))
    again = saved_again([path], "xlsx", tmp_path / "saved")
    before, after = load_workbook(path).worksheets[0], load_workbook(again["rows"]).worksheets[0]
    # LibreOffice stores a truth value as the function of that name.
    assert [[known(c.value) for c in row] for row in after.iter_rows(max_col=14)] == [
        [known(c.value) for c in row] for row in before.iter_rows(max_col=14)
    ]


def known(value: object) -> object:
    """A cell's value, whichever way a program writes what is true."""
    return True if value == "=TRUE()" else value


def test_odd_values_and_long_lines_make_no_workbook_that_excel_repairs(reader: Reader) -> None:
    sql = f"{KINDS}, chr(7) || '_x000D_😀' as 怪字 -- {'长' * 40_000}"
    sql = sql.replace("\n, chr(7)", ", chr(7)")
    result = questions.run_sql(reader, sql, 10)
    assert result.error is None
    content = query_book(result, sql, [], [], questions.snapshot(reader), Words("zh"))
    assert traps(content) == []
    book = load_workbook(io.BytesIO(content))
    assert "_x0007__x000D_😀" in [cell.value for row in book.worksheets[0] for cell in row]
    shown = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert "\x07_x000D_😀" in [cell for row in shown for cell in row]
    asked = book.worksheets[1]
    longest = max((cell.value or "" for cell in asked["A"]), key=len)
    assert length(longest) == 32_767
    assert longest.endswith("长……")
