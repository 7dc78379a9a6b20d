"""From the archived originals alone: everything again, equal row by row, or said what is not."""

import shutil
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from pipeline import run
from pipeline.cli import commands
from pipeline.warehouse.publishing import published
from pipeline.warehouse.reader import Reader
from tests.queries.office import Office, open_office

FIGURES = "select * exclude (win) from indicator_value order by all"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office, whose first file came a second time, and one that is no spreadsheet."""
    office = open_office(tmp_path_factory.mktemp("office"))
    folder = office.config.parent
    shutil.copy(folder / "inbox" / "0_G1_2024Q1.xlsx", folder / "again.xlsx")
    (folder / "sent").mkdir()
    (folder / "sent" / "note.doc").write_text("not a table")
    run.ingest([folder / "again.xlsx", folder / "sent"], [office.config], office.data, sender="T1")
    return office


def command(office: Office, *words: str) -> tuple[int, str]:
    shared = ["--config", str(office.config), "--data", str(office.data), "--lang", "en"]
    done = CliRunner().invoke(commands, [*shared, *words])
    return done.exit_code, done.output


def test_every_published_number_follows_from_the_originals(office: Office) -> None:
    found = run.verify([office.config], office.data)
    assert found.agrees, found.comparison.differences
    assert found.files == 10
    assert found.comparison.rows > 500
    code, said = command(office, "rebuild", "--verify")
    assert code == 0
    assert said.splitlines()[-1].startswith("10 files read again, ")
    assert "0 tables differ" in said
    assert not list((office.data / "processed").glob("again-*"))


def test_what_was_not_in_the_files_is_named(office: Office, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(office.data, data)
    shown = published(data / "processed")
    assert shown is not None
    with duckdb.connect(str(data / "processed" / shown.file)) as tampered:
        tampered.execute("update members set members = members + 1 where unit = 'G4'")
    found = run.verify([office.config], data)
    (difference,) = found.comparison.differences
    assert (difference.table, difference.here, difference.there) == ("members", 1, 1)
    assert "'members': 21" in difference.only_here[0]
    assert "'members': 20" in difference.only_there[0]
    code, said = command(Office(office.config, data, Reader(data)), "rebuild", "--verify")
    assert code == 1
    assert "members: 1 row only in what is published" in said


def test_a_lost_original_is_noticed(office: Office, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(office.data, data)
    shutil.rmtree(next((data / "raw" / "archive").glob("??")))
    assert not run.verify([office.config], data).agrees


def test_changed_definitions_are_told_apart(office: Office, tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(office.config, config)
    plan = config / "plans" / "plan.yml"
    plan.write_text(plan.read_text("utf-8") + "\n# a remark\n", "utf-8")
    assert run.verify([config], office.data).agrees
    indicator = config / "indicators" / "membership" / "rate.yml"
    indicator.write_text(
        indicator.read_text("utf-8").replace("decimals: 1", "decimals: 2"), "utf-8"
    )
    assert not run.verify([config], office.data).same_definitions


def test_processed_data_can_be_thrown_away(office: Office, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(office.data, data)
    shutil.rmtree(data / "processed")
    code, said = command(Office(office.config, data, Reader(data)), "rebuild")
    assert code == 0, said
    assert Reader(data).rows(FIGURES) == office.reader.rows(FIGURES)
    senders = "select name, sender, received_at from archive_file order by all"
    assert Reader(data).rows(senders) == office.reader.rows(senders)
    assert run.verify([office.config], data).agrees
    # and life goes on: the same bytes are still known
    (folder,) = (office.config.parent,)
    again = run.ingest([folder / "again.xlsx"], [office.config], data)
    assert [file.verdict for file in again.files] == ["duplicate"]
    assert run.verify([office.config], data).agrees


def test_a_torn_line_of_the_receipts_is_passed_over(office: Office, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(office.data, data)
    journal = data / "raw" / "archive" / "receipts.jsonl"
    with journal.open("ab") as torn:
        torn.write(b'{"batch": 9, "sha')
    assert run.verify([office.config], data).agrees
    run.ingest([office.config.parent / "again.xlsx"], [office.config], data)
    assert run.verify([office.config], data).agrees
