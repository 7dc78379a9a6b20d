"""The list of org units: its cells, and the dated tree."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load
from pipeline.definitions.org_units import read_org_units

from .folders import FILES, UNITS, places, spoilt, write_folder

NAME = "org_units.csv"
T1_NOW = "T1,东镇,East,township,C1,2024-01-01,,,,,,,,\n"
G2 = "G2,二厂,Plant 2,grassroots,T1,,,,base,quarter,,,private,\n"
LAST = 6

CELLS = [
    ("column-missing", "name_en", "name_e", 1),
    ("undeclared-column", ",sector\n", ",sektor\n", 1),
    ("column-twice", ",sector\n", ",ownership\n", 1),
    ("cells-without-column", T1_NOW, T1_NOW.replace("\n", ",x\n"), 4),
    ("required-cell-blank", T1_NOW, T1_NOW.replace("东镇", ""), 4),
    ("date-wanted", "2024-01-01", "1/1/2024", 4),
    ("date-wanted", "2024-01-01", "2024-13-01", 4),
    ("true-or-false-wanted", "一厂工会;第一厂,yes", "一厂工会;第一厂,maybe", 5),
]
TREE = [
    ("undeclared-word", G2, G2.replace("grassroots", "gras"), LAST),
    ("undeclared-word", G2, G2.replace("base", "bases"), LAST),
    ("undeclared-word", G2, G2.replace("quarter", "weekly"), LAST),
    ("undeclared-word", G2, G2.replace("private", "privat"), LAST),
    ("form-set-and-frequency", G2, G2.replace("quarter", ""), LAST),
    ("undeclared-parent", G2, G2.replace("T1", "T9"), LAST),
    ("undeclared-parent", G2, G2.replace("T1", "G2"), LAST),
    ("undeclared-successor", "2024-06-30,G2", "2024-06-30,G3", 5),
    ("validity-reversed", T1_NOW, T1_NOW.replace("2024-01-01,", "2024-01-01,2023-05-01"), 4),
    ("versions-overlap", "2024-01-01", "2023-12-31", 4),
    ("versions-overlap", G2, G2 + G2, LAST + 1),
    ("level-order", G2, G2.replace("grassroots", "township"), LAST),
    ("loop", "C1,县总工会,County,county,,", "C1,县总工会,County,county,G2,", 2),
    ("parent-not-open", "2024-01-01", "2024-02-01", 5),
    ("parent-opens-later", "T1,东镇,East,township,C1,,2023-12-31,,,,,,,\n", "", 5),
]


@pytest.mark.parametrize(("slug", "old", "new", "line"), CELLS + TREE)
def test_a_wrong_line_is_found(tmp_path: Path, slug: str, old: str, new: str, line: int) -> None:
    findings = spoilt(tmp_path, NAME, old, new)
    assert (NAME, line) in places(findings, slug), findings


@pytest.mark.parametrize(("origin", "lines"), [("G2", []), ("G9", [5]), ("G1", [5])])
def test_a_part_names_the_unit_that_was_split(
    tmp_path: Path, origin: str, lines: list[int]
) -> None:
    text = UNITS.replace("merged_into", "split_from").replace("-30,G2", f"-30,{origin}")
    findings = load(write_folder(tmp_path, {**FILES, NAME: text})).findings
    assert places(findings, "undeclared-origin") == [(NAME, line) for line in lines]


def test_cells_become_nouns(tmp_path: Path) -> None:
    catalogue = load(write_folder(tmp_path)).catalogue
    assert catalogue is not None
    unit = catalogue.unit_versions("G1")[0]
    assert unit.name.in_language("zh") == "一厂"
    assert (unit.parent, unit.valid_from, unit.valid_to) == ("T1", None, date(2024, 6, 30))
    assert (unit.aliases, unit.generated, unit.merged_into) == (("一厂工会", "第一厂"), True, "G2")
    assert unit.attributes == {"ownership": "state", "sector": "煤炭"}


def test_a_byte_order_mark_blank_lines_and_windows_line_ends_are_accepted() -> None:
    content = UNITS.replace("\n", "\r\n\r\n").encode("utf-8-sig")
    file = read_org_units(content, NAME, ("ownership", "sector"))
    assert not file.findings
    assert file.lines == [3, 5, 7, 9, 11]


def test_a_line_break_inside_quotes_does_not_move_the_lines() -> None:
    content = UNITS.replace("县总工会", '"县\n总工会"').encode()
    assert read_org_units(content, NAME, None).lines == [2, 4, 5, 6, 7]


def test_other_encodings_are_refused() -> None:
    file = read_org_units(UNITS.encode("gb18030"), NAME, None)
    assert [(f.slug, f.place.line) for f in file.findings] == [("definition-not-utf8", 2)]


def test_a_quote_that_is_never_closed_is_a_finding() -> None:
    content = (UNITS + '"' + "x" * 200_000).encode()
    assert [f.slug for f in read_org_units(content, NAME, None).findings] == ["not-csv"]


def test_an_empty_list_lacks_its_columns() -> None:
    findings = read_org_units(b"", NAME, None).findings
    assert {f.slug for f in findings} == {"column-missing"}


def test_a_unit_may_move_between_versions_without_a_loop(tmp_path: Path) -> None:
    moved = UNITS + "G3,三厂,Plant 3,grassroots,C1,,2023-12-31,,,,,,,\n"
    moved += "G3,三厂,Plant 3,grassroots,T1,2024-01-01,,,,,,,,\n"
    loaded = load(write_folder(tmp_path, {**FILES, NAME: moved}))
    assert not loaded.findings
    assert loaded.catalogue is not None
    assert [v.parent for v in loaded.catalogue.unit_versions("G3")] == ["C1", "T1"]
