"""Files that name no unit: what is put on record of them, and what closes it."""

import os
from pathlib import Path

import pytest

from pipeline import run
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.warehouse.reader import Reader
from tests.foreign.library import CONFIG, write_all


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    write_all(tmp_path / "inbox")
    return tmp_path / "inbox"


def open_slugs(data: Path, name: str) -> list[str]:
    """What is said to wait for an answer about a file."""
    reader = Reader(data)
    (top,) = (unit for (unit,) in reader.rows("select unit from org_unit where parent is null"))
    found = questions.finding_list(reader, top, limit=1000).rows
    return [one.slug for one in found if one.file == name and one.open]


def test_what_has_no_period_stands_in_every_period_and_is_open_at_the_top(inbox: Path) -> None:
    data, first = inbox.parent / "data", sorted(inbox.glob("*.xlsx"))[0]
    first.write_bytes(first.read_bytes()[:-400])
    run.ingest([inbox], [CONFIG], data)
    reader = Reader(data)
    top, period = questions.default_selection(reader)
    every = questions.finding_list(reader, top, limit=1000)
    strays = [one for one in every.rows if one.period is None]
    own = questions.finding_list(reader, top, period=period, limit=1000)
    assert own.of_no_period == len(strays) > 0
    assert {one.period for one in own.rows} == {period, None}
    assert sum(count for *_, count in own.by_slug) == own.total == len(own.rows) < every.total
    waiting = questions.finding_list(reader, top, severity="error", only_open=True, limit=1000)
    assert {one.unit for one in waiting.rows} > {None}
    page = questions.overview(reader, top, period)
    assert page.findings_open == waiting.total
    assert page.findings_elsewhere == sum(one.unit is None for one in waiting.rows)


def test_a_place_without_a_file_is_told_and_not_put_on_record(inbox: Path) -> None:
    data = inbox.parent / "data"
    run.ingest([inbox], [CONFIG], data)
    done = run.ingest([inbox / "nowhere.xlsx"], [CONFIG], data)
    (told,) = done.files
    assert (told.verdict, [f.slug for f in told.findings]) == (
        Verdict.UNREADABLE, ["file-not-there"],
    )  # fmt: skip
    assert open_slugs(data, "nowhere.xlsx") == []
    assert Reader(data).rows("select * from finding where slug = 'file-not-there'") == []


def test_a_broken_file_waits_until_one_of_its_name_is_accepted(inbox: Path) -> None:
    data, first = inbox.parent / "data", sorted(inbox.glob("*.xlsx"))[0]
    whole = first.read_bytes()
    for path in inbox.iterdir():
        os.utime(path, (1_500_000_000, 1_500_000_000))
    first.write_bytes(whole[:-400])
    os.utime(first, (1_500_000_000, 1_500_000_000))
    run.ingest([inbox], [CONFIG], data, by_file_time=True)
    name = f"inbox/{first.name}"
    assert open_slugs(data, name) == ["file-damaged"]
    first.write_bytes(whole)
    os.utime(first, (1_500_000_900, 1_500_000_900))
    run.ingest([inbox], [CONFIG], data, by_file_time=True)
    assert open_slugs(data, name) == []
