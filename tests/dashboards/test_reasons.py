"""Why a target was not judged, in the same words everywhere."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboards.components.matrix import judged
from dashboards.components.pictures import bullet
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.domain.noun import Language
from pipeline.queries.answers import TargetRow
from pipeline.reports.sentences import remark
from pipeline.reports.words import Words
from pipeline.wording.phrases import phrase
from pipeline.wording.reasons import reason_key, reason_words
from tests.dashboards.fake import TARGETS
from tests.dashboards.fake_scores import matrix_page
from tests.dashboards.reading import words

KNOWN = ("baseline_reached", "no_baseline", "no_indicator", "no_report", "not_due")
(ROW,) = (one for one in TARGETS if one.reason == "no_indicator")
CELL = next(
    cell for row in matrix_page(object(), "X1", "2026Q3").rows for cell in row.cells if cell
)


def on_the_page(row: TargetRow, language: Language) -> str:
    return words(bullet(row, View.of(Selection(language=language))))


def in_the_matrix(row: TargetRow, language: Language) -> str:
    cell = replace(CELL, reason=row.reason, status=None)
    return " ".join(judged(cell, View.of(Selection(language=language))))


def in_the_circular(row: TargetRow, language: Language) -> str:
    return remark(row, Words(language))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reason", [*KNOWN, "something_else"])
@pytest.mark.parametrize("told", [on_the_page, in_the_matrix, in_the_circular])
def test_a_reason_has_the_same_words_wherever_it_is_told(
    told: Callable[[TargetRow, Language], str], reason: str, language: Language
) -> None:
    said = reason_words(reason, language)
    assert said == phrase(f"reason.{reason if reason in KNOWN else 'not_computed'}", language)
    assert said.rstrip("。.") in told(replace(ROW, reason=reason, completion=None), language)


def test_where_no_reason_was_noted_none_is_told_but_that_it_is_a_ceiling() -> None:
    assert reason_words(None, "zh") is None
    assert reason_key(None, ceiling=True) == "reason.ceiling"
    assert reason_key("no_report", ceiling=True) == "reason.no_report"
