"""Before any report counts: who owes can be asked, for the quarter that ended and that which runs.

An office that has just set up its roster asks it, and one whose every file was sent back.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboards.app import create_app
from pipeline import run
from pipeline.cli import commands
from pipeline.domain import clock
from pipeline.queries import questions
from pipeline.queries.questions import NotFound, reader_as
from tests.dashboards.test_app import ask, given
from tests.definitions.folders import CASES, CLOSED, MEMBERS, PLAN, PRODUCT, RATE, write_folder

from .office import UNITS, Office, Sent, office_in, open_office, write

DAY = date(2024, 4, 12)
ENDED, RUNS = "2024Q1", "2024Q2"
Make = Callable[..., Office]


class Morning(datetime):
    """The clock of this computer on that morning."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.combine(DAY, datetime.min.time()).replace(hour=8)


@pytest.fixture(autouse=True)
def that_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "datetime", Morning)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """An office with a roster, definitions that are published, and nothing in; more if given."""

    def made(**more: str) -> Office:
        files = {
            "product.yml": PRODUCT,
            "forms/members.yml": MEMBERS,
            "forms/cases.yml": CASES,
            "indicators/membership/rate.yml": RATE,
            "indicators/rights/closed.yml": CLOSED,
            "org_units.csv": UNITS,
            **{name.replace("__", "/") + ".yml": text for name, text in more.items()},
        }
        config = write_folder(tmp_path / "config", files)
        run.build([config], tmp_path / "data")
        return office_in(tmp_path)

    return made


def said(office: Office, *words: str) -> Result:
    given = ["--config", str(office.config), "--data", str(office.data)]
    return CliRunner().invoke(commands, [*given, *words])


def told(office: Office, *words: str) -> dict[str, object]:
    result = said(office, *words, "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_who_owes_is_known_before_the_first_file(make: Make) -> None:
    office = make()
    status = told(office, "status")
    assert (status["org_unit"], status["period"], status["expected"], status["accepted"]) == (
        "C1", ENDED, 10, 0,
    )  # fmt: skip
    running = told(office, "status", "--unit", "T1", "--period", RUNS)
    assert (running["expected"], running["accepted"]) == (6, 0)
    for never in ("2023Q4", "2024Q3", "2024"):
        assert isinstance(said(office, "status", "--period", never).exception, NotFound), never
    assert "一厂" in said(office, "units", "一厂").stdout

    shown = told(office, "show", "rate")
    assert (shown["period"], shown["value"], shown["expected"], shown["reported"]) == (
        ENDED, None, 5, 0,
    )  # fmt: skip


def test_a_plan_does_not_hide_what_is_owed(make: Make) -> None:
    office = make(plans__plan=PLAN)
    assert told(office, "status")["period"] == ENDED, "and not the last quarter of the plan"
    shown = told(office, "show", "rate", "--period", ENDED)
    assert (shown["expected"], shown["reported"]) == (5, 0), "it said that nothing was due"
    offered = questions.choices(reader_as(office.reader), "C1", ENDED)
    assert {period.code for period in offered.coming} == {ENDED, RUNS}
    later = said(office, "status", "--period", "2024Q4")
    assert later.stdout == "2024年第四季度没有应报的报表。\n", "heads without a line stood there"


def test_before_anything_is_published_the_way_to_know_who_owes_is_told(tmp_path: Path) -> None:
    given = ["--config", str(tmp_path), "--data", str(tmp_path / "data"), "status"]
    for language, sentence in (("zh", "还没有收到报表时运行 unionkpi build"),
                               ("en", "before any report has come, unionkpi build")):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "--lang", language, *given],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert sentence in done.stderr


def test_while_every_file_is_sent_back_what_they_are_for_is_asked_first(make: Make) -> None:
    office = make()
    wrong = Sent("G3", "2024Q1", "2024-04-09", members=30, women=31)
    run.ingest([write(office.data, office.config, wrong, 1)], [office.config], office.data,
               by_file_time=True)  # fmt: skip
    status = told(office, "status", "--state", "withheld")
    assert status["period"] == "2024Q1"
    rows = status["reports"]
    assert {(row["org_unit"], row["state"]) for row in rows} == {("G3", "withheld")}  # type: ignore[attr-defined]
    right = Sent("G3", "2024Q1", "2024-04-10", members=30, women=3)
    run.ingest([write(office.data, office.config, right, 2)], [office.config], office.data,
               by_file_time=True)  # fmt: skip
    assert reader_as(office.reader) is office.reader, "from now on it is like any other"
    assert told(office, "status")["accepted"] == 2
    offered = questions.choices(office.reader, "C1", "2024Q1")
    assert [period.code for period in offered.coming] == ["2024Q2"]


def test_one_county_with_nothing_in_beside_one_with_reports(tmp_path: Path) -> None:
    more = UNITS + "H1,空厂,Plant H,grassroots,C2,,,,base,quarter,,,state,\n"
    office = open_office(tmp_path, {"org_units.csv": more})
    assert told(office, "status")["org_unit"] == "C1"
    status = told(office, "status", "--unit", "C2")
    assert (status["period"], status["expected"], status["accepted"]) == (ENDED, 2, 0)
    other = told(office, "status", "--unit", "C1", "--period", ENDED)
    assert (other["expected"], other["accepted"]) == (10, 6), "its neighbour keeps its own"
    for figures in ("completeness", "indicator_value"):
        rows = f"""select {figures}.* from {figures} join unit_root using (unit)
            where root = 'C1' order by all"""
        laid_over = reader_as(office.reader, period=RUNS)
        assert laid_over is not office.reader
        assert laid_over.rows(rows) == office.reader.rows(rows) != [], figures


@pytest.mark.parametrize(("language", "said"), [("zh", "应报 10 份"), ("en", "10 reports are due")])
def test_the_pages_open_on_it(make: Make, language: str, said: str) -> None:
    client = create_app(make().reader, questions).server.test_client()
    inputs = [given("address", "pathname", "/reporting"),
              given("address", "search", f"?lang={language}")]  # fmt: skip
    page = json.dumps(ask(client, "page.children", inputs, prop="address.pathname"),
                      ensure_ascii=False)  # fmt: skip
    assert said in page
