"""Scores in what is issued: rank, points, what is provisional, and what cost most."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.reports.document import document
from pipeline.reports.pack import Pack, gather
from pipeline.reports.words import Words
from pipeline.reports.workbook.book import write_workbook
from tests.appraisal.scored import open_scored
from tests.queries.office import Office

ZH = Words("zh")


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_scored(tmp_path_factory.mktemp("scored"))


@pytest.fixture(scope="module")
def county(scored: Office) -> Pack:
    return gather(scored.reader, "C1", "2024Q1")


def section(pack: Pack, words: Words = ZH) -> str:
    found = re.search(r'<section class="scores">.*?</section>', document(pack, words), re.S)
    return found.group() if found else ""


def cells(row: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]


def test_a_superior_issues_rank_points_and_the_largest_deductions(county: Pack) -> None:
    """The east has 30 of 40 for its rate, 0 of 20 for the goal; the west has 30 still open."""
    said = section(county)
    east, west = (cells(row) for row in re.findall(r"<tr>.*?</tr>", said)[1:])
    assert east == ["1", "东镇", "57.55暂", "达标 −20、入会率 −10、办结 −9.95"]
    assert west == ["2", "西镇", "44.40暂", "达标 −20、入会率 −15.6另有 30 分待定"]
    assert "考核得分" in said
    assert "“暂”：还有报表未到，得分可能变动" in said


def test_no_more_than_three_deductions_are_named_and_those_are_the_largest(county: Pack) -> None:
    (league,) = county.scores.leagues if county.scores else ()
    lost = [one.lost for one in league.peers[0].deductions]
    assert len(lost) > 3
    assert lost == sorted(lost, reverse=True)
    assert "迟报" not in section(county)


def test_a_unit_that_is_scored_reads_its_own_score_and_those_below(scored: Office) -> None:
    said = section(gather(scored.reader, "T1", "2024Q1"))
    assert "计划 · 57.55 · 第 1 名 / 2 · 暂计" in said
    assert "扣分：达标 −20、入会率 −10、办结 −9.95、迟报 −5、迟报 −5" in said
    assert "<h3>东镇计划</h3>" in said


def test_where_no_plan_scores_there_is_no_section(scored: Office) -> None:
    pack = gather(scored.reader, "C2", "2024Q1")
    assert pack.scores is None
    assert section(pack) == ""


def test_the_workbook_has_a_sheet_with_all_deductions(county: Pack, tmp_path: Path) -> None:
    path = tmp_path / "scores.xlsx"
    write_workbook(path, county, ZH)
    rows = list(load_workbook(path)["考核得分"].iter_rows(values_only=True))
    start = next(at for at, row in enumerate(rows) if row[0] == "单位")
    east, west = (dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 : start + 3])
    assert (east["单位"], east["名次"], east["得分"], east["暂计"]) == ("东镇", 1, 57.55, "暂")
    assert east["扣分"].startswith("达标 −20、入会率 −10、办结 −9.95、迟报 −5")
    assert west["说明"] == "另有 30 分待定"


def test_english_is_complete(county: Pack) -> None:
    said = section(county, Words("en"))
    assert "57.55" in said
    assert "prov." in said
    assert not re.search(r"[\u4e00-\u9fff]", said)
