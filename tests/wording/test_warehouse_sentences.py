"""Findings that need history, word for word."""

from pathlib import Path

import pytest
import yaml

from pipeline.domain.finding import Finding, Place
from pipeline.wording.catalogue import catalogue
from pipeline.wording.messages import UNFILLED, as_line

DETAILS = {
    "label_zh": "会员总数", "label_en": "Members", "added_zh": "本期新增会员", "added_en": "Joined",
    "removed_zh": "本期减少会员", "removed_en": "Left", "value": "120", "previous_value": "100",
    "added_value": "12", "removed_value": "2", "expected": "110", "gap": "+10",
    "previous_period_zh": "2026年第一季度", "previous_period_en": "Q1 2026", "cells": "C10, C13",
    "cells_zh": "C10、C13", "deadline": "2026-07-05", "received": "2026-07-06", "days": "1",
    "before": "2026-07-02",
    "period_zh": "2026年第二季度", "period_en": "Q2 2026", "version": "2", "changes": "3",
    "other_unit_zh": "河口工会", "other_unit_en": "Hekou Union", "other_file": "河口.xlsx",
    "form": "membership", "unit": "AHX010001", "period": "2026Q2", "row": "12", "reported": "130",
    "by_zh": "青山县总工会", "by_en": "Qingshan Federation", "locked": "2026H1",
    "day": "2026-08-01", "at": "2026-08-01 09:30", "by": "AHX01",
    "other_zh": "青山县总工会", "other_en": "Qingshan Federation",
    "other_period_zh": "2026年第二季度", "other_period_en": "Q2 2026",
    "unit_name_zh": "河口工会", "unit_name_en": "Hekou Union",
    "reading": "readings/ab/abc.json.gz",
    "why_zh": "要填整数", "why_en": "whole numbers only",
}  # fmt: skip
OTHERS = {"definition-locked": {"cells": "3", "cells_zh": "3"}}
"""Details that mean something else in a sentence of their own: how many cells, not which."""
TEXTS = Path(__file__).with_name("warehouse_sentences.yml").read_text(encoding="utf-8")
SENTENCES: dict[str, list[str]] = yaml.safe_load(TEXTS)


@pytest.mark.parametrize("slug", SENTENCES)
def test_the_sentence_of(slug: str) -> None:
    place = Place("表.xlsx", "会员表", "C10")
    found = Finding(slug, catalogue()[slug].severity, place, details=DETAILS | OTHERS.get(slug, {}))
    assert [as_line(found, "zh", strict=True), as_line(found, "en", strict=True)] == SENTENCES[slug]
    assert not any(UNFILLED in text for text in SENTENCES[slug])


def test_every_slug_has_its_sentence() -> None:
    assert {s for s, e in catalogue().items() if e.area == "warehouse"} == set(SENTENCES)
