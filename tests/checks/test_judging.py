"""Files judged: verdicts, places, and what does not hide or repeat what."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given as drawing
from hypothesis import settings
from hypothesis import strategies as st

from pipeline.checks import judging, schemas
from pipeline.checks.judging import judge
from pipeline.checks.rows import NUMERIC, objects
from pipeline.domain.finding import Finding, Place
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead

from .builders import (
    ADVICE,
    CATALOGUE,
    INSISTING,
    LENIENT,
    card,
    catalogue,
    file,
    label,
    listing,
)


def slugs(given: FileRead) -> list[tuple[str, str | None]]:
    return [(f.slug, f.place.cell) for f in given.findings]


def test_a_good_file_is_accepted_without_findings() -> None:
    given = file(card(), listing({}, {"id": "K2"}))
    judge([given], CATALOGUE)
    assert given.findings == []
    assert given.verdict is Verdict.ACCEPTED


def test_one_error_withholds_the_file_and_leaves_its_neighbours_alone() -> None:
    files = [file(card(unit=f"G{i}", members=3 if i == 1 else 10), name=f"{i}") for i in range(3)]
    judge(files, CATALOGUE)
    assert [f.verdict for f in files] == [Verdict.ACCEPTED, Verdict.WITHHELD, Verdict.ACCEPTED]
    assert slugs(files[1]) == [("exceeds-total", "C6"), ("sum-differs", "C5")]
    assert [f.place.file for f in files[1].findings] == ["1", "1"]
    assert {(f.form, f.section, f.unit, f.period) for f in files[1].findings} == {
        ("members", "main", "G1", "2026Q2")
    }


def test_explanations_and_warnings_do_not_withhold() -> None:
    given = file(card(men=5), listing({"paid_on": date(2026, 7, 3)}))
    judge([given], CATALOGUE)
    assert [(f.slug, f.severity) for f in given.findings] == [
        ("sum-differs", "explain"), ("outside-period", "warning"),
    ]  # fmt: skip
    assert given.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("day", "outside"),
    [(date(2026, 3, 31), True), (date(2026, 4, 1), False), (date(2026, 6, 30), False),
     (date(2026, 7, 1), True)],
)  # fmt: skip
def test_the_first_and_the_last_day_lie_in_the_period(day: date, outside: bool) -> None:
    given = file(listing({"asked_on": None, "paid_on": day}))
    judge([given], CATALOGUE)
    assert ("outside-period" in {f.slug for f in given.findings}) is outside


def test_a_number_without_unit_of_measure_has_no_comma() -> None:
    given = file(listing({"year": 1999}))
    judge([given], CATALOGUE)
    assert [(f.got, f.details["limit"]) for f in given.findings] == [("1999", "2000")]


def test_rows_of_many_files_are_judged_together_and_found_again() -> None:
    bad = {"id": "K9", "asked_on": date(2026, 4, 9)}
    files = [
        file(listing(*[{"id": f"K{j}"} for j in range(i)], bad), name=str(i)) for i in range(4)
    ]
    judge(files, CATALOGUE)
    assert [slugs(f) for f in files] == [[("out-of-order", f"F{5 + i}")] for i in range(4)]


def test_one_bad_cell_does_not_hide_others() -> None:
    """The reader leaves the untypable cell blank; with its text, pandera would go silent."""
    refusal = Finding("not-a-number", "error", Place("表.xlsx", "会员表", "C5"), "x")
    files = [file(card(members=None), findings=(refusal,)), file(card(members=-3))]
    judge(files, CATALOGUE)
    assert slugs(files[0]) == [("not-a-number", "C5")]
    assert ("below-minimum", "C5") in slugs(files[1])


@settings(deadline=None)
@drawing(data=st.data())
def test_the_checks_find_what_the_schema_finds_as_a_whole(data: st.DataObject) -> None:
    """Against pandera's own table of failures, over frames of whatever may stand in cells."""
    table = data.draw(st.sampled_from(sorted(CATALOGUE.tables())))
    checks = schemas.section_checks(CATALOGUE, table)
    rows = data.draw(st.integers(0, 6))
    money = st.sampled_from([0.0, -1.0, 12.345, 99_999.99, 100_000.5, 1e12])
    cells = {"flag": st.booleans(), "number": st.none() | money | st.integers(-5, 10**6)}
    columns = {}
    for name in checks.schema.columns:
        kind = checks.section.fields[name].type if name in checks.section.fields else None
        drawn = cells["flag" if kind is None else "number"]
        values = data.draw(st.lists(drawn, min_size=rows, max_size=rows))
        if kind is None or kind in NUMERIC:
            columns[name] = np.array(values, dtype=bool if kind is None else float)
        else:
            columns[name] = objects(values)
    frame = pd.DataFrame(columns, index=range(rows))
    mine = [(f.row, f.field, f.slug) for f in schemas.failures(checks, frame)]
    try:
        checks.schema.validate(frame, lazy=True)
        wanted = []
    except pa.errors.SchemaErrors as errors:
        told = errors.failure_cases
        found = zip(told["column"], told["check"], told["index"], strict=True)
        failed = (schemas.one_failure(checks, str(c), str(k), int(i)) for c, k, i in found)
        wanted = [(f.row, f.field, f.slug) for f in failed]
    assert Counter(mine) == Counter(wanted)
    assert [row for row, _, _ in mine] == sorted(row for row, _, _ in mine)


