"""The answer says whose reports a file was read as, and which of theirs it does not have."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline import run
from pipeline.desk import Desk
from pipeline.domain.submission import SentFile
from pipeline.reports.answer.reports_read import LISTED, ReportsRead, lines_read
from pipeline.warehouse.decisions import Wish
from tests.queries.office import Office, Sent, open_office, write


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def without(path: Path, sheet: str) -> Path:
    """The workbook without one of its sheets."""
    book = load_workbook(path)
    del book[next(name for name in book.sheetnames if name.startswith(sheet))]
    book.save(path)
    return path


def report(office: Office, unit: str, period: str, less: str = "", number: int = 80) -> Path:
    path = write(office.config.parent, office.config, Sent(unit, period, "2024-07-01", 33, 3),
                 number)  # fmt: skip
    return without(path, less) if less else path


def lines(reads: tuple[ReportsRead, ...]) -> list[str]:
    return lines_read(reads, "zh")


def taken(office: Office, path: Path, back: Path) -> tuple[ReportsRead, ...]:
    done = run.ingest([path], [office.config], office.data, by_file_time=True, answers=back)
    (answer,) = done.answers
    return answer.reports


def test_a_whole_set_is_said_to_be_one(office: Office, tmp_path: Path) -> None:
    reads = taken(office, report(office, "G2", "2024Q2"), tmp_path / "back")
    assert lines(reads) == ["读作二厂2024年第二季度的会员表、案件台账。"]
    told = json.loads((tmp_path / "back" / "answer.json").read_text("utf-8"))["files"][0]
    assert (told["reports"][0]["unit"], told["reports"][0]["whole"]) == ("G2", True)
    assert "读作二厂" in (tmp_path / "back" / "answer.html").read_text("utf-8")


def test_what_is_lacking_is_named_until_it_has_come(office: Office, tmp_path: Path) -> None:
    path = report(office, "G2", "2024Q2", less="案件")
    (read,) = taken(office, path, tmp_path / "back")
    assert (len(read.forms), len(read.lacking), read.before) == (1, 1, ())
    assert lines((read,))[0].endswith(f"还要报的：{read.lacking[0]}。")
    path = report(office, "G2", "2024Q2", less="会员", number=81)
    (then,) = taken(office, path, tmp_path / "back")
    assert (then.forms, then.before, then.lacking) == (read.lacking, read.forms, ())
    assert lines((then,))[0].endswith(f"这个文件里没有、以前收下的仍然算：{read.forms[0]}。")


def test_what_was_returned_is_still_to_be_sent(office: Office, tmp_path: Path) -> None:
    wish = Wish("return", "T1", "漏报", "members", "G1", "2024Q1")
    assert run.decide(wish, [office.config], office.data).refusal is None
    (read,) = taken(office, report(office, "G1", "2024Q1", less="会员"), tmp_path / "back")
    assert (len(read.forms), len(read.lacking), read.before) == (1, 1, ())


def test_what_is_only_checked_is_told_the_same(office: Office) -> None:
    path = report(office, "G1", "2024Q1", less="会员")
    done = Desk([office.config], office.data).check([SentFile(path.name, path.read_bytes())], "en")
    (read,) = done.files[0].reports
    assert (read.unit_name, read.before, read.lacking) == ("Plant 1", ("Members",), ())
    assert done.publication is None


def test_where_nothing_is_published_nobody_knows_what_came_before(
    office: Office, tmp_path: Path
) -> None:
    path, catalogue = report(office, "G1", "2024Q1", less="会员"), run.load([office.config])
    (answer,) = run.judge_only([path], catalogue, tmp_path / "back", "en").answers
    (read,) = answer.reports
    assert (read.before, read.lacking, read.absent) == ((), (), ("Members",))
    assert lines_read((read,), "en")[0].endswith("Not in this file: Members.")


def test_many_forms_are_counted_and_not_named() -> None:
    four = tuple("甲乙丙丁")
    whole = ReportsRead("G1", "一厂", "2024年", four, whole=True)
    part = ReportsRead("G1", "一厂", "2024年", four, lacking=("戊",), before=("己",))
    unasked = ReportsRead("G1", "一厂", "2024年", four)
    assert lines((unasked, whole, part)) == [
        "读作一厂2024年的甲、乙、丙、丁。",
        "读作一厂2024年的全部 4 种报表。",
        "读作一厂2024年的 4 种报表，应报 6 种。"
        "这个文件里没有、以前收下的仍然算：己。还要报的：戊。",
    ]


def test_of_many_units_the_first_are_told_and_the_others_counted() -> None:
    reads = tuple(ReportsRead(str(n), f"{n}厂", "2024年", ("会员表",)) for n in range(LISTED + 3))
    told = lines(reads)
    assert told[0] == "读作0厂2024年的会员表。"
    assert told[LISTED:] == ["另有 3 个单位。"]
