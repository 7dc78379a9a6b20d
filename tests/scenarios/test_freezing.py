"""A frozen quarter, what changed since, and why."""

import json
import shutil
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboards.router import page_for
from dashboards.selection import parse
from pipeline.cli import commands
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.correction import Correction
from pipeline.domain.event import Event
from pipeline.domain.form import Field
from pipeline.domain.indicator import Indicator
from pipeline.queries import questions
from pipeline.queries.answers import Restatement
from pipeline.scenarios.freezing import freeze
from pipeline.warehouse import event_log
from pipeline.warehouse.publishing import KEEP
from pipeline.warehouse.reader import Reader
from tests.docs.test_json import documented, printed
from tests.indicators.small_catalogue import words
from tests.ready import copied

from .town import SENT, UNITS, book, catalogue, event, take_in, unit

EARLY = [*SENT[:4], event("A", "2024Q1", date(2024, 2, 1), 7, "2024-04-03")]


def freeze_early(folder: Path) -> None:
    """The first quarter without D, frozen: A 12, B 20, C 30."""
    freeze(take_in(folder, EARLY), "R", "2024Q1", "季报已印发", "县工〔2024〕8号")


@pytest.fixture
def frozen(tmp_path: Path) -> Reader:
    copied("frozen early", freeze_early, tmp_path)
    return Reader(tmp_path)


def listed(reader: Reader, unit: str = "R") -> list[Restatement]:
    found = questions.restatements(reader, unit, "2024Q1")
    assert found.total == len(found.rows)
    return list(found.rows)


def changes(rows: list[Restatement]) -> set[tuple[str, str, str, Decimal | None, Decimal | None]]:
    return {(r.indicator.id, r.segment, r.unit.code, r.old, r.new) for r in rows}


def test_nothing_has_changed_when_nothing_has_come(frozen: Reader) -> None:
    found = questions.restatements(frozen, "R")
    assert (found.rows, found.total) == ((), 0)
    (one,) = found.freezes
    assert (one.reason, one.document, one.publication) == ("季报已印发", "县工〔2024〕8号", 1)


def test_a_changed_cell_restates_its_union_and_the_superiors_alone(
    frozen: Reader, tmp_path: Path
) -> None:
    take_in(tmp_path, [book("B", "2024Q1", 23, "2024-08-01", staff=40)])
    rows = listed(frozen)
    whole = {row for row in changes(rows) if not row[1] and row[0] == "members"}
    assert whole == {
        ("members", "", "B", 20, 23),
        ("members", "", "T1", 32, 35),
        ("members", "", "R", 62, 65),
    }
    assert {row.unit.code for row in rows} == {"B", "T1", "R"}
    assert {row.indicator.id for row in rows} == {"members", "density"}
    for row in rows:
        (cause,) = row.causes
        assert (cause.kind, cause.unit and cause.unit.code, cause.version) == (
            "new_version", "B", 2,
        )  # fmt: skip
        assert cause.when == date(2024, 8, 1)
        (cell,) = cause.cells
        assert (cell.file, cell.sheet, cell.cell) == ("B-2024Q1-23.xlsx", "会员", "C6")
        assert (cell.old, cell.new) == ("20", "23")
    assert {row.unit.code for row in listed(frozen, "T1")} == {"B", "T1"}
    assert listed(frozen, "T2") == []


def with_identity_numbers() -> Catalogue:
    """The same town, whose books hold one person a row."""
    known = catalogue()
    main = known.forms["book"].sections["main"]
    number = {"label": words("number"), "type": "text", "personal": "id_number"}
    fields = {**main.fields, "number": Field.model_validate(number)}
    sections = {"main": main.model_copy(update={"fields": fields})}
    book_form = known.forms["book"].model_copy(update={"sections": sections})
    return replace(known, forms={**known.forms, "book": book_form})


def test_a_breakdown_of_persons_is_named_without_its_figures(tmp_path: Path) -> None:
    known = with_identity_numbers()
    reader = take_in(tmp_path, EARLY, known)
    freeze(reader, "R", "2024Q1", "季报已印发")
    take_in(tmp_path, [book("B", "2024Q1", 23, "2024-08-01", staff=40)], known)
    rows = listed(reader)
    broken_down = [row for row in rows if row.segment]
    assert {row.unit.code for row in broken_down} == {"T1", "R"}
    assert all(row.concealed and row.old is None and row.new is None for row in broken_down)
    assert ("members", "", "B", 20, 23) in changes(rows)
    page = str(page_for(reader, questions, parse("/restatements", "?unit=R&lang=en")))
    assert page.count("a breakdown of persons, not listed") == len(broken_down)
    table = CliRunner().invoke(commands, ["--data", str(tmp_path), "restatements"]).output
    assert "涉及个人" in table
    assert "2024年第一季度" in table


