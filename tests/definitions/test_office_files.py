"""Files as WPS, Excel and Notepad save them, and as people type who type Chinese."""

from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load
from pipeline.definitions.org_units import read_org_units
from pipeline.definitions.yaml_lines import read_yaml
from pipeline.wording.messages import as_line

from .folders import FILES, PLAN, RATE, UNITS, places, spoilt, write_folder

NAME = "org_units.csv"
RATES = "indicators/membership/rate.yml"
PLANS = "plans/plan.yml"


@pytest.mark.parametrize("day", ["2024/1/1", "2024年1月1日", "２０２４-01-01", "2024.1.1"])
def test_a_day_is_read_as_spreadsheet_programs_save_it(tmp_path: Path, day: str) -> None:
    assert not spoilt(tmp_path, NAME, "2024-01-01", day)
    units = read_org_units(UNITS.encode(), NAME, None).units
    assert load(tmp_path).catalogue.org_units == tuple(units)  # type: ignore[union-attr]


def test_blank_columns_and_rows_behind_the_list_are_nothing() -> None:
    lines = [f"{line},, " for line in UNITS.splitlines()] + ["," * 20]
    read = read_org_units("\n".join(lines).encode(), NAME, None)
    assert not read.findings
    assert read.units == read_org_units(UNITS.encode(), NAME, None).units


def test_a_filled_column_without_a_head_is_named_by_its_letter() -> None:
    text = UNITS.replace("code,name_zh,", "code,,name_zh,").replace("C1,", "C1,,")
    found = read_org_units(text.encode(), NAME, None).findings
    assert ("column-without-head", "B") in [(f.slug, f.details.get("column")) for f in found]
    assert not any("…" in as_line(f, language) for f in found for language in ("zh", "en"))


def test_an_open_quote_swallows_no_units() -> None:
    text = UNITS.replace("一厂工会;第一厂", '"一厂工会;第一厂')
    read = read_org_units(text.encode(), NAME, None)
    assert [(f.slug, f.place.line) for f in read.findings] == [("not-csv", 5)]
    assert not read.units


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (UNITS.replace(";", "|").replace(",", ";").encode(), "cells-not-apart"),
        (UNITS.replace(",", "\t").encode(), "cells-not-apart"),
        (UNITS.replace(",", "，").encode(), "cells-not-apart"),
        (b"PK\x03\x04\x14\0\6\0", "workbook-not-csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook-not-csv"),
        (UNITS.encode("utf-16"), "definition-not-utf8"),
    ],
)
def test_what_is_no_csv_is_told_once(content: bytes, slug: str) -> None:
    assert [f.slug for f in read_org_units(content, NAME, None).findings] == [slug]


def test_a_short_line_lacks_its_cells_in_words_of_the_reader() -> None:
    read = read_org_units((UNITS + "G3,三厂\n").encode(), NAME, None)
    assert [(f.slug, f.details["column"]) for f in read.findings] == [
        ("required-cell-blank", "name_en"),
        ("required-cell-blank", "level"),
    ]


@pytest.mark.parametrize("code", ["1.2E+11", "Ｇ２", "'G2"])
def test_a_code_that_was_changed_by_the_way_is_found(tmp_path: Path, code: str) -> None:
    text = UNITS.replace("G2,", f"{code},")
    write_folder(tmp_path, {**FILES, NAME: text})
    found = load(tmp_path).findings
    assert [(f.slug, f.place.line) for f in found] == [("odd-unit-code", 6)]


def test_units_below_a_refused_line_are_not_blamed(tmp_path: Path) -> None:
    text = UNITS.replace("T1,东镇,East,township,C1,,2023-12-31", "T1,东镇,East,,C1,,2023-12-31")
    write_folder(tmp_path, {**FILES, NAME: text.replace("2024-01-01", "2024-13-01")})
    assert [(f.slug, f.place.line) for f in load(tmp_path).findings] == [
        ("required-cell-blank", 3),
        ("date-wanted", 4),
    ]


def test_a_lost_roster_is_told(tmp_path: Path) -> None:
    write_folder(tmp_path, {name: text for name, text in FILES.items() if name != NAME})
    assert (NAME, None) in places(load(tmp_path).findings, "roster-missing")


