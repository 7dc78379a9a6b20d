"""Every finding of the checks, word for word."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from pipeline.checks.judging import judge
from pipeline.domain.submission import SectionRead
from pipeline.wording.catalogue import catalogue
from pipeline.wording.messages import as_line

from .builders import CATALOGUE, INSISTING, card, file, listing

SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yml").read_text(encoding="utf-8"))
CASES: dict[str, list[SectionRead]] = {
    "missing-value": [card(members=None)],
    "below-minimum": [card(dues=Decimal(9000))],
    "above-maximum": [card(members=123456, men=None)],
    "too-many-decimals": [listing({"amount": Decimal("100.505")})],
    "exceeds-total": [card(women=1200, men=None)],
    "sum-differs": [card(men=5)],
    "out-of-order": [listing({"until": date(2026, 3, 1)})],
    "earlier-step-blank": [listing({"decided_on": None})],
    "required-when": [listing({"cause": None})],
    "rule-needs-value": [card(women=None, men=None)],
    "outside-period": [listing({"paid_on": date(2026, 7, 1)})],
    "after-period": [listing({"asked_on": date(2026, 7, 2), "decided_on": None, "paid_on": None})],
    "duplicate-key": [listing({}, {"id": "K2"}, {})],
    "duplicate-row": [card(), replace(card(), sheet="续表")],
}  # fmt: skip


@pytest.mark.parametrize("slug", CASES)
def test_the_sentence_of(slug: str) -> None:
    zh, en = SENTENCES[slug]
    given = file(*CASES[slug])
    judge([given], INSISTING if slug == "rule-needs-value" else CATALOGUE)
    (found,) = given.findings
    assert found.slug == slug
    assert as_line(found, "zh", strict=True) == zh
    assert as_line(found, "en", strict=True) == en


def test_every_slug_of_the_checks_has_its_sentence_here() -> None:
    assert (
        {s for s, entry in catalogue().items() if entry.area == "checks"}
        == set(CASES)
        == set(SENTENCES)
    )
