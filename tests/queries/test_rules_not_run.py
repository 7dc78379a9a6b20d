"""Rules that did not run, as the office's reports leave them."""

from pathlib import Path

import pytest

from pipeline.queries import questions
from pipeline.queries.questions import NotFound
from pipeline.warehouse.reader import Reader
from tests.queries.office import open_office

ROUND = """\
severity: warning
advice: {zh: 请核对是否估报, en: Is this an estimate?}
outlier:
  figure: {form: members, field: members}
  against: peers
  at_least: 50
"""


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("office")
    return open_office(folder, {"checks/usual.yml": ROUND}).reader


def test_each_rule_is_counted_over_the_reports_that_count(asking: Reader) -> None:
    told = {(r.rule, r.reason): r for r in questions.rules_not_run(asking, "C1").rows}
    usual = told["usual", "too-few-to-compare"]  # each of the five reports that count
    assert (usual.reports, usual.units) == (5, 4)
    assert (usual.what.zh, usual.what.en) == ("请核对是否估报", "Is this an estimate?")
    assert (usual.why.zh, usual.why.en) == ("可比的太少", "too few to compare with")
    assert usual.form_title.zh == "会员表"
    below = questions.rules_not_run(asking, "G1").rows
    assert {r.reports for r in below if r.rule == "usual"} == {2}
    assert questions.rules_not_run(asking, "C2").rows == ()


def test_of_a_period_the_reports_within_it_are_counted(asking: Reader) -> None:
    def usual(period: str) -> int:
        rows = questions.rules_not_run(asking, "C1", period=period).rows
        return sum(r.reports for r in rows if r.rule == "usual")

    assert usual("2024Q1") + usual("2024Q2") == usual("2024") == 5
    assert 0 < usual("2024Q2") < 5


def test_a_rule_of_a_form_is_said_in_words_with_what_it_lacks(
    asking: Reader, tmp_path: Path
) -> None:
    found = questions.rules_not_run(asking, "C1")
    stock = [r for r in found.rows if r.rule == "stock"]
    assert all("=" in r.what.zh and r.example.code.startswith("G") for r in stock)
    cut = questions.rules_not_run(asking, "C1", limit=1)
    assert (len(cut.rows), cut.total) == (1, found.total)
    assert cut.rows[0].reports == max(r.reports for r in found.rows)
    with pytest.raises(NotFound):
        questions.rules_not_run(asking, "X9")