def test_a_cell_no_indicator_looks_at_restates_nothing(frozen: Reader, tmp_path: Path) -> None:
    again = book("B", "2024Q1", 20, "2024-08-01", staff=40, name="again")
    take_in(tmp_path, [again])
    assert listed(frozen) == []


def test_a_late_report_is_named_with_its_cells(frozen: Reader, tmp_path: Path) -> None:
    take_in(tmp_path, [book("D", "2024Q1", 4, "2024-05-20", staff=10)])
    rows = {(r.indicator.id, r.unit.code): r for r in listed(frozen) if not r.segment}
    row = rows["members", "T1"]
    assert (row.old, row.new) == (32, 36)
    (cause,) = row.causes
    assert (cause.kind, cause.when, cause.total_cells) == ("late_report", date(2024, 5, 20), 1)
    assert (cause.cells[0].old, cause.cells[0].new) == (None, "4")
    assert (rows["members", "D"].old, rows["members", "D"].new) == (None, 4)
    assert ("members", "T2") not in rows


def shown(tmp_path: Path, reader: Reader) -> tuple[str, str]:
    """The ledger of B: as the command prints it, and its page."""
    asked = ["--data", str(tmp_path), "restatements", "--unit", "B"]
    table = "".join(CliRunner().invoke(commands, asked).output.split())
    return table, str(page_for(reader, questions, parse("/restatements", "?unit=B&lang=en")))


def test_a_rate_that_stayed_the_same_says_which_sums_changed(
    frozen: Reader, tmp_path: Path
) -> None:
    take_in(tmp_path, [book("B", "2024Q1", 24, "2024-08-01", staff=48)])
    row = next(r for r in listed(frozen, "B") if r.indicator.id == "density")
    assert (row.old, row.new) == (50, 50)
    assert (row.old_terms, row.new_terms) == ((20, 40), (24, 48))
    table, page = shown(tmp_path, frozen)
    assert [pair in table for pair in ("50=20÷40", "50=24÷48")] == [True, True]
    assert [pair in page for pair in ("20 ÷ 40", "24 ÷ 48")] == [True, True]


def test_two_figures_that_differ_never_read_alike(frozen: Reader, tmp_path: Path) -> None:
    take_in(tmp_path, [book("B", "2024Q1", 20001, "2024-08-01", staff=40000)])
    table, page = shown(tmp_path, frozen)
    assert ["50.003" in text for text in (table, page)] == [True, True]
    assert "÷" not in table


def test_a_rate_of_nothing_is_not_listed_when_nothing_comes_of_it(
    frozen: Reader, tmp_path: Path
) -> None:
    take_in(tmp_path, [book("D", "2024Q1", 0, "2024-05-20", staff=0)])
    found = {(r.indicator.id, r.old, r.new) for r in listed(frozen, "D")}
    assert found == {("members", None, 0)}


def test_an_entry_of_a_list_is_found_in_its_row(frozen: Reader, tmp_path: Path) -> None:
    take_in(tmp_path, [event("A", "2024Q1", date(2024, 2, 1), 9, "2024-08-02")])
    rows = [r for r in listed(frozen) if not r.segment and r.unit.code == "R"]
    assert {(r.indicator.id, r.span, r.old, r.new) for r in rows} == {
        ("people_reached", "period", 7, 9),
        ("people_reached", "to_date", 7, 9),
    }
    (cell,) = rows[0].causes[0].cells
    assert (cell.sheet, cell.cell, cell.old, cell.new) == ("活动", "B5", "7", "9")


def test_a_correction_is_a_cause(frozen: Reader, tmp_path: Path) -> None:
    typo = Correction.model_validate(
        {
            "id": "typo", "form": "book", "unit": "B", "period": "2024Q1", "decided_by": "R",
            "decided_on": "2024-05-10", "reason": {"zh": "笔误", "en": "A slip"},
            "cells": [{"field": "members", "expected": "20", "value": "25"}],
        }
    )  # fmt: skip
    take_in(tmp_path, [], catalogue(corrections={"typo": typo}, correction_lines={"typo": (7,)}))
    rows = {(r.indicator.id, r.unit.code): r for r in listed(frozen) if not r.segment}
    (cause,) = rows["members", "R"].causes
    assert (cause.kind, cause.note, cause.when) == ("correction", "typo", date(2024, 5, 10))
    assert [(c.cell, c.old, c.new) for c in cause.cells] == [("C6", "20", "25")]


