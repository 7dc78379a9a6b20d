"""Every figure the documents report as done: shown by the pipeline, or listed with the reason."""

import csv
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pipeline.definitions.catalogue import load
from pipeline.domain.status import Verdict
from pipeline.queries.nouns import nouns
from pipeline.queries.values import value_of
from pipeline.sample.documents import FOLDER, read_facts, rows_of, write_documents

from .conftest import CONFIG, Loaded

EXPECTED = Path(__file__).parent / "expected_actuals.csv"
NUMERIC_ACTUALS = 92
WITHHELD = "withheld"
Row = dict[str, str]


def expected() -> list[Row]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def facts_of(rows: list[Row]) -> set[str]:
    return {fact for row in rows for fact in row["facts"].split(";")}


def shown(documents: Loaded, row: Row) -> tuple[Decimal | None, bool]:
    """The figure the pipeline shows, and whether it is marked as approximate."""
    known = nouns(documents.reader)
    value = value_of(
        documents.reader,
        known.indicator(row["indicator"]),
        row["unit"],
        known.period(row["period"]),
        segment=row["segment"],
    )
    return getattr(value, row["part"]), value.approximate


def test_every_reported_figure_is_shown_or_explained() -> None:
    rows = expected()
    assert len(facts_of(rows)) == NUMERIC_ACTUALS
    for row in rows:
        assert bool(row["indicator"]) != (bool(row["reason"]) and row["reason"][:8] != WITHHELD)


@pytest.mark.parametrize(
    "row", [r for r in expected() if not r["reason"]], ids=lambda r: r["facts"]
)
def test_the_pipeline_shows_what_the_document_says(documents: Loaded, row: Row) -> None:
    value, approximate = shown(documents, row)
    assert value == Decimal(row["value"])
    assert approximate == (row["approximate"] == "yes")


def test_figures_that_are_not_shown_are_exactly_those_listed(documents: Loaded) -> None:
    missing = {r["facts"] for r in expected() if r["indicator"] and shown(documents, r)[0] is None}
    assert missing == {r["facts"] for r in expected() if r["reason"].startswith(WITHHELD)}


def test_what_a_document_does_not_say_is_a_question_and_not_an_error(documents: Loaded) -> None:
    """Bodies known from documents may leave required cells blank; the blanks are still told."""
    assert documents.ingestion.files
    for file in documents.ingestion.files:
        assert file.verdict == Verdict.ACCEPTED
        blanks = {f.severity for f in file.findings if f.slug == "missing-value"}
        assert blanks == ({"explain"} if file.file.endswith("_gaps.xlsx") else set())


def test_civil_affairs_money_is_loaded_and_left_out(documents: Loaded) -> None:
    known = nouns(documents.reader)
    for name, total in (("aid_funds_disbursed", Decimal("0.9")), ("aid_recipients", Decimal(9))):
        value = value_of(documents.reader, known.indicator(name), "MGH", known.period("2013"))
        assert value.value == total


def test_workbooks_are_what_the_builder_writes(tmp_path: Path) -> None:
    catalogue = load(CONFIG).catalogue
    assert catalogue is not None
    written = write_documents(tmp_path, catalogue)
    assert written
    assert [p.name for p in written] == sorted(p.name for p in FOLDER.glob("*.xlsx"))
    for path in written:
        assert cells(path) == cells(FOLDER / path.name), path.name


def test_every_figure_stands_in_a_workbook() -> None:
    """Facts with an indicator are in the rows; so are some that no indicator shows."""
    entries = [
        entry for book in read_facts().values() for s in book["sheets"] for entry, _ in rows_of(s)
    ]
    written = {fact for entry in entries for fact in entry["facts"]}
    assert facts_of([r for r in expected() if r["indicator"]]) <= written <= facts_of(expected())


def test_hardship_files_name_nobody() -> None:
    for book in read_facts().values():
        for sheet in book["sheets"]:
            for _, row in rows_of(sheet):
                assert not {"person_hash", "contact_cadre"} & set(row)


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every sheet's values."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.values) for sheet in book}