@pytest.mark.parametrize(
    "name",
    [
        "indicators/membership/more.yml.txt",
        "indicators/membership/more.txt",
        "indicators/membership/more.YML",
        "org_units.xlsx",
        "org_units.csv.txt",
        "Facts.CSV",
        "plans/plan.et",
    ],
)
def test_a_file_that_nothing_reads_is_told(tmp_path: Path, name: str) -> None:
    write_folder(tmp_path, {**FILES, name: RATE})
    assert places(load(tmp_path).findings, "unread-file") == [(name, 1)]


@pytest.mark.parametrize("name", ["README.txt", "notes.md", "~$org_units.xlsx", ".git/x.yml"])
def test_what_is_no_part_of_it_is_let_alone(tmp_path: Path, name: str) -> None:
    assert not load(write_folder(tmp_path, {**FILES, name: "x"})).findings


def test_a_definition_in_the_folder_of_others_is_told_once(tmp_path: Path) -> None:
    files = {name: text for name, text in FILES.items() if name != PLANS}
    found = load(write_folder(tmp_path, {**files, "indicators/plan.yml": PLAN})).findings
    assert [(f.slug, f.details["other"]) for f in found] == [("wrong-folder", "plans")]


@pytest.mark.parametrize(
    ("old", "new", "slug", "got"),
    [
        ("unit: percent", "\tunit: percent", "indented-by-odd-blanks", None),
        ("unit: percent", "　unit: percent", "indented-by-odd-blanks", None),
        ("unit: percent", "unit：percent", "full-width-mark", "："),
        ("zh: 入会率, en", "zh: 入会率， en", "full-width-mark", "，"),
        ("{zh: 入会率,", "{zh：入会率,", "full-width-mark", "："),
        ("{zh: 入会率, en: Unionisation rate}", "{zh: 入会率, en: Unionisation rate｝",
         "full-width-mark", "｝"),
        ("unit: percent", "unit:percent", "colon-without-blank", "unit:"),
        ("unit: percent", "unit: percent", "colon-without-blank", "unit:"),
        ("    members:\n      - {unit: A", "    members:\n   - {unit: A", "not-yaml", None),
    ],
)  # fmt: skip
def test_a_slip_is_told_on_its_own_line(
    tmp_path: Path, old: str, new: str, slug: str, got: str | None
) -> None:
    line = RATE[: RATE.index(old)].count("\n") + 1 + (slug == "not-yaml")
    found = [f for f in spoilt(tmp_path, RATES, old, new) if f.place.file == RATES]
    found = [f for f in found if f.slug != "missing-key"]
    assert [(f.slug, f.place.line, f.got) for f in found] == [(slug, line, got)]
    assert not any(word in as_line(found[0], "zh") for word in ("expected", "found", "mapping"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: " + "[" * 30_000 + "]" * 30_000, 1),
        ("a:\n" + " [\n" * 30_000 + " ]\n" * 30_000, 101),
        ("a:\n " + "- " * 30_000 + "b", 2),
        ("".join(" " * depth + "a:\n" for depth in range(2000)), 101),
        ("a: " + "{b: " * 30_000, 1),
        ("".join(" " * depth + "a:\n" for depth in range(700)), 1),
    ],
)
def test_levels_without_end_are_no_traceback_and_no_end_of_the_program(
    tmp_path: Path, text: str, line: int
) -> None:
    write_folder(tmp_path, {**FILES, RATES: text})
    assert places(load(tmp_path).findings, "not-yaml") == [(RATES, line)]


def test_many_brackets_and_long_lines_are_no_levels() -> None:
    text = "a: [" + "[b], " * 30_000 + "{c: d}]"
    assert read_yaml(text.encode(), "x.yml").findings == []


@pytest.mark.parametrize(
    ("name", "old", "new", "meant"),
    [
        (RATES, "unit: percent", 'unit: "%"', "percent"),
        (RATES, "theme: membership", "theme: 会员", "membership"),
        (PLANS, "unit: C1", "unit: 县总工会", "C1"),
        (PLANS, "indicator: rate", "indicator: 入会率", "rate"),
        (NAME, "Plant 2,grassroots", "Plant 2,基层", "grassroots"),
        (NAME, "Plant 2,grassroots", "Plant 2,Grassroots", "grassroots"),
        (NAME, "grassroots,T1,,,,base", "grassroots,东镇,,,,base", "T1"),
    ],
)
def test_a_name_in_place_of_a_code_leads_to_the_code(
    tmp_path: Path, name: str, old: str, new: str, meant: str
) -> None:
    found = spoilt(tmp_path, name, old, new)
    assert meant in [f.details.get("suggestion") for f in found], found
