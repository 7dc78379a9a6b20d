"""Heads of two rows are read, those of one row as before, and cells are named where they stand."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Form
from pipeline.domain.noun import Language
from pipeline.domain.period import parse_period
from pipeline.domain.submission import FileRead
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook

from .county import UNITS, catalogue, made_of, read
from .test_sheets import raw

VALUES = {"integer": 3, "decimal": 12, "money": 12300, "text": "文字", "boolean": True,
          "date": parse_period("2024Q3", catalogue().calendars).start, "code": "K1"}  # fmt: skip


def flat(form: Form) -> Form:
    """A form as its templates were before its fields had groups."""
    plain = {
        name: section.model_copy(
            update={
                "groups": {},
                "fields": {
                    key: field.model_copy(update={"group": None, "head": None})
                    for key, field in section.fields.items()
                },
            }
        )
        for name, section in form.sections.items()
    }
    return form.model_copy(update={"sections": plain})


def filled(form: Form) -> list[SheetContent]:
    """A row on every sheet of a form."""
    return [
        SheetContent(
            form.id, name,
            rows=[{key: next(iter(f.choices), None) or VALUES[f.type]
                   for key, f in section.fields.items() if not f.personal}],
            notes=["备注"],
        )
        for name, section in form.sections.items()
    ]  # fmt: skip


def save(path: Path, known: Catalogue, form: Form, language: Language = "zh") -> Path:
    period = parse_period("2024Q3", known.calendars)
    write_workbook(path, known, filled(form), UNITS[1], period, language)
    return path


def facts(file: FileRead) -> list[tuple[str, object, object, object, object]]:
    return [(s.table, s.units, s.periods, s.columns, s.version) for s in file.sections]


def told(file: FileRead) -> set[tuple[str, str | None]]:
    return {(f.slug, f.place.cell) for f in file.findings}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", catalogue().forms.values(), ids=lambda form: form.id)
def test_blanks_sent_out_before_are_taken_in_like_those_of_today(
    form: Form, language: Language, tmp_path: Path
) -> None:
    before = replace(made_of(flat(form)), digest="flat")
    old = save(tmp_path / "old.xlsx", before, form, language)
    new = save(tmp_path / "new.xlsx", catalogue(), form, language)
    assert old.read_bytes() != new.read_bytes()
    first, second = read(old, new, archive=tmp_path / "archive")
    assert facts(first) == facts(second)
    assert len(first.sections) == len(form.sections)
    assert all(s.columns[f] != [None] for s in first.sections
               for f, asked in form.sections[s.section].fields.items()
               if not asked.personal)  # fmt: skip
    assert {slug for slug, _ in told(first)} == {slug for slug, _ in told(second)}
    assert not {slug for slug, _ in told(second)} & {
        "unknown-column", "missing-column", "unknown-item", "missing-item", "item-twice",
        "cells-not-read", "several-tables", "old-template", "unknown-template-version",
    }  # fmt: skip


@pytest.mark.parametrize("form", catalogue().forms.values(), ids=lambda form: form.id)
def test_a_sheet_copied_out_of_its_template_is_known_by_its_heads(
    form: Form, tmp_path: Path
) -> None:
    """Neither the hidden sheet nor a telling name: what is left is what one sees."""
    path = save(tmp_path / "a.xlsx", catalogue(), form)
    book = openpyxl.load_workbook(path)
    del book["_unionkpi"], book["填报说明"]
    for number, sheet in enumerate(book.worksheets):
        sheet.title, sheet["A1"] = f"Sheet{number + 1}", None
    book.save(tmp_path / "b.xlsx")
    first, second = read(path, tmp_path / "b.xlsx", archive=tmp_path / "archive")
    assert facts(first) == facts(second)


INSURED = {
    "product": "inpatient", "employees_eligible": 20, "employees_eligible_female": 9,
    "insured": 18, "insured_female": 8, "claims_paid": 2, "claims_amount_yuan": 15000,
}  # fmt: skip


def insured(folder: Path, rows: list[list[object]]) -> FileRead:
    """A list of mutual insurance as somebody drew it: who, when, then these rows."""
    about = ["单位名称：", "西坪镇教育工会", "", "报告期：2024年第三季度"]
    raw(folder / "a.xlsx", ("Sheet1", [["医疗互助表"], about, [], *rows]))
    (one,) = read(folder / "a.xlsx", archive=folder / "archive")
    return one


def row(one: FileRead) -> dict[str, object]:
    """The first row of a file's only section."""
    (section,) = one.sections
    return {name: values[0] for name, values in section.columns.items()}


def test_a_foreign_list_with_groups_over_short_heads(tmp_path: Path) -> None:
    one = insured(tmp_path, [
        ["互助情况按季统计"],
        ["互助产品", "应 参 加", "", "已参加", "", "补助", "", "食堂"],
        ["", "职工数(人)", "其中:女职工", "职工数(人)", "其中:女职工", "例数", "金额（万元）", ""],
        ["住院医疗", 20, 9, 18, 8, 2, 1.5, 7],
    ])  # fmt: skip
    assert row(one) == INSURED
    assert ("unknown-column", "H5") in told(one)
    assert ("converted-column", "G6") in told(one)


