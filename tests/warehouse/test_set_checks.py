"""Checks over everything that counts: one world with a case of every kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from pipeline.checks.judging import judge
from pipeline.definitions.catalogue import Catalogue, load
from pipeline.domain.finding import Finding
from pipeline.domain.org_unit import OrgUnit, UnitName, org_unit_of
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead, SectionRead
from pipeline.indicators.rebuild import rebuild
from pipeline.warehouse.loading import mark_current
from pipeline.warehouse.set_checks.making import AREA, make_checks
from pipeline.warehouse.store import Warehouse
from pipeline.wording.catalogue import catalogue as wording
from pipeline.wording.messages import UNFILLED, as_line

AT = datetime(2024, 7, 3, 9, 30)
TEXTS = Path(__file__).with_name("set_sentences.yml").read_text(encoding="utf-8")
SENTENCES: dict[str, list[str]] = yaml.safe_load(TEXTS) or {}
Row = dict[str, object]
Tables = dict[str, list[Row]]
QUARTERS = ("2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1", "2024Q2")


def unit(code: str, name: str, **more: object) -> OrgUnit:
    kind = {"form_set": "grassroots", "frequency": "quarter", "parent": "C", "level": "grassroots"}
    words = UnitName(zh=name, en=f"Union {code}")
    return org_unit_of({"code": code, "name": words, **kind, **more})


UNITS = (
    unit("C", "河谷县总工会", level="county", parent=None, form_set=None, frequency=None),
    *(
        unit(code, f"{name}字号工厂工会", attributes={"unit_type": "single"})
        for code, name in zip("ABDEFGHJKM", "甲乙丁戊己庚辛壬癸申", strict=True)
    ),
    unit("N", "戌字号工厂工会", valid_to="2024-03-31", merged_into="M"),
    unit("P", "南山镇教育工会", attributes={"unit_type": "joint"}),
    unit("Q", "南山镇教育联合工会（筹）", attributes={"unit_type": "joint"}),
)


def members(employees: int, total: int, new: int = 0, left: int = 0, **more: int) -> Row:
    return {
        "employees_total": employees, "members_total": total, "members_employed": total,
        "members_non_employed": 0, "members_new": new, "members_left": left, **more,
    }  # fmt: skip


def steady(*totals: int) -> dict[str, Tables]:
    """Quarters in which the stock follows from the flow."""
    before = totals[0]
    found: dict[str, Tables] = {}
    for period, total in zip(QUARTERS[-len(totals) :], totals, strict=True):
        change = total - before
        row = members(total + 20, total, max(change, 0), max(-change, 0))
        found[period] = {"membership": [row]}
        before = total
    return found


def one(**tables: Row | list[Row]) -> dict[str, Tables]:
    """A report of the last quarter."""
    return {"2024Q2": {t: r if isinstance(r, list) else [r] for t, r in tables.items()}}


MONEY = {
    "dues_received_yuan": Decimal("1203.50"), "expense_total_yuan": Decimal("880.10"),
    "expense_service_yuan": Decimal("410.20"), "expense_training_yuan": Decimal(99),
}  # fmt: skip
REPORTS: dict[str, dict[str, Tables]] = {
    "A": one(
        membership=members(120, 97),
        bargaining={"employees_total": 110},
        democracy={"ownership": "state"},
        org_building={"ownership": "collective"},
        medical_mutual=[
            {"product": "inpatient", "employees_eligible": 100},
            {"product": "critical", "employees_eligible": 130},
        ],
    ),
    "B": steady(60, 200),
    "D": steady(100, 101, 102, 103, 104, 105, 180),
    "E": one(membership=members(300, 90)),
    "F": one(
        membership=members(113, 91),
        hardship_file=[{"archive_id": "1", "person_hash": "ab12", "status": "active"},
                       {"archive_id": "2", "person_hash": "cd34", "status": "exited"}],
    ),
    "G": one(
        membership=members(117, 93),
        hardship_file=[{"person_hash": "ef56", "status": "active"},
                       {"person_hash": "ab12", "status": "active"},
                       {"person_hash": "cd34", "status": "active"}],
    ),
    "H": {**one(membership=members(119, 94), funds={**MONEY}),
          "2024Q1": {"funds": [MONEY], "membership": [members(119, 94)]}},
    "J": one(membership=members(200, 170, 10, 20, employees_female=80, members_female=60)),
    "K": {"2024Q1": {"membership": [members(118, 80)]},
          "2024Q2": {"membership": [members(118, 95, 3, 1)]}},
    "M": {"2024Q1": {"membership": [members(40, 30)]},
          "2024Q2": {"membership": [members(150, 130, 100)]}},
    "N": {"2024Q1": {"membership": [members(101, 87)]}},
    "P": one(
        membership=members(111, 89, 7, 2, employees_female=41, members_female=33),
    ),
    "Q": one(
        membership=members(111, 89, 7, 2, employees_female=41, members_female=33),
    ),
    "C": one(target_assessment=[
        {"target_id": "T1", "indicator_code": "members_total", "actual_value": Decimal(5000)},
        {"target_id": "T2", "indicator_code": "grassroots_unions_total"},
        # a figure of some units only, and what the pages show, rounded
        {"target_id": "T3", "indicator_code": "members_total", "segment": "国有",
         "actual_value": Decimal(12)},
        {"target_id": "T4", "indicator_code": "unionisation_rate", "segment": "全部",
         "actual_value": Decimal(75)},
    ]),
}  # fmt: skip


@pytest.fixture(scope="module")
def known() -> Catalogue:
    loaded = load(Path(__file__).parents[2] / "config").catalogue
    assert loaded is not None
    kept = ("members_total", "grassroots_unions_total", "unionisation_rate")
    return replace(
        loaded, org_units=UNITS, plans={}, digest="sets",
        indicators={k: v for k, v in loaded.indicators.items() if k in kept},
    )  # fmt: skip


def sheet(known: Catalogue, table: str, rows: list[Row], code: str, period: str) -> SectionRead:
    """A section as it is read: cards in column C from row 5, lists from row 5."""
    form, section = known.tables()[table]
    shape = form.sections[section]
    card = shape.layout == "card"
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return SectionRead(
        form=form.id, section=section, table=table, version=form.version,
        sheet=shape.title.zh, layout=shape.layout,
        cells={f: f"C{5 + i}" if card else letters[i] for i, f in enumerate(shape.fields)},
        source_rows=[5 + i for i in range(len(rows))], units=[code] * len(rows),
        periods=[period] * len(rows), approximate=[None] * len(rows),
        columns={f: [row.get(f) for row in rows] for f in shape.fields},
        rows_seen=len(rows), unit=code, period=period,
    )  # fmt: skip


def files(known: Catalogue) -> Iterator[FileRead]:
    for code, periods in REPORTS.items():
        for period, tables in periods.items():
            sections = [sheet(known, t, rows, code, period) for t, rows in tables.items()]
            name = f"{code}{period}.xlsx"
            yield FileRead(name, f"sha-{name}", 1, AT, None, sections, [], Verdict.ACCEPTED)
    yield hardship(known, "F2024Q2a.xlsx", AT - timedelta(days=1), "1", "2", "3")


def hardship(known: Catalogue, name: str, at: datetime, *persons: str) -> FileRead:
    """Another version of the register of F."""
    rows: list[Row] = [{"archive_id": one, "status": "exited"} for one in persons]
    section = sheet(known, "hardship_file", rows, "F", "2024Q2")
    section.nil = not rows
    return FileRead(name, f"sha-{name}", 1, at, None, [section], [], Verdict.ACCEPTED)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, known: Catalogue) -> Iterator[Warehouse]:
    with Warehouse.open(tmp_path_factory.mktemp("data"), known) as opened:
        opened.store(list(files(known)), known)
        rebuild(opened.connection, known)
        yield opened


@pytest.fixture(scope="module")
def found(warehouse: Warehouse, known: Catalogue) -> list[Finding]:
    return [one.finding for one in make_checks(warehouse.connection, known)]


EXPECTED = {
    ("forms-differ", "employees_agree", "A", "2024Q2", "C5"),
    ("forms-differ", "ownership_agrees", "A", "2024Q2", "C5"),
    ("exceeds-other-form", "insured_within_employees", "A", "2024Q2", "C6"),
    ("changed-much", "members_jump", "B", "2024Q2", "C10"),
    ("unlike-own-history", "members_unlike_before", "D", "2024Q2", "C10"),
    ("unlike-peers", "members_unlike_peers", "E", "2024Q2", "C10"),
    ("also-in-another-unit", "person_in_two_units", "F", "2024Q2", "B5"),
    ("also-in-another-unit", "person_in_two_units", "G", "2024Q2", "B6"),
    ("rows-gone", "rows-gone", "F", "2024Q2", None),
    ("figures-as-before", "funds_as_before", "H", "2024Q2", "C7"),
    ("all-figures-round", "members_all_round", "J", "2024Q2", "C5"),
    ("stock-flow-gap", "V02-members-flow", "K", "2024Q2", "C10"),
    ("figures-of-another-unit", "members_as_another_unit", "P", "2024Q2", "C5"),
    ("figures-of-another-unit", "members_as_another_unit", "Q", "2024Q2", "C5"),
    ("unit-in-register-twice", "union_in_roster_twice", "P", "2024Q2", None),
    ("unit-in-register-twice", "union_in_roster_twice", "Q", "2024Q2", None),
    ("differs-from-units", "own_total_against_units", "C", "2024Q2", "G5"),
}


def test_every_case_is_found_and_nothing_else(found: list[Finding]) -> None:
    assert {(f.slug, f.rule, f.unit, f.period, f.place.cell) for f in found} == EXPECTED
    assert len(found) == len(EXPECTED)


def test_each_sentence_is_whole_in_both_languages(found: list[Finding]) -> None:
    first = {f.slug: f for f in sorted(found, key=lambda f: (f.slug, f.rule or ""), reverse=True)}
    said = {s: [as_line(f, "zh", strict=True), as_line(f, "en", strict=True)]
            for s, f in first.items()}  # fmt: skip
    assert said == {s: lines for s, lines in SENTENCES.items() if s != "other-form-blank"}
    for f in found:
        assert UNFILLED not in as_line(f, "zh") + as_line(f, "en")


def test_every_slug_has_its_sentence() -> None:
    assert {s for s, e in wording().items() if e.area == AREA} == set(SENTENCES)


def test_checks_that_could_not_be_made_say_why(warehouse: Warehouse, found: list[Finding]) -> None:
    told = warehouse.connection.execute(
        "select rule, unit, period, reason from rule_not_run where scope = 'set'"
    ).fetchall()
    assert len(told) == len(set(told))
    expected = {
        ("employees_agree", "A", "2024Q2"): None,
        ("V02-members-flow", "A", "2024Q2"): "no-report-before",
        ("V02-members-flow", "D", "2024Q1"): None,
        ("own_total_against_units", "C", "2024Q2"): "blank",
        ("members_unlike_before", "B", "2024Q2"): "too-few-to-compare",
        ("members_unlike_peers", "P", "2024Q2"): "too-few-to-compare",
        ("members_unlike_peers", "E", "2024Q2"): None,
        ("dues_jump", "H", "2024Q2"): None,
    }
    reasons = {key: reason for *key_, reason in told for key in [tuple(key_)]}
    assert {key: reasons.get(key) for key in expected} == expected


def test_the_order_and_the_number_of_runs_change_nothing(
    warehouse: Warehouse, known: Catalogue, found: list[Finding]
) -> None:
    stored = "select finding, slug, unit, period, cell, details from finding order by finding"
    before = warehouse.connection.execute(stored).fetchall()
    missed = "select * from rule_not_run order by all"
    not_run = warehouse.connection.execute(missed).fetchall()
    again = make_checks(warehouse.connection, known)
    assert [one.finding for one in again] == found
    assert warehouse.connection.execute(stored).fetchall() == before
    assert warehouse.connection.execute(missed).fetchall() == not_run


def test_files_in_another_order_give_the_same(
    tmp_path: Path, known: Catalogue, found: list[Finding]
) -> None:
    with Warehouse.open(tmp_path, known) as other:
        for file in reversed(list(files(known))):
            other.store([file], known)
        rebuild(other.connection, known)
        again = make_checks(other.connection, known)
    key = str
    assert sorted((one.finding for one in again), key=key) == sorted(found, key=key)


def test_rows_are_gone_of_the_newest_version_and_the_accepted_one_before(
    tmp_path: Path, known: Catalogue
) -> None:
    def gone(*versions: tuple[str, ...], held: str = "") -> list[str]:
        folder = tmp_path / f"{len(versions)}{held}" / "-".join(versions[-1])
        with Warehouse.open(folder, known) as other:
            for day, persons in enumerate(versions):
                name = f"{day}.xlsx"
                other.store([hardship(known, name, AT + timedelta(days=day), *persons)], known)
            if held:
                newest = "select submission, ?, ? from submission order by version desc limit 1"
                other.connection.execute(f"insert into held_submission {newest}", [held, AT])
                mark_current(other.connection)
            rebuild(other.connection, known)
            made = make_checks(other.connection, known)
        found = [one.finding for one in made if one.finding.slug == "rows-gone"]
        return [f"{f.details['count']} of {f.details['other_file']}" for f in found]

    assert gone(("a", "b")) == []
    assert gone(("a", "b"), ("b", "a", "c")) == []
    assert gone(("a", "b", "c"), ("c", "d")) == ["2 of 0.xlsx"]
    assert gone(("a", "b"), ("a",), ("a", "c")) == [], "the one before had no more"
    assert gone(("a", "b"), ("a",), ()) == ["1 of 1.xlsx"], "nothing to report any more"
    assert gone(("a", "a"), ("a",)) == ["1 of 0.xlsx"]
    assert gone(("a", "b"), ("a",), held="waiting") == ["1 of 0.xlsx"], "for whoever approves it"
    assert gone(("a", "b"), ("a",), held="returned") == []


def test_a_corrected_report_clears_its_findings(tmp_path: Path, known: Catalogue) -> None:
    with Warehouse.open(tmp_path, known) as other:
        other.store(list(files(known)), known)
        fixed = sheet(known, "bargaining", [{"employees_total": 120}], "A", "2024Q2")
        file = FileRead("new.xlsx", "new", 1, AT, None, [fixed], [], Verdict.ACCEPTED)
        rebuild(other.connection, known)
        make_checks(other.connection, known)
        other.store([file], known)
        rules = {one.finding.rule for one in make_checks(other.connection, known)}
    assert "employees_agree" not in rules
    assert "ownership_agrees" in rules


@pytest.mark.parametrize(
    ("strategy", "democracy", "slugs"),
    [
        ("skip", {"ownership": None}, []),
        ("fail", {"ownership": None}, ["other-form-blank"]),
        ("fail", None, ["other-form-blank"]),
        ("fail", {"ownership": "collective"}, []),
    ],
)
def test_a_missing_side(
    tmp_path: Path, known: Catalogue, strategy: str, democracy: Row | None, slugs: list[str]
) -> None:
    check = known.checks["ownership_agrees"]
    given = check.between_forms
    assert given is not None
    turned = given.model_copy(update={"left": given.right, "right": given.left})
    asked = check.model_copy(update={"when_missing": strategy, "between_forms": turned})
    narrowed = replace(known, checks={asked.id: asked}, digest=strategy)
    tables: Tables = {"org_building": [{"ownership": "collective"}]}
    if democracy is not None:
        tables["democracy"] = [democracy]
    sections = [sheet(known, t, rows, "A", "2024Q2") for t, rows in tables.items()]
    with Warehouse.open(tmp_path, narrowed) as other:
        other.store(
            [FileRead("a.xlsx", "a", 1, AT, None, sections, [], Verdict.ACCEPTED)], narrowed
        )
        rebuild(other.connection, narrowed)
        made = [one.finding for one in make_checks(other.connection, narrowed)]
    assert [f.slug for f in made] == slugs
    if slugs:
        assert [as_line(made[0], "zh"), as_line(made[0], "en")] == SENTENCES["other-form-blank"]


def test_a_blank_is_zero_where_the_check_says_so(tmp_path: Path, known: Catalogue) -> None:
    check = known.checks["employees_agree"].model_copy(update={"when_missing": "zero"})
    narrowed = replace(known, checks={check.id: check}, digest="zero")
    tables: Tables = {"bargaining": [{"employees_total": None}], "membership": [members(9, 8)]}
    sections = [sheet(known, t, rows, "A", "2024Q2") for t, rows in tables.items()]
    with Warehouse.open(tmp_path, narrowed) as other:
        other.store(
            [FileRead("a.xlsx", "a", 1, AT, None, sections, [], Verdict.ACCEPTED)], narrowed
        )
        rebuild(other.connection, narrowed)
        (one,) = make_checks(other.connection, narrowed)
    assert (one.finding.details["value"], one.finding.details["other_value"]) == ("0", "9")


def test_a_rule_within_a_file_that_was_not_made_is_stored(tmp_path: Path, known: Catalogue) -> None:
    read = sheet(known, "membership", [members(9, 8)], "A", "2024Q2")
    del read.cells["employees_female"], read.columns["employees_female"]
    file = FileRead("a.xlsx", "a", 1, AT, None, [read])
    judge([file], known)
    with Warehouse.open(tmp_path, known) as other:
        other.store([file], known)
        told = other.connection.execute(
            "select rule, reason, fields from rule_not_run where scope = 'file' order by all"
        ).fetchall()
    assert ("V01-employees-female", "field-missing", "employees_female") in told
    assert ("V01-members-migrant", "blank", None) in told
    assert "V04-members-parts" not in {rule for rule, *_ in told}
