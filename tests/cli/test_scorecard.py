"""``unionkpi scorecard``: what it prints for people and for machines."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from pipeline.cli import commands
from pipeline.cli.scores import say_targets
from tests.appraisal.scored import open_scored
from tests.dashboards.fake_questions import questions
from tests.docs.test_json import documented, printed
from tests.queries.office import Office


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_scored(tmp_path_factory.mktemp("scored"))


def said(office: Office, *asked: str) -> str:
    shared = ["--config", str(office.config), "--data", str(office.data)]
    done = CliRunner(env={"COLUMNS": "240"}).invoke(
        commands, [*shared, "scorecard", "--period", "2024Q1", *asked]
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_answer_has_the_documented_fields(scored: Office) -> None:
    answer = json.loads(said(scored, "--unit", "T1", "--json"))
    assert set(printed(answer)) == documented("scorecard")
    score = answer["scores"][0]
    assert sum(line["points"] or 0 for line in score["lines"]) == pytest.approx(score["total"])
    asked = "trace rate --unit T1 --period 2024Q1 --span period --family unionised"
    assert score["lines"][0]["trace"] == asked


def test_people_read_total_rank_sums_and_ways_up(scored: Office) -> None:
    text = said(scored, "--unit", "T1")
    assert "计划 · 57.55 · 第 1 名 / 2 · 暂计" in text
    assert "实际 37.5 ÷ 应达 50，计 0.75；× 40 分 = 30" in text
    assert "提分路径" in text
    english = said(scored, "--unit", "T1", "--lang", "en")
    assert "Plan · 57.55 · rank 1 of 2 · provisional" in english
    assert "latest report 10 days late × 0.5: 10 − 5 = 5" in english


def test_a_superior_reads_the_ranks_below(scored: Office) -> None:
    text = said(scored, "--unit", "C1")
    assert "东镇" in text
    assert "57.55" in text


def test_why_a_target_was_not_judged_is_said_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    page = questions.overview(object(), "X1", "2026Q3")
    (row,) = (one for one in page.targets if one.reason == "no_indicator")
    rows = (row, replace(row, reason="something_else"))
    for language, words in (
        ("zh", ("没有指标衡量这一项。", "算不出完成度。")),
        ("en", ("No indicator measures this promise.", "Completion cannot be said.")),
    ):
        say_targets(replace(page, targets=rows), language)
        lines = [line for line in capsys.readouterr().out.splitlines() if line.strip()][-2:]
        for line, said in zip(lines, words, strict=True):
            assert said in line
