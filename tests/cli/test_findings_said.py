"""Findings on the command line: errors first, and how all are seen where some are left out."""

import pytest

from pipeline.cli.options import say_findings
from pipeline.domain.finding import Finding, Place


def found(number: int, severity: str) -> Finding:
    return Finding("missing-value", severity, Place("表.xlsx", "会员表", f"C{number}"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({}, "以上 2 条，共 4 条 › 全部的用 --json 看"),
        ({"how": "cli.all_by_page"}, "全部的见看板“数据质量”页"),
    ],
)
def test_the_rest_is_counted_and_where_it_is_seen(
    how: dict[str, str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = [found(n, "warning") for n in range(3)] + [found(9, "error")]
    say_findings(findings, "zh", 2, **how)
    first, _, last = capsys.readouterr().err.splitlines()
    assert "C9" in first, "an error is not left out for warnings"
    assert told in last


def test_nothing_is_said_of_a_rest_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    say_findings([found(1, "error")], "en", 1)
    assert len(capsys.readouterr().err.splitlines()) == 1
