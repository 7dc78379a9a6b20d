"""Files whose findings wait: the office by hand (see office.py)."""

from pipeline.domain.noun import Bilingual
from pipeline.queries import questions
from pipeline.warehouse.reader import Reader


def test_a_returned_file_waits_until_a_later_one_is_accepted(reader: Reader) -> None:
    """G3 sent more women than members and nothing since; G5 was held back and put it right."""
    waiting = questions.open_files(reader, "C1").rows
    with_errors = [row for row in waiting if row.errors]
    assert [(r.unit.code if r.unit else None, r.period, r.errors) for r in with_errors] == [
        ("G3", "2024Q1", 1)
    ]
    assert with_errors[0].slugs[0] == "exceeds-total"
    assert with_errors[0].period_name == Bilingual(zh="2024年第一季度", en="Q1 2024")
    (finding,) = questions.finding_list(reader, "G3", severity="error").rows
    assert finding.period_name == with_errors[0].period_name
    assert waiting[0] == with_errors[0], "what must be corrected comes first"


def test_a_unit_without_findings_has_nothing_waiting(reader: Reader) -> None:
    assert questions.open_files(reader, "C2").rows == ()


def test_the_counts_are_those_of_the_open_findings(reader: Reader) -> None:
    found = [f for f in questions.finding_list(reader, "C1", limit=1000).rows if f.open]
    rows = questions.open_files(reader, "C1").rows
    assert sum(r.errors + r.explains + r.warnings for r in rows) == len(found)
    assert {r.since for r in rows} <= {f.received_at for f in found}
