"""Scores in words: every sum and every reason the engine can give has a sentence."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.appraisal import inputs, points, totals
from pipeline.wording.phrases import phrases
from pipeline.wording.scores import formula_words, points_column, points_text, short
from tests.appraisal import test_patterns
from tests.appraisal.schemes import reading, score

D = Decimal
SOURCES = [Path(module.__file__ or "").read_text("utf-8") for module in (inputs, points, totals)]


def test_a_sum_says_its_numbers() -> None:
    parts = {"value": D(90), "due": D(120), "ratio": D("0.75"), "full": D(8), "goal": D(200)}
    zh = formula_words("linear_cap", parts, D(6), "zh")
    assert zh == "实际 90 ÷ 应达 120，计 0.75；× 8 分 = 6"
    en = formula_words("linear_cap", parts, D(6), "en")
    assert en == "actual 90 ÷ due 120, taken as 0.75; × 8 = 6"


def test_points_of_a_column_stand_under_each_other() -> None:
    assert points_column([D("90.1"), None, D("89.95"), D(7)]) == ["90.10", "—", "89.95", "7.00"]
    assert points_column([D(7), D("10.0")]) == ["7", "10"]
    assert points_column([]) == []


def test_numbers_are_short() -> None:
    assert [short(D(t)) for t in ("1.50", "0.005", "12345.678", "-3")] == [
        "1.5", "0.01", "12,345.68", "−3",
    ]  # fmt: skip
    assert points_text(None) == "—"


def test_what_is_short_of_something_does_not_read_like_it() -> None:
    given = ("99.996", "100.004", "0.9996", "100", "1")
    assert [short(D(text)) for text in given] == ["99.996", "100.004", "0.9996", "100", "1"]
    assert short(D("79.996"), beside=[D(80)]) == "79.996"
    assert short(D("79.996"), beside=[D("79.996")]) == "80"
    assert points_text(D("99.996")) == "99.996"
    assert points_column([D("99.996"), D(100), None]) == ["99.996", "100.000", "—"]
    parts = {"value": D("79.996"), "due": D(80), "ratio": D("0.99995"), "full": D(8)}
    said = formula_words("linear_cap", parts, D("7.9996"), "en")
    assert said == "actual 79.996 ÷ due 80, taken as 0.99995; × 8 = 7.9996"


def test_every_reason_has_words() -> None:
    reasons = {slug for text in SOURCES for slug in re.findall(r'"(no_\w+)"', text)} - {"no_way"}
    assert reasons
    assert {f"score.why_{r}" for r in reasons} <= set(phrases())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sum_of_the_patterns_is_said_without_a_gap(language: str) -> None:
    texts = {k: v for k, v in vars(test_patterns).items() if k.isupper() and isinstance(v, str)}
    said = set()
    for text in texts.values():
        names = re.findall(r"id: (\w+)", text)
        for number in (0, 3, 30, 95, 500):
            figure = reading(number, goal=50, baseline=1, before=20)
            for line in score(text, **dict.fromkeys(names, figure)).lines:
                words = formula_words(line.worked.formula, line.worked.parts, line.points, language)
                assert "…" not in words, (line.worked.formula, words)
                said.add(line.worked.formula)
    assert len(said) > 20


def test_the_remaining_sums_are_said_without_a_gap() -> None:
    parts = {
        name: D(1)
        for name in (
            "amount", "threshold", "value", "before", "goal", "baseline", "share", "ratio", "full",
            "raw", "bound", "steps", "each", "lost", "zero_from", "per", "most", "units", "times",
            "earned", "rate", "whole", "counted", "total_at_most", "due", "otherwise",
        )
    }  # fmt: skip
    named = [key.removeprefix("formula.") for key in phrases() if key.startswith("formula.")]
    assert named
    for name in named:
        assert "…" not in formula_words(name, parts, D(1), "zh"), name