def test_a_unit_of_measure_behind_the_name_of_a_group_holds_for_what_stands_under_it(
    tmp_path: Path,
) -> None:
    one = insured(tmp_path, [
        ["互助产品", "应参加（人）", "", "已参加（人）", "", "补助（万元）", "补助"],
        ["", "职工数", "其中:女职工", "职工数", "其中:女职工", "金额", "例数"],
        ["住院医疗", 20, 9, 18, 8, 1.5, 2],
    ])  # fmt: skip
    assert row(one) == INSURED
    assert told(one) == {("converted-column", "F5")}


def test_a_foreign_card_with_two_columns_of_labels(tmp_path: Path) -> None:
    raw(tmp_path / "a.xlsx", ("会员表", [
        ["会员表"],
        ["填报单位：西坪镇教育工会", "", "", "报告期：2024年第三季度"],
        ["指标名称", "", "数量", "计量单位"],
        ["职工", "职工总数", 50, "人"],
        ["", "其中：女职工", 20, "人"],
        ["", "其中：农民工", 5, "人"],
        ["会员总数", "", 45, "人"],
        ["在职会员", "（不含劳务派遣）", 44, "人"],
        ["非在职会员数", "", 1, "人"],
        ["本期增减", "新增会员", 4, "人"],
        ["", "减少会员", 2, "人"],
        ["", "借调会员", 3, "人"],
        ["食堂", "座位数", 60, "个"],
        ["填表人：", "", "审核人：", ""],
    ]))  # fmt: skip
    (one,) = read(tmp_path / "a.xlsx", archive=tmp_path / "archive")
    assert row(one) == {
        "employees_total": 50, "employees_female": 20, "employees_migrant": 5,
        "members_total": 45, "members_employed": 44, "members_non_employed": 1,
        "members_new": 4, "members_left": 2,
    }  # fmt: skip
    unknown = {f.got: f.place.cell for f in one.findings if f.slug == "unknown-item"}
    assert unknown == {"借调会员": "C12", "食堂座位数": "C13"}
    assert "cells-not-read" not in {slug for slug, _ in told(one)}


@pytest.mark.parametrize("before", ["　", "　　", "  ", "\u00a0　"])
def test_a_label_indented_with_spaces_as_official_forms_have_it_is_read(
    tmp_path: Path, before: str
) -> None:
    form = catalogue().forms["membership"]
    book = openpyxl.load_workbook(save(tmp_path / "a.xlsx", catalogue(), form))
    sheet = book["会员表"]
    parts = [c for c in sheet["B"] if str(c.value).startswith("其中：")]
    assert len(parts) == 3
    for cell in parts:
        cell.value = f"{before}{cell.value}".replace("：", "：　")
    book.save(tmp_path / "b.xlsx")
    first, second = read(tmp_path / "a.xlsx", tmp_path / "b.xlsx", archive=tmp_path / "archive")
    assert facts(first) == facts(second)
    assert told(first) == told(second)


def test_what_is_wrong_with_a_merged_head_is_marked_where_it_is_seen(tmp_path: Path) -> None:
    form = catalogue().forms["medical_mutual"]
    book = openpyxl.load_workbook(save(tmp_path / "a.xlsx", catalogue(), form))
    sheet = book["医疗互助表"]
    sheet["B4"], sheet["G5"] = "食堂座位数", "应参加职工数（人）"
    book.save(tmp_path / "b.xlsx")
    (one,) = read(tmp_path / "b.xlsx", archive=tmp_path / "archive")
    assert {("unknown-column", "B4"), ("item-twice", "G5")} <= told(one)


def test_the_same_list_twice_on_a_sheet(tmp_path: Path) -> None:
    """A page break with its heads again: both parts are read."""
    rows = [
        ["医疗互助表"],
        ["单位名称：", "西坪镇教育工会", "", "报告期：2024年第三季度"],
        ["产品", "互助期次", "应参加", "", "已参加", "", "补助", ""],
        ["", "", "职工数", "其中：女职工", "职工数", "其中：女职工", "例数", "金额"],
        ["住院医疗", "一", 20, 9, 18, 8, 2, 1500],
        [],
        ["产品", "互助期次", "应参加", "", "已参加", "", "补助", ""],
        ["", "", "职工数", "其中：女职工", "职工数", "其中：女职工", "例数", "金额"],
        ["重大疾病", "一", 20, 9, 12, 6, 1, 9000],
    ]
    raw(tmp_path / "a.xlsx", ("Sheet1", rows))
    (one,) = read(tmp_path / "a.xlsx", archive=tmp_path / "archive")
    assert [s.source_rows for s in one.sections] == [[5], [9]]
    assert [s.columns["insured"] for s in one.sections] == [[18], [12]]
