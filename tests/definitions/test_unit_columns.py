"""Lines read column by column say the same as lines read one by one."""

import csv
import io
import pickle
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from pipeline.definitions import org_units
from pipeline.definitions.org_units import OPTIONAL, REQUIRED, OrgUnitsFile, read_org_units
from pipeline.definitions.unit_columns import UnitColumns

from .folders import UNITS

CELLS = {
    "code": ["G1", " G2 ", "T1", ""],
    "name_zh": ["一厂", "二厂\n分厂", ""],
    "name_en": ["Plant", 'The "old" plant', ""],
    "level": ["grassroots", "township", ""],
    "parent": ["", "T1", "T1 "],
    "valid_from": ["", "2024-01-01", "2024-02-30", "2024/1/1", "2024-01-01T00:00", "0000-01-01"],
    "valid_to": ["", "2024-12-31 ", "２０２４-12-31"],
    "merged_into": ["", "G2"],
    "split_from": ["", "G1"],
    "form_set": ["", "base"],
    "frequency": ["", "quarter"],
    "aliases": ["", "一厂工会;  ;第一厂", ";"],
    "generated": ["", "yes", "TRUE", "maybe"],
    "ownership": ["", "state"],
    "sector": ["", "煤炭"],
}
USUAL = {
    "code": "G1", "name_zh": "一厂", "name_en": "Plant", "level": "grassroots", "parent": "T1",
    "form_set": "base", "frequency": "quarter", "generated": "true", "ownership": "state",
}  # fmt: skip


@st.composite
def rosters(draw: st.DrawFn) -> bytes:
    """Lines of which some are as usual, and some have one or all cells of any kind."""
    optional = draw(st.lists(st.sampled_from([*OPTIONAL, "ownership", "sector"]), unique=True))
    heads = [*REQUIRED, *optional, *draw(st.sampled_from([(), (), ("level",), ("",)]))]
    lines = []
    for _ in range(draw(st.integers(0, 9))):
        said = {head: USUAL.get(head, "") for head in heads}
        one = st.sampled_from(heads).map(lambda head: [head])
        for head in draw(st.one_of(st.just([]), st.just([]), one, st.just(heads))):
            said[head] = draw(st.sampled_from(CELLS.get(head, [""])))
        line = [said[head] for head in heads]
        lines.append(draw(st.sampled_from([line, line, line, line[:-1], [*line, "x"], []])))
    text = io.StringIO()
    csv.writer(text).writerows([heads, *lines])
    return text.getvalue().encode("utf-8-sig" if draw(st.booleans()) else "utf-8")


def read(content: bytes) -> OrgUnitsFile:
    return read_org_units(content, "org_units.csv", ("ownership", "sector"))


@given(rosters())
def test_columns_and_lines_say_the_same(content: bytes) -> None:
    with patch.object(org_units, "BLOCK", 4):
        by_columns = read(content)
    with patch.object(UnitColumns, "read", lambda self, rows: [None] * len(rows)):
        by_lines = read(content)
    assert by_columns.units == by_lines.units
    assert (by_columns.lines, by_columns.findings) == (by_lines.lines, by_lines.findings)
    assert by_columns.text == by_lines.text


def test_lines_in_order_need_not_be_looked_at() -> None:
    with patch.object(org_units, "_read_row", side_effect=AssertionError):
        assert len(read(UNITS.encode()).units) == len(UNITS.splitlines()) - 1


def test_another_process_is_told_the_same_units() -> None:
    units = read(UNITS.encode()).units
    assert pickle.loads(pickle.dumps(units)) == units
