"""What becomes of judged files: versions, duplicates, nil reports, all or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import duckdb
import pytest

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.status import Verdict
from pipeline.intake.refusals import refused
from pipeline.warehouse.connection import in_one_thread, transaction
from pipeline.warehouse.fact_tables import create_fact_table
from pipeline.warehouse.store import Warehouse

from .conftest import sent

VERSIONS = "select version, verdict, current from submission order by submission"
COUNTING = """
select book.members from book join submission using (submission)
where submission.current order by all
"""


def rows(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(sql).fetchall()


def test_a_report_sent_again_replaces_the_one_before(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    warehouse.store([sent("first", 10)], catalogue)
    warehouse.store([sent("second", 12)], catalogue)
    assert rows(warehouse, VERSIONS) == [(1, "accepted", False), (2, "accepted", True)]
    assert rows(warehouse, COUNTING) == [(12,)]
    assert rows(warehouse, "select count(*) from book") == [(2,)]  # the first is kept


def test_a_withheld_report_replaces_nothing(warehouse: Warehouse, catalogue: Catalogue) -> None:
    warehouse.store([sent("good", 10)], catalogue)
    warehouse.store([sent("bad", 99, verdict=Verdict.WITHHELD)], catalogue)
    assert rows(warehouse, VERSIONS) == [(1, "accepted", True), (2, "withheld", False)]
    assert rows(warehouse, "select members from book") == [(10,)]
    warehouse.store([sent("better", 11)], catalogue)
    assert rows(warehouse, COUNTING) == [(11,)]
    assert rows(warehouse, VERSIONS)[2] == (3, "accepted", True)


def test_two_versions_in_one_batch_are_two_versions(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    (one, two) = warehouse.store([sent("first", 10), sent("second", 12)], catalogue)
    assert one.submissions == ((1, "book", "A", "2024Q1", 1),)
    assert two.submissions == ((2, "book", "A", "2024Q1", 2),)
    assert rows(warehouse, COUNTING) == [(12,)]


def test_units_and_periods_have_versions_of_their_own(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    files = [sent("a"), sent("b", unit="B"), sent("a2", period="2024Q2")]
    warehouse.store(files, catalogue)
    assert rows(warehouse, VERSIONS) == [(1, "accepted", True)] * 3


def test_the_same_bytes_are_not_stored_again_and_another_name_is_counted(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    warehouse.store([sent("a")], catalogue)
    assert warehouse.known_contents() == {"sha-a"}
    (again,) = warehouse.store([sent("a", verdict=Verdict.DUPLICATE)], catalogue)
    assert (again.verdict, again.submissions) == (Verdict.DUPLICATE, ())
    assert rows(warehouse, "select seen, verdict from archive_file") == [(1, "accepted")]
    for _ in range(2):
        other = replace(sent("a"), name="b", sections=[])
        told = refused(other, "duplicate-file", {"first": ""}, Verdict.DUPLICATE)
        warehouse.store([told], catalogue)
        assert rows(warehouse, "select seen, verdict from archive_file") == [(2, "accepted")]
    assert rows(warehouse, "select count(*) from submission") == [(1,)]


def test_one_name_counts_once_however_often_it_stands_in_a_batch(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    again = refused(
        replace(sent("a"), sections=[]), "repeated-file", {"first": ""}, Verdict.DUPLICATE
    )
    warehouse.store([sent("a"), again, replace(again, name="b")], catalogue)
    assert rows(warehouse, "select seen from archive_file") == [(2,)]


def test_an_unreadable_file_is_remembered_without_a_submission(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    broken = replace(sent("broken", verdict=Verdict.UNREADABLE), sections=[])
    warehouse.store([broken], catalogue)
    assert rows(warehouse, "select verdict from archive_file") == [("unreadable",)]
    assert rows(warehouse, "select count(*) from submission") == [(0,)]


def test_a_list_of_several_units_becomes_a_submission_each(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    file = sent("list")
    section = replace(
        file.sections[0], layout="list", source_rows=[5, 6, 7], units=["A", "B", "A"],
        periods=["2024Q1"] * 3, columns={"members": [1, 2, 4]}, approximate=[None] * 3, rows_seen=3,
    )  # fmt: skip
    (stored,) = warehouse.store([replace(file, sections=[section])], catalogue)
    assert [s[2] for s in stored.submissions] == ["A", "B"]
    assert rows(warehouse, COUNTING) == [(1,), (2,), (4,)]
    loaded = "select unit, rows_loaded from submission_section join submission using (submission)"
    assert sorted(rows(warehouse, loaded)) == [("A", 2), ("B", 1)]


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.WITHHELD])
def test_every_row_of_a_sheet_is_accounted_for(
    warehouse: Warehouse, catalogue: Catalogue, verdict: Verdict
) -> None:
    """Three rows of data, one that could not be read, two heads: of each report on the sheet."""
    file = sent("list", verdict=verdict)
    section = replace(
        file.sections[0], layout="list", source_rows=[5, 6, 7], units=["A", "B", "A"],
        periods=["2024Q1"] * 3, columns={"members": [1, 2, 4]}, approximate=[None] * 3,
        rows_seen=6, rows_rejected=1, rows_other=2,
    )  # fmt: skip
    warehouse.store([replace(file, sections=[section])], catalogue)
    counts = "unit, rows_seen, rows_loaded, rows_rejected, rows_other"
    told = rows(
        warehouse, f"select {counts} from submission_section join submission using (submission)"
    )
    loaded = [("A", 6, 2, 1, 3), ("B", 6, 1, 1, 4)]
    returned = [("A", 6, 0, 3, 3), ("B", 6, 0, 2, 4)]
    assert sorted(told) == (loaded if verdict is Verdict.ACCEPTED else returned)


def test_nothing_to_report_is_a_report_without_rows(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    file = sent("nil")
    nil = replace(
        file.sections[0], form="event", table="event", nil=True, source_rows=[], units=[],
        periods=[], columns={}, approximate=[], rows_other=1,
    )  # fmt: skip
    (stored,) = warehouse.store([replace(file, sections=[nil])], catalogue)
    assert stored.submissions == ((1, "event", "A", "2024Q1", 1),)
    assert rows(warehouse, "select count(*) from event") == [(0,)]
    assert rows(warehouse, "select rows_loaded, rows_other from submission_section") == [(0, 1)]


def test_findings_hang_on_the_submission_they_are_about(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    warehouse.store([sent("bad", verdict=Verdict.WITHHELD)], catalogue)
    found = rows(warehouse, "select submission, slug, cell, unit from finding")
    assert found == [(1, "not-a-number", "C6", "A")]


def test_a_batch_is_stored_whole_or_not_at_all(warehouse: Warehouse, catalogue: Catalogue) -> None:
    warehouse.store([sent("good")], catalogue)
    broken = sent("broken", unit="B")
    broken.sections[0].columns["members"] = ["text"]
    with pytest.raises(Exception, match="text"):
        warehouse.store([sent("other", unit="C"), broken], catalogue)
    assert rows(warehouse, "select name from archive_file") == [("good",)]
    assert rows(warehouse, VERSIONS) == [(1, "accepted", True)]


def write_one(warehouse: Warehouse, then: Callable[[], object]) -> None:
    """Write a row in a transaction, and do something else in it."""
    with transaction(warehouse.connection):
        warehouse.connection.execute("insert into tried values (1)")
        then()


def interrupt() -> None:
    raise KeyboardInterrupt


def test_an_error_inside_a_transaction_leaves_nothing_behind(warehouse: Warehouse) -> None:
    connection = warehouse.connection
    connection.execute("create table tried (n integer)")
    with pytest.raises(duckdb.Error):
        write_one(warehouse, lambda: connection.execute("select error('half way')").fetchall())
    with pytest.raises(KeyboardInterrupt):
        write_one(warehouse, interrupt)
    assert rows(warehouse, "select count(*) from tried") == [(0,)]
    write_one(warehouse, lambda: None)
    assert rows(warehouse, "from tried") == [(1,)]


def test_a_newer_form_adds_its_columns_and_keeps_the_rows(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    connection = warehouse.connection
    connection.execute("alter table book drop column members")
    connection.execute("insert into book (submission, source_row, staff) values (1, 6, 3)")
    form = catalogue.forms["book"]
    create_fact_table(connection, "book", form, form.sections["main"])
    assert rows(warehouse, "select staff, members from book") == [(3, None)]


def test_analysts_find_the_form_s_own_words_on_the_columns(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    comments = dict(
        rows(
            warehouse,
            "select column_name, comment from duckdb_columns() where table_name = 'book'",
        )
    )
    assert comments["kind"] == "choice：x=x，y=y，z=z"
    assert comments["unit"] == "填报单位代码"


@pytest.mark.parametrize(("day", "late"), [(5, []), (6, ["1"]), (7, ["2"])])
def test_late_begins_on_the_day_after_the_deadline(
    warehouse: Warehouse, catalogue: Catalogue, day: int, late: list[str]
) -> None:
    (stored,) = warehouse.store([sent("first", at=datetime(2024, 4, day, 23, 59))], catalogue)
    said = [f.details["days"] for f in stored.findings if f.slug == "late-submission"]
    assert said == late


def test_what_is_computed_in_one_thread_leaves_the_others_to_what_follows() -> None:
    with duckdb.connect(config={"threads": 3}) as connection:
        asked = "select current_setting('threads')"
        with in_one_thread(connection, when=True):
            assert connection.execute(asked).fetchall() == [(1,)]
        assert connection.execute(asked).fetchall() == [(3,)]
        with pytest.raises(KeyError), in_one_thread(connection, when=True):
            raise KeyError
        assert connection.execute(asked).fetchall() == [(3,)]
        with in_one_thread(connection, when=False):
            assert connection.execute(asked).fetchall() == [(3,)]


def test_what_is_judged_anew_takes_no_note_of_another_file_along(
    warehouse: Warehouse, catalogue: Catalogue
) -> None:
    """Both came in one batch, and say the same beside rows of their own."""
    first, second = sent("first"), sent("second", unit="B")
    first.explanations.notes["会员", 6] = second.explanations.notes["会员", 7] = "无"
    warehouse.store([first, second], catalogue)
    warehouse.store([replace(first, verdict=Verdict.WITHHELD)], catalogue, again=True)
    asked = "select sha256, source_row, text from explanation order by all"
    assert rows(warehouse, asked)[-1] == ("sha-second", 7, "无")
