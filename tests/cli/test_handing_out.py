"""What goes out of the office by command: blank workbooks, returned ones, lists, reminders."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from pipeline import run
from pipeline.cli import commands
from pipeline.sample.county import generate
from tests.journey.steps import CONFIG


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    generate(folder, run.load([CONFIG]), units=3, periods=1, seed=8, mistakes=0)
    return folder


@pytest.fixture(scope="module")
def said(county: Path):  # type: ignore[no-untyped-def]
    """Run a command over the county."""
    given = ["--config", str(CONFIG), "--config", str(county / "config"),
             "--data", str(county / "data")]  # fmt: skip

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(commands, [*given, *words])

    return invoke


def test_a_checked_file_comes_back_marked(county: Path, said, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    source = next((county / "inbox").rglob("*.xlsx"))
    book = load_workbook(source)
    book["会员表"]["C14"] = -2
    sent = tmp_path / source.name
    book.save(sent)
    done = said("check", str(sent), "--return", str(tmp_path / "back"))
    assert done.exit_code == 1
    assert "退回件 1 份" in done.stderr
    assert "问题清单" in load_workbook(tmp_path / "back" / f"{sent.stem}_退回.xlsx").sheetnames
    as_json = said("check", str(sent), "--return", str(tmp_path / "back"), "--json")
    (told,) = json.loads(as_json.stdout)["files"]
    assert told["verdict"] == "withheld"
    assert {f["cell"] for f in told["findings"]} >= {"C14"}
    idle = {(one["form"], one["rule"], one["reason"]) for one in told["rules_not_run"]}
    assert len(idle) == len(told["rules_not_run"]) > 0
    listed = done.stderr.split(f"未执行的检查 {len(idle)} 种")[1].splitlines()[1:]
    rules = [line.strip().split(" › ") for line in listed if line.startswith("  1 份报送 › ")]
    assert 1 <= len(rules) == min(len(idle), 8), "each with its form, what it asks, and why"
    assert all(len(parts) == 4 and all(parts) for parts in rules)
    assert (f"另有 {len(idle) - 8} 种" in done.stderr) == (len(idle) > 8)
    assert "未执行" not in as_json.stderr
    page = (tmp_path / "back" / "answer.html").read_text("utf-8")
    assert f"<summary>未执行的检查 {len(idle)}</summary>" in page
    assert "要比较的格没有一行全填了" in page
    assert "data:font/woff2" in page
    in_english = said("--lang", "en", "check", str(sent), "--return", str(tmp_path / "en"))
    assert in_english.exit_code == 1
    page = (tmp_path / "en" / "answer.html").read_text("utf-8")
    assert "in no row is everything filled that it compares" in page


def test_a_whole_countys_blank_workbooks_come_in_one_zip(said, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "q.zip"
    done = said("template", "--unit", "AHX", "--period", "2025Q1", "--all-below", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "空白报表 3 份" in done.output
    with zipfile.ZipFile(out) as bundle:
        assert len(bundle.namelist()) == 3
    nobody = said("template", "--unit", "AHX", "--period", "2025", "--all-below", "--out", str(out))
    assert nobody.exit_code != 0, "nobody reports by year"


def test_the_list_of_owed_reports_and_the_reminder(county: Path, said, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    first = sorted((county / "inbox").rglob("*.xlsx"))[0]
    assert said("ingest", str(first), "--by-file-time").exit_code == 0
    out = tmp_path / "owed.xlsx"
    done = said("status", "--unit", "AHX", "--period", "2024Q4", "--excel", str(out), "--reminder")
    assert done.exit_code == 0, done.output
    sheet = load_workbook(out)["催报名单"]
    units = {row[0].value for row in sheet.iter_rows(min_row=5)}
    assert len(units) == 2
    assert first.name.split("_")[0] not in units
    assert "尽快报送" in done.stdout
    unit = first.name.split("_")[0]
    nothing = said("status", "--unit", unit, "--period", "2024Q4", "--reminder")
    assert nothing.stdout.strip() == "没有单位欠报。"


def test_a_query_in_json_says_what_it_was_asked_with(county: Path, said) -> None:  # type: ignore[no-untyped-def]
    said("ingest", str(sorted((county / "inbox").rglob("*.xlsx"))[0]), "--by-file-time")
    done = said("query", "late_reporters", "--set", "period=2024q4", "--json", "--limit", "1")
    told = json.loads(done.stdout)
    assert told["query"] == "late_reporters"
    assert told["parameters"] == [
        {"name": "period", "type": "period", "value": "2024Q4", "value_name": "2024年第四季度"},
        {"name": "unit", "type": "unit", "value": None, "value_name": None},
    ]
    assert len(told["rows"]) == 1, "the code in capitals finds what the small letters named"
    assert told["more"] is True
    own = json.loads(said("query", "select 7 as n", "--json").stdout)
    assert (own["query"], own["parameters"], own["columns"], own["rows"], own["tree"]) == (
        None, [], ["n"], [[7]], "then",
    )  # fmt: skip


def test_the_rows_of_a_query_come_as_a_workbook(county: Path, said, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    said("ingest", str(sorted((county / "inbox").rglob("*.xlsx"))[0]), "--by-file-time")
    out = tmp_path / "new" / "rows.xlsx"
    done = said("query", "select '=1+1' as 甲, 7 as n from range(9)", "--excel", str(out),
                "--limit", "4")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert str(out) in done.stderr
    sheet = load_workbook(out).worksheets[0]
    assert list(sheet.iter_rows(values_only=True))[-4:] == [("=1+1", 7)] * 4
    assert "只取了前 4 行，后面还有" in [cell.value for cell in sheet["A"]]
    wrong = said("query", "select nothing", "--excel", str(tmp_path / "no.xlsx"))
    assert wrong.exit_code == 2
    assert not (tmp_path / "no.xlsx").exists()


def test_a_unit_that_owes_nothing_gets_no_empty_workbook(said, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for forms in ((), ("membership",)):
        done = said(
            "template", *forms, "--unit", "AHX01", "--period", "2025Q1", "--out", str(tmp_path)
        )
        assert done.exit_code == 2
        assert "--all-below" in done.stderr
        assert "东河镇总工会" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("period", "like"), [("2024", "2024Q4"), ("SY2025Q1", "2024Q4")])
def test_no_blank_is_made_that_would_not_be_accepted(  # type: ignore[no-untyped-def]
    county: Path, said, tmp_path: Path, period: str, like: str
) -> None:
    unit = next((county / "inbox").rglob("*.xlsx")).name.split("_")[0]
    done = said("template", "--unit", unit, "--period", period, "--out", str(tmp_path))
    assert done.exit_code == 2
    assert "填了也收不下" in done.stderr
    assert f"--period {like}" in done.stderr
    below = ("template", "--unit", "AHX", "--period", period, "--all-below", "--out")
    assert said(*below, str(tmp_path)).exit_code == 2
    assert list(tmp_path.iterdir()) == []
    right = said("template", "--unit", unit, "--period", like, "--out", str(tmp_path))
    assert right.exit_code == 0


def test_a_form_that_nobody_expects_of_the_unit_is_made_and_said(  # type: ignore[no-untyped-def]
    said, tmp_path: Path
) -> None:
    words = ("template", "funds", "--unit", "MGH", "--period", "2024", "--out", str(tmp_path))
    none = said(*words, "--all-below")
    assert none.exit_code == 2
    assert "没有单位应报 funds" in none.stderr
    assert list(tmp_path.iterdir()) == []
    done = said(*words)
    assert done.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["MGH_2024.xlsx"]
    assert "funds › 不在马过河镇工会联合会应报的报表里" in done.stderr
    assert "它应报的：membership bargaining" in done.stderr
    assert said("template", "membership", *words[2:]).stderr == ""


@pytest.mark.parametrize(
    "words",
    [
        ("query", "select 1", "--excel", "a.xlsx"),
        ("status", "--excel", "a.xlsx"),
        ("summary", "--excel", "a.xlsx"),
        ("template", "--unit", "MGH", "--period", "2024", "--out", ""),
        ("template", "--unit", "MGH", "--period", "2024", "--all-below", "--out", "a.zip"),
        ("docs", "--out", ""),
    ],
)
def test_folders_are_made_by_every_command_alike(  # type: ignore[no-untyped-def]
    county: Path, said, tmp_path: Path, words: tuple[str, ...]
) -> None:
    said("ingest", str(sorted((county / "inbox").rglob("*.xlsx"))[0]), "--by-file-time")
    made = tmp_path / "new" / "at"
    done = said(*words[:-1], str(made / words[-1]))
    assert done.exit_code == 0, done.output
    assert list(made.iterdir())
    assert str(made) in done.output, "where it lies is said"
