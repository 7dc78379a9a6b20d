"""Generated county with mistakes → the right cells are named → corrected files → true figures.

The generator keeps its own books and knows where it put every mistake, so recall and precision
are counted, not estimated: every finding expected, and not one more.
"""

from collections import Counter
from pathlib import Path

from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.sample.between import PERSON, TWICE
from pipeline.sample.mistakes import KINDS
from pipeline.warehouse.reader import Reader

from .conftest import Step
from .steps import (
    DEPEND_ON_HISTORY,
    DEPEND_ON_THE_DAY,
    INBOX,
    County,
    differing,
    found_in,
)

ASIDE = DEPEND_ON_THE_DAY | DEPEND_ON_HISTORY


def test_the_county_has_nearly_every_kind_of_mistake(county: County) -> None:
    kinds = {mistake.kind for mistake in county.manifest.mistakes}
    assert len(kinds) >= 25
    assert kinds <= {*KINDS, PERSON, TWICE}


def test_it_has_mistakes_that_only_two_reports_make_together(county: County) -> None:
    """One person in two registers, each with its cell; one union by itself and in a joint one."""
    for kind in (PERSON, TWICE):
        one, two = (m for m in county.manifest.mistakes if m.kind == kind)
        assert one.period == two.period
        assert one.unit != two.unit
        assert one.got == two.got
        assert all(e.cell is not None for m in (one, two) for e in m.findings) == (kind == PERSON)
    corrected = [m.corrected is not None for m in county.manifest.mistakes if m.kind == PERSON]
    assert sorted(corrected) == [False, True], "one of the two is enough"


def test_what_two_reports_do_together_ends_when_one_is_corrected(
    county: County, data: Path, corrected: Step
) -> None:
    """The register of a county is no report: a union counted twice stays until that is changed."""
    listed = questions.finding_list(Reader(data), county.manifest.county).rows
    told = Counter(row.slug for row in listed if row.open)
    assert told["also-in-another-unit"] == 0
    assert told["unit-in-register-twice"] == 2


def test_findings_are_the_mistakes_and_nothing_else(county: County, first: Step) -> None:
    found = Counter(f for f in found_in(first.ingestion) if f[3] not in ASIDE)
    wanted = Counter(dict.fromkeys(county.mistakes(), 1))
    assert wanted - found == Counter(), "mistakes not found"
    extra = found - wanted
    assert extra == Counter(), "found without a mistake"


def test_severities_are_as_expected(county: County, first: Step) -> None:
    stated = {f.slug: f.severity for file in first.ingestion.files for f in file.findings}
    assert stated
    for mistake in county.manifest.mistakes:
        for expected in mistake.findings:
            if expected.slug != "exceeds-total":  # as severe as its rule
                assert stated[expected.slug] == expected.severity


def test_exactly_the_reports_with_errors_are_withheld(county: County, first: Step) -> None:
    withheld = {f.file for f in first.ingestion.files if f.verdict == Verdict.WITHHELD}
    wanted = {m.file for m in county.manifest.mistakes if m.withheld}
    assert {
        path.split("/", 1)[1] if path.startswith(INBOX) else path for path in withheld
    } == wanted


def test_a_merger_asks_for_one_sentence(county: County, first: Step, corrected: Step) -> None:
    """Said once both reports are in: at the latest when the corrected files have come."""
    steps = (first.ingestion, corrected.ingestion)
    found = {f for step in steps for f in found_in(step) if f[3] in DEPEND_ON_HISTORY}
    wanted = {
        (remark.file.rsplit("/")[-1], e.sheet, e.cell, e.slug)
        for remark in county.manifest.remarks
        for e in remark.findings
    }
    assert found == wanted


def test_figures_without_the_withheld_reports_are_true(county: County, first: Step) -> None:
    truth = county.truth("before")
    assert len({indicator for indicator, *_ in truth}) >= 20
    assert differing(first.figures, truth) == {}


def test_reports_in_time_are_counted(county: County, first: Step) -> None:
    manifest = county.manifest
    forms = len(county.catalogue.product.form_sets["grassroots"].forms)
    for period in manifest.periods:
        sent = {f.unit: f for f in manifest.files if f.period == period}
        missing = sum(m["period"] == period for m in manifest.missing)
        in_time = [
            f for f in sent.values() if not f.late and (f.unit, period) not in manifest.withheld
        ]
        held = {(f.unit, period) for f in in_time} & {(u, p) for u, p, _ in manifest.held}
        key = ("reporting_timeliness_rate", manifest.county, period, "period")
        counted = len(in_time) * forms - len(held)
        assert first.figures[key] == (counted, (len(sent) + missing) * forms)


def test_the_same_files_again_change_nothing(first: Step, again: Step) -> None:
    assert {file.verdict for file in again.ingestion.files} == {Verdict.DUPLICATE}
    assert again.figures == first.figures


def test_corrected_files_are_accepted_at_once(county: County, corrected: Step) -> None:
    files = corrected.ingestion.files
    assert len(files) == sum(m.corrected is not None for m in county.manifest.mistakes)
    assert {file.verdict for file in files} == {Verdict.ACCEPTED}
    assert [f for f in found_in(corrected.ingestion) if f[3] not in ASIDE] == []


def test_corrected_files_are_the_next_version(first: Step, corrected: Step) -> None:
    before = {
        key: version
        for file in first.ingestion.files
        for _, *key_, version in file.submissions
        for key in [tuple(key_)]
    }
    told = [
        (tuple(key), version)
        for file in corrected.ingestion.files
        for _, *key, version in file.submissions
    ]
    assert told
    assert all(version == before.get(key, 0) + 1 for key, version in told)


def test_figures_with_the_corrected_reports_are_true(county: County, corrected: Step) -> None:
    assert differing(corrected.figures, county.truth("after")) == {}
    assert county.truth("after") != county.truth("before")


def test_the_order_of_files_does_not_matter(first: Step, backwards: Step) -> None:
    assert backwards.figures == first.figures
    assert [f.verdict for f in backwards.ingestion.files].count(Verdict.WITHHELD) == [
        f.verdict for f in first.ingestion.files
    ].count(Verdict.WITHHELD)