def test_a_rule_runs_only_where_all_its_fields_are_filled_and_says_when_it_ran_nowhere() -> None:
    given = file(card(women=None), listing({"kind": None, "cause": None, "until": None}))
    ran = {(r.section, r.rule): r.rows for r in judge([given], CATALOGUE)}
    assert given.findings == []
    assert ran["main", "V01-women"] == ran["main", "V03-sum"] == ran["aid", "V05-cause"] == 0
    assert ran["main", "members.below-minimum"] == ran["main", "members.required"] == 1
    assert ran["aid", "V10-paid"] == 1
    assert ("main", "V02-flow") not in ran


def test_a_column_the_sheet_does_not_have_is_the_readers_finding_not_ours() -> None:
    read = card()
    del read.cells["phone"], read.columns["phone"]
    given = file(read)
    judge([given], CATALOGUE)
    assert given.findings == []


def test_a_needed_column_the_sheet_does_not_have_points_at_the_cell_that_asks() -> None:
    read = listing({})
    del read.cells["cause"], read.columns["cause"]
    given = file(read)
    judge([given], CATALOGUE)
    assert slugs(given) == [("required-when", "B5")]


def test_the_same_key_twice_counts_within_a_file_unit_and_period_only() -> None:
    twice = file(listing({}), listing({}), listing({}, unit="G2"))
    twice.sections[1].sheet = "续表"
    other = file(listing({}), name="b")
    judge([twice, other], CATALOGUE)
    assert [(f.slug, f.place.sheet, f.details["other_cell"]) for f in twice.findings] == [
        ("duplicate-key", "续表", "救助台账!A5")
    ]
    assert other.verdict is Verdict.ACCEPTED


def test_personal_values_appear_nowhere() -> None:
    given = file(card(phone=None), card(phone="13800000000"))
    judge([given], CATALOGUE)
    assert ("missing-value", "C9") in slugs(given)
    assert "13800000000" not in repr(given.findings)


def test_huge_numbers_and_unknown_periods_are_survived() -> None:
    read = listing({})
    read.periods = ["2026X9"]
    files = [file(card(members=10**400, women=-(10**400)), read)]
    judge(files, CATALOGUE)
    assert ("above-maximum", "C5") in slugs(files[0])


def test_verdicts_already_given_stand() -> None:
    files = [replace(file(card(members=None)), verdict=v) for v in Verdict]
    judge(files, CATALOGUE)
    assert [f.verdict for f in files] == list(Verdict)
    assert not any(f.findings for f in files)