def test_a_changed_definition_is_a_cause(frozen: Reader, tmp_path: Path) -> None:
    known = catalogue()
    said = known.indicators["members"].model_dump(mode="json") | {
        "numerator": [{"form": "book", "field": "staff", "over_time": "last"}]
    }
    changed = known.indicators | {"members": Indicator.model_validate(said)}
    take_in(tmp_path, [], replace(known, indicators=changed, digest="other"))
    rows = [r for r in listed(frozen) if not r.segment]
    assert {r.indicator.id for r in rows} == {"members"}
    assert {c.kind for r in rows for c in r.causes} == {"definition"}


def test_a_moved_union_is_a_cause(frozen: Reader, tmp_path: Path) -> None:
    units = (*UNITS[:5], unit("B", "T2"), *UNITS[6:])
    take_in(tmp_path, [], replace(catalogue(), org_units=units, digest="moved"))
    rows = {(r.indicator.id, r.unit.code): r for r in listed(frozen) if not r.segment}
    assert set(rows) == {(i, u) for i in ("members", "density") for u in ("T1", "T2")}
    row = rows["members", "T2"]
    assert (row.old, row.new, [c.kind for c in row.causes]) == (30, 50, ["tree"])


def test_the_frozen_snapshot_is_kept(frozen: Reader, tmp_path: Path) -> None:
    for _ in range(KEEP + 2):
        take_in(tmp_path, [])
    numbers = sorted(int(f.stem) for f in (tmp_path / "processed" / "snapshots").glob("*.duckdb"))
    assert numbers == [1, *range(4, KEEP + 4)]  # the frozen one, and the newest


def test_the_ledger_outlives_the_processed_data(frozen: Reader, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "processed")
    later = take_in(tmp_path, [*EARLY, book("B", "2024Q1", 23, "2024-08-01", staff=40)])
    assert ("members", "", "R", Decimal(62), Decimal(65)) in changes(listed(later))


def test_a_second_freeze_takes_the_place_of_the_first(frozen: Reader, tmp_path: Path) -> None:
    take_in(tmp_path, [book("B", "2024Q1", 23, "2024-08-01", staff=40)])
    freeze(frozen, "R", "2024Q1", "更正后重印")
    assert listed(frozen) == []


def test_the_ledger_is_asked_for_on_the_command_line_and_on_its_page(tmp_path: Path) -> None:
    reader = take_in(tmp_path, EARLY)
    shared = ["--data", str(tmp_path), "--lang", "en"]
    words = ["freeze", "2024Q1", "--unit", "R", "--reason", "issued"]
    done = CliRunner().invoke(commands, [*shared, *words])
    assert (done.exit_code, "publication 1" in done.output) == (0, True)
    take_in(tmp_path, [book("B", "2024Q1", 23, "2024-08-01", staff=40)])
    asked = [*shared, "restatements", "--unit", "T1"]
    said = json.loads(CliRunner().invoke(commands, [*asked, "--json"]).stdout)
    figures = {(r["indicator"], r["org_unit"], r["old"], r["new"]) for r in said["rows"]}
    assert ("members", "T1", 32, 35) in figures
    assert said["rows"][0]["causes"][0]["cells"][0]["cell"] == "C6"
    assert said["total"] == len(said["rows"])
    shown = {path for path in documented("restatements") if not path.startswith("judged[].")}
    assert (set(printed(said)), said["judged"]) == (shown, [])
    table = CliRunner().invoke(commands, asked).stdout
    assert "20 → 23" in table  # the table is folded to the width of the terminal
    page = str(page_for(reader, questions, parse("/restatements", "?unit=R&lang=en")))
    assert "B-2024Q1-23.xlsx › 会员 › C6 (integer): 20 → 23" in page
    assert "Q1 2024 (Jan–Mar) · this period · wide" in page
    assert "/trace?unit=T1&period=2024Q1&indicator=members" in page
    empty = str(page_for(reader, questions, parse("/restatements", "?unit=T2&lang=en")))
    assert "No figure has changed since." in empty


def test_a_withdrawn_report_is_a_cause(frozen: Reader, tmp_path: Path) -> None:
    withdrawn = Event(
        at=datetime(2024, 6, 10, 8), deed="withdraw", by="B", form="book", unit="B",
        period="2024Q1", sha256="sha-B-2024Q1-20",
    )  # fmt: skip
    event_log.append(tmp_path, [withdrawn])
    take_in(tmp_path, [])
    rows = {(r.indicator.id, r.unit.code): r for r in listed(frozen) if not r.segment}
    row = rows["members", "R"]
    (cause,) = row.causes
    assert (row.old, row.new, cause.kind, cause.when) == (62, 42, "withdrawn", date(2024, 6, 10))
