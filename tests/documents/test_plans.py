"""The 65 numeric targets of the documents, as plans."""

from decimal import Decimal

from pipeline.definitions.catalogue import load
from pipeline.domain.plan import Target

from .conftest import CONFIG

NUMERIC_TARGETS = 65
UNMEASURED = {
    "F012", "F040", "F057", "F064", "F074", "F156", "F157", "F158", "F159", "F230", "F232",
    "F235", "F295", "F525",
}  # fmt: skip
RESTATED = {"F261": Decimal(100), "F265": Decimal(100)}
"""One table, one session per street: told as the share of what is due that is there."""
SPLIT = {"F175"}
"""One promise at three levels of media, so three targets."""
DOCUMENTED = {
    "NJX", "WMX", "SJJY", "WSLH", "SZGH", "XXQ", "LYYC", "ZGH", "XQGH"
}  # fmt: skip


def targets() -> list[Target]:
    catalogue = load(CONFIG).catalogue
    assert catalogue is not None
    return [t for p in catalogue.plans.values() if p.unit in DOCUMENTED for t in p.targets]


def test_every_numeric_target_is_there() -> None:
    facts = [target.fact for target in targets()]
    assert len(set(facts)) == NUMERIC_TARGETS
    assert {fact for fact in facts if facts.count(fact) > 1} == SPLIT


def test_targets_without_indicator_are_exactly_those_listed() -> None:
    assert {t.fact for t in targets() if t.indicator is None} == UNMEASURED


def test_every_target_quotes_its_document() -> None:
    assert all(target.quote for target in targets())


def test_only_two_values_are_restated() -> None:
    restated = {t.fact: t.value for t in targets() if t.fact in RESTATED}
    assert restated == RESTATED
    assert all(t.note for t in targets() if t.fact in RESTATED)


def test_levels_do_not_claim_a_start() -> None:
    """No document states where a rate or a stock started, so completion is not said."""
    levels = [target for target in targets() if target.kind == "level"]
    assert levels
    assert {target.baseline.kind for target in levels} == {"unknown"}