def test_a_file_with_nothing_in_it_is_withheld_and_told_so() -> None:
    empty, told = file(), file(findings=(Finding("other-error", "error", Place("表.xlsx")),))
    judge([empty, told], CATALOGUE)
    assert slugs(empty) == [("no-form-recognised", None)]
    assert slugs(told) == [("other-error", None)]
    assert empty.verdict is told.verdict is Verdict.WITHHELD


def test_a_nil_report_is_a_report() -> None:
    read = listing()
    read.nil = True
    given = file(read)
    ran = judge([given], CATALOGUE)
    assert given.verdict is Verdict.ACCEPTED
    assert {r.rows for r in ran} == {0}


def test_an_unknown_table_is_passed_over() -> None:
    given = file(replace(card(members=None), table="gone"))
    judge([given], CATALOGUE)
    assert given.verdict is Verdict.ACCEPTED


def test_too_many_findings_are_counted_errors_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MOST_FINDINGS", 2)
    late = {"paid_on": date(2026, 7, 3), "asked_on": date(2026, 4, 1)}
    rows = [late | {"id": f"K{i}"} for i in range(3)] + [late | {"id": "K0"}]
    given = file(listing(*rows))
    judge([given], CATALOGUE)
    assert [f.slug for f in given.findings] == ["duplicate-key", "outside-period", "more-findings"]
    assert given.findings[2].details == {"count": "3", "shown": "2"}


def test_sums_are_compared_to_the_fen() -> None:
    money = {"type": "money", "label": {"zh": "钱", "en": "money"}}
    section = {
        "title": label("表", "Form"), "kind": "events", "fields": dict.fromkeys("abc", money),
        "rules": [{"id": "S", "sum_equals": {"total": "a", "parts": ["b", "c"]}, "advice": ADVICE}],
    }  # fmt: skip
    read = replace(
        listing({}, {}, {}), section="main", table="members", cells={"a": "A", "b": "B", "c": "C"}
    )
    read.columns = {"a": [Decimal("0.3"), Decimal("0.31"), Decimal("300000000000.01")],
                    "b": [Decimal("0.1")] * 2 + [Decimal("100000000000.01")],
                    "c": [Decimal("0.2")] * 2 + [Decimal("200000000000")]}  # fmt: skip
    given = file(read)
    judge([given], catalogue(main=section))
    assert slugs(given) == [("sum-differs", "A6")]


def test_a_blank_is_skipped_refused_or_zero_as_the_rule_says() -> None:
    blank = {"women": None, "members": 6}
    told = {}
    for name, known in (("skip", CATALOGUE), ("fail", INSISTING), ("zero", LENIENT)):
        given = file(card(**blank))
        judge([given], known)
        told[name] = slugs(given)
    assert told == {"skip": [], "fail": [("rule-needs-value", "C6")], "zero": []}
    given = file(card(women=None, members=10))
    judge([given], LENIENT)
    assert slugs(given) == [("sum-differs", "C5")]
    assert given.findings[0].details["sum"] == "6"
    given = file(card(women=12, men=None, members=12))
    judge([given], LENIENT)
    assert slugs(given) == []


def test_a_rule_that_was_not_made_says_so_and_why() -> None:
    without = card(men=None)
    del without.cells["women"], without.columns["women"]
    given = file(without, listing({"kind": "b", "decided_on": None, "paid_on": None}))
    judge([given], CATALOGUE)
    told = {(one.rule, one.reason, one.fields) for one in given.rules_not_run}
    assert told == {
        ("V01-women", "field-missing", ("women",)),
        ("V03-sum", "field-missing", ("women",)),
        ("V05-order", "blank", ()),
        ("V10-paid", "blank", ()),
    }
    assert {(one.table, one.unit, one.period) for one in given.rules_not_run} == {
        ("members", "G1", "2026Q2"), ("members_aid", "G1", "2026Q2"),
    }  # fmt: skip


def test_a_rule_made_on_one_row_of_a_file_was_made() -> None:
    files = [file(listing({"paid_on": None}, {"id": "K2"})), file(listing({"paid_on": None}))]
    judge(files, CATALOGUE)
    assert [[one.rule for one in given.rules_not_run] for given in files] == [[], ["V10-paid"]]
